import { describe, expect, it } from "vitest";
import { problemsOf, problemsOfCard } from "../../adapters/teams/card-kit.ts";

type Json = Readonly<Record<string, unknown>>;

const words = (text = "Logins fail.") => ({
  type: "RichTextBlock",
  inlines: [{ type: "TextRun", text }],
});
const box = (...items: readonly Json[]) => ({ type: "Container", items });
const card = (body: readonly unknown[], more: Json = {}) => ({
  type: "AdaptiveCard",
  version: "1.5",
  body,
  ...more,
});
const block = (text: string, more: Json = {}) => ({ type: "TextBlock", wrap: true, text, ...more });
const set = (...actions: readonly unknown[]) => ({ type: "ActionSet", actions });
const execute = (more: Json = {}) => ({
  type: "Action.Execute",
  title: "Status now",
  verb: "say",
  data: { line: "status" },
  fallback: { type: "Action.Submit", title: "Status now", data: { line: "status" } },
  ...more,
});
const table = (more: Json = {}) => ({
  type: "Table",
  firstRowAsHeaders: true,
  columns: [{ width: 1 }],
  rows: [{ type: "TableRow", cells: [{ type: "TableCell", items: [words()] }] }],
  fallback: box(words()),
  ...more,
});
const bars = (more: Json = {}) => ({
  type: "Chart.VerticalBar",
  data: [{ x: "14:00", y: 3 }],
  fallback: words(),
  ...more,
});
const code = (more: Json = {}) => ({
  type: "CodeBlock",
  language: "PlainText",
  codeSnippet: "a\nb",
  fallback: box(words()),
  ...more,
});
const mention = (name = "Ada", id = "29:ada") => ({
  type: "mention",
  text: `<at>${name}</at>`,
  mentioned: { id, name },
});
const calling = (entities: readonly Json[], ...texts: readonly string[]) =>
  card(
    texts.map((text) => block(text)),
    { msteams: { width: "Full", entities } },
  );

