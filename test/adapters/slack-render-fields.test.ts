import { describe, expect, it } from "vitest";
import { renderSlack } from "../../adapters/slack/render.ts";
import type { Text } from "../../src/core/message.ts";

describe("facts in Slack", () => {
  const shown = (...facts: readonly (readonly [string, Text])[]) =>
    renderSlack({
      summary: "Facts.",
      blocks: [{ kind: "fields", fields: facts.map(([label, value]) => ({ label, value })) }],
    }).blocks;

  it("stand side by side where they are short", () => {
    const at = new Date("2026-03-02T09:05:00Z");
    expect(shown(["Status", [{ bold: "Resolved" }]], ["Started", [{ time: at }]])).toEqual([
      {
        type: "section",
        fields: [
          { type: "mrkdwn", verbatim: true, text: "Status: *Resolved*" },
          {
            type: "mrkdwn",
            verbatim: true,
            text: "Started: <!date^1772442300^{date_short_pretty} {time}|2026-03-02 09:05 UTC>",
          },
        ],
      },
    ]);
  });

  it.each<readonly [string, Text]>([
    ["that could be markup", "*bold* or <!here>"],
    ["that could be an emoji", "at :fire: now"],
    ["that are long", "x".repeat(60)],
    ["in bold within a word", ["a", { bold: "b" }, "c"]],
    ["with a link", [{ link: "page", url: "https://example.com/" }]],
    ["with nothing in them", ""],
  ])("stand below each other as data, with words %s", (_, value) => {
    expect(shown(["Status", "open"], ["Words", value])).toMatchObject([{ type: "rich_text" }]);
  });
});
