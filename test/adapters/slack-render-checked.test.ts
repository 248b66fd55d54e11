import { describe, expect, it } from "vitest";
import { problemsOf } from "../../adapters/slack/block-kit.ts";
import { renderSlack } from "../../adapters/slack/render.ts";
import { renderChecked } from "../../adapters/slack/render-checked.ts";
import { heading, type Message, text } from "../../src/core/message.ts";

const message: Message = {
  summary: "Logins of ada@example.com fail.",
  blocks: [heading("Logins"), text("of ada@example.com fail.")],
};

function diary() {
  const written: string[] = [];
  const write = (details: object, words: string) =>
    void written.push(`${words} ${JSON.stringify(details)}`);
  return { written, log: { info: write, warn: write, error: write } };
}

describe("a message on its way to Slack", () => {
  it("goes out with its blocks where Slack takes them, and nothing is logged", () => {
    const { written, log } = diary();
    expect(renderChecked(message, log)).toEqual(renderSlack(message));
    expect(written).toEqual([]);
  });

  it("goes out in plain words where its blocks pass Slack's limits, which is logged without its words", () => {
    const { written, log } = diary();
    const broken = (given: Message) => {
      const { text: words, blocks } = renderSlack(given);
      return { text: words, blocks: Array.from({ length: 60 }, () => blocks).flat() };
    };
    const sent = renderChecked(message, log, broken);
    expect(sent).toEqual({ text: expect.stringContaining("of ada@example.com fail.") });
    expect(written).toEqual([expect.stringContaining("more than 50")]);
    expect(written.join()).not.toContain("ada@");
  });
});

describe("Block Kit's limits", () => {
  const plain = (words: string) => ({ type: "plain_text", text: words });
  const button = (more: object) => ({
    type: "actions",
    elements: [{ type: "button", action_id: "a", text: plain("Say"), value: "help", ...more }],
  });

  it.each([
    ["a section with facts", { type: "section", fields: [plain("Role\noperator")] }],
    ["a picture", { type: "image", alt_text: "A line that falls.", slack_file: { id: "F1" } }],
    ["a button that asks back", button({ style: "danger", accessibility_label: "Say help" })],
  ])("let %s pass", (_, block) => {
    expect(problemsOf([block])).toEqual([]);
  });

  it.each([
    ["a section with nothing", { type: "section" }],
    ["eleven facts", { type: "section", fields: Array.from({ length: 11 }, () => plain("x")) }],
    ["a fact too long", { type: "section", fields: [plain("x".repeat(2001))] }],
    ["a picture without words", { type: "image", slack_file: { id: "F1" } }],
    ["a picture of nothing", { type: "image", alt_text: "Nothing." }],
    [
      "a title too long",
      { type: "image", alt_text: "x", slack_file: { id: "F1" }, title: plain("x".repeat(2001)) },
    ],
    ["a label too long", button({ accessibility_label: "x".repeat(76) })],
    ["a style there is not", button({ style: "loud" })],
    ["a question back without words", button({ confirm: { title: plain("Sure?") } })],
    ["an id too long", { type: "divider", block_id: "x".repeat(256) }],
  ])("stop %s", (_, block) => {
    expect(problemsOf([block])).not.toEqual([]);
  });

  it("stop one id given to two blocks, and more characters in all than Slack takes", () => {
    const twice = { type: "divider", block_id: "same" };
    expect(problemsOf([twice, twice])).toEqual([expect.stringContaining("block_id twice")]);
    const long = { type: "section", text: plain("x".repeat(2900)) };
    expect(problemsOf([long, long, long, long, long])).toEqual([
      expect.stringContaining("13200 characters in all"),
    ]);
  });
});