describe("what Teams takes of a card", () => {
  it.each<[string, object]>([
    ["words", card([words()])],
    ["a heading", card([block("Failing logins", { style: "heading" })])],
    ["a table that phones see as lines", card([table()])],
    ["a chart that phones see as a line", card([bars()])],
    ["code", card([code()])],
    [
      "a picture with words for those who cannot see it",
      card([{ type: "Image", url: "https://example.com/a.png", altText: "A line that falls." }]),
    ],
    [
      "buttons",
      card([
        set(execute(), { type: "Action.OpenUrl", title: "Open", url: "https://example.com/" }),
      ]),
    ],
    ["a question", card([{ type: "Input.Text", id: "quiet", label: "Quiet hours" }])],
    ["a call of somebody", calling([mention()], "<at>Ada</at>.")],
  ])("%s", (_, given) => {
    expect(problemsOfCard(given)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["a newer version", card([words()], { version: "1.6" }), ".version: is none of the words"],
    ["nothing", card([]), ".body: holds 0"],
    ["an empty box", card([box()]), ".body[0].items: holds 0"],
    ["a text without runs", card([{ type: "RichTextBlock", inlines: [] }]), ".inlines: holds 0"],
    ["an empty run", card([words("")]), ".text: is empty"],
    ["a run of two lines", card([words("a\nb")]), "more than one line"],
    ["half a character", card([words("\ud800")]), "half a character"],
    ["a macro of Teams", card([words("{{DATE(2026-01-01T00:00:00Z)}}")]), "has a macro"],
    [
      "what it does not know",
      card([{ type: "Badge", text: "x" }]),
      "no element that Teams draws (Badge)",
    ],
    ["a property it does not know", card([{ ...words(), colour: "red" }]), "does not take colour"],
    ["markup", card([block("*Now* or [never](https://evil.example)")]), "could be markup"],
    ["words that are cut at the edge", card([{ type: "TextBlock", text: "x" }]), "has no wrap"],
    [
      "a picture without words",
      card([{ type: "Image", url: "https://example.com/a.png" }]),
      "has no altText",
    ],
    [
      "a picture within the card",
      card([{ type: "Image", url: "data:image/png;base64,AAAA", altText: "x" }]),
      "no address that Teams opens",
    ],
    [
      "a table without a fallback",
      card([table({ fallback: undefined })]),
      ".body[0]: has no fallback",
    ],
    [
      "a table for phones within a table",
      card([table({ fallback: table() })]),
      "fallback of what is new itself",
    ],
    [
      "a table that is not even",
      card([table({ columns: [{ width: 1 }, { width: 1 }] })]),
      "longer or shorter",
    ],
    [
      "a table without a word on its first row",
      card([table({ firstRowAsHeaders: undefined })]),
      "has no firstRowAsHeaders",
    ],
    ["code without a fallback", card([code({ fallback: undefined })]), "has no fallback"],
    ["a chart of nothing", card([bars({ data: [] })]), ".data: holds 0"],
    [
      "a chart of what is no number",
      card([bars({ data: [{ x: "a", y: null }] })]),
      ".y: is not a number",
    ],
    [
      "seven buttons",
      card([set(...Array.from({ length: 7 }, () => execute()))]),
      ".actions: holds 7",
    ],
    ["a button without a title", card([set(execute({ title: "" }))]), ".title: is empty"],
    [
      "a button that some clients do not know",
      card([set(execute({ fallback: undefined }))]),
      "has no fallback",
    ],
    [
      "a button that is another one there",
      card([
        set(
          execute({
            fallback: { type: "Action.OpenUrl", title: "x", url: "https://example.com/" },
          }),
        ),
      ]),
      "no Action.Submit",
    ],
    ["a button in a style", card([set(execute({ style: "destructive" }))]), "does not take style"],
    ["a button out of use", card([set(execute({ isEnabled: false }))]), "does not take isEnabled"],
    [
      "a button to nowhere",
      card([set({ type: "Action.OpenUrl", title: "x", url: "javascript:x" })]),
      "no address",
    ],
    ["a question without a label", card([{ type: "Input.Text", id: "quiet" }]), "has no label"],
    ["a question without an id", card([{ type: "Input.Text", label: "Quiet hours" }]), "has no id"],
    ["a call of nobody", calling([], "<at>Ada</at>"), "lacks somebody"],
    ["a call that is not in the text", calling([mention()], "Ada"), "a mention of nobody"],
    [
      "two people by one name",
      calling([mention(), mention("Ada", "29:b")], "<at>Ada</at>"),
      "two people",
    ],
  ])("but not %s", (_, given, problem) => {
    expect(problemsOfCard(given).join("\n")).toContain(problem);
  });
});

describe("what Teams takes of a message with a card", () => {
  const message = (more: Json = {}) => ({
    type: "message",
    summary: "Logins fail.",
    attachments: [
      { contentType: "application/vnd.microsoft.card.adaptive", content: card([words()]) },
    ],
    ...more,
  });

  it("is a card and a summary", () => {
    expect(problemsOf(message())).toEqual([]);
  });

  it.each<[string, Json, string]>([
    ["without a summary, announced as a card", message({ summary: undefined }), "has no summary"],
    [
      "with words beside the card, which makes two messages",
      message({ text: "x" }),
      "does not take text",
    ],
    [
      "with two cards",
      message({ attachments: [...message().attachments, ...message().attachments] }),
      ".attachments: holds 2",
    ],
    [
      "that is larger than Teams takes",
      message({
        attachments: [
          {
            contentType: "application/vnd.microsoft.card.adaptive",
            content: card([words("x".repeat(20_500)), words("x".repeat(20_500))]),
          },
        ],
      }),
      "bytes, more than 81920",
    ],
  ])("is not one %s", (_, given, problem) => {
    expect(problemsOf(given).join("\n")).toContain(problem);
  });
});
