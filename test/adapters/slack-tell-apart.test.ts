import { expect, it } from "vitest";
import { problemsOf } from "../../adapters/slack/block-kit.ts";
import { renderSlack } from "../../adapters/slack/render.ts";
import { actions } from "../../src/core/message.ts";

it("tells buttons that read the same apart for whoever hears them", () => {
  const { blocks } = renderSlack({
    summary: "Two sources.",
    blocks: [
      actions({ label: "Unsubscribe", line: "unsubscribe status" }),
      actions(
        { label: "Unsubscribe", line: `unsubscribe rss https://example.com/${"x".repeat(90)}` },
        { label: "Mute for 2 h", line: "mute 2h" },
      ),
    ],
  });
  expect(problemsOf(blocks)).toEqual([]);
  expect(blocks).toMatchObject([
    { elements: [{ accessibility_label: "Unsubscribe: unsubscribe status" }] },
    { elements: [{ accessibility_label: expect.stringContaining("rss https://") }, {}] },
  ]);
  expect(JSON.stringify(blocks)).not.toContain("Mute for 2 h: ");
});
