import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { charactersOf, problemsOf } from "../../adapters/slack/block-kit.ts";
import { renderSlack, renderWithoutBlocks } from "../../adapters/slack/render.ts";
import type { ConversationId } from "../../src/core/address.ts";
import type { Block, Message, Span, Text } from "../../src/core/message.ts";
import { hostile } from "../contracts/chat-adapter.ts";
import { readMessage } from "../fakes/slack/reading.ts";
import { specimens } from "../fixtures/specimens.ts";
import { anyUrl, anyWords } from "../properties/words.ts";

const nasty = [
  hostile,
  "<!here> <!everyone> <!subteam^S1> <#C1> <https://evil.example|Auth0>",
  "🙂".repeat(2000),
  "\uD83D broken \uDE42",
  "a\u0000b\u0007c",
  "x".repeat(50_000),
  "line\n".repeat(3000),
  " ",
  "",
  "constructor",
];
const words = fc.oneof(fc.constantFrom(...nasty), anyWords({ maxLength: 200 }));
const url = fc.oneof(anyUrl, words, fc.constantFrom("javascript:alert(1)", "http://", "ftp://x"));
const span: fc.Arbitrary<Span> = fc.oneof(
  words,
  fc.record({ bold: words }),
  fc.record({ code: words }),
  fc.record({ link: words, url }),
  fc.record({ time: fc.date({ noInvalidDate: false }) }),
  fc.record({
    mention: fc.oneof(words, fc.constantFrom("slack:user:U1", "slack:group:S1", "slack:user:<x>")),
    name: words,
  }),
  fc.record({
    conversation: fc.constantFrom<ConversationId[]>(
      "slack:channel:C1",
      "slack:channel:D1",
      "slack:channel:<!here>",
      "slack:user:U1",
      "teams:channel:19:x@thread.tacv2",
    ),
    name: words,
  }),
);
const text: fc.Arbitrary<Text> = fc.oneof(words, fc.array(span, { maxLength: 6 }));
/** What stands side by side with other facts, unless a sign in it could be markup. */
const short = fc.string({ unit: fc.constantFrom(..."ab 1:.*_<&é"), maxLength: 12 });
const fact: fc.Arbitrary<Text> = fc.oneof(
  short,
  fc.array(fc.oneof(short, fc.record({ bold: short }), fc.record({ time: fc.date() })), {
    maxLength: 3,
  }),
);
const many = { maxLength: 120 };
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant("heading"), text: words }),
  fc.record({ kind: fc.constantFrom("text", "note"), text }),
  fc.record({
    kind: fc.constant("fields"),
    fields: fc.array(fc.record({ label: words, value: text }), { maxLength: 12 }),
  }),
  fc.record({
    kind: fc.constant("fields"),
    fields: fc.array(fc.record({ label: short, value: fact }), { maxLength: 12 }),
  }),
  fc.record(
    { kind: fc.constant("list"), items: fc.array(text, many), from: fc.integer({ min: 1 }) },
    { requiredKeys: ["kind", "items"] },
  ),
  fc.record({
    kind: fc.constant("table"),
    columns: fc.array(words, { maxLength: 25 }),
    rows: fc.array(fc.array(text, { maxLength: 25 }), many),
  }),
  fc.record({ kind: fc.constant("code"), code: words }),
  fc.record({
    kind: fc.constant("chart"),
    title: words,
    shape: fc.constantFrom("line", "bar"),
    unit: words,
    points: fc.array(
      fc.record({ label: words, value: fc.oneof(fc.double(), fc.constant("failed" as const)) }),
      { maxLength: 200 },
    ),
  }),
  fc.record({
    kind: fc.constant("file"),
    name: words,
    mediaType: fc.constant("text/csv"),
    content: words,
  }),
  fc.record({ kind: fc.constant("divider") }),
  fc.record({
    kind: fc.constant("actions"),
    actions: fc.array(
      fc.oneof(fc.record({ label: words, line: words }), fc.record({ label: words, url })),
      { maxLength: 40 },
    ),
  }),
) as fc.Arbitrary<Block>;
const message: fc.Arbitrary<Message> = fc.record({
  summary: words,
  tone: fc.constantFrom("neutral", "good", "warning", "bad"),
  blocks: fc.array(block, { maxLength: 70 }),
});

/** Every text that Slack reads as its markup. */
function markupsIn(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(markupsIn);
  if (typeof part !== "object" || part === null) return [];
  const { type, text } = part as { type?: unknown; text?: unknown };
  if (type === "mrkdwn") return [String(text)];
  return Object.values(part).flatMap(markupsIn);
}

describe("a message in Slack", () => {
  it.each(Object.entries(specimens))("is drawn as approved: %s", async (name, specimen) => {
    const drawn = renderSlack(specimen);
    expect(problemsOf(drawn.blocks)).toEqual([]);
    await expect(`${JSON.stringify(drawn, null, 2)}\n`).toMatchFileSnapshot(
      `../golden/slack/${name}.json`,
    );
  });

  it("is always one that Slack takes", () => {
    fc.assert(
      fc.property(message, (given) => {
        const { text: summary, blocks } = renderSlack(given);
        expect(problemsOf(blocks)).toEqual([]);
        expect(charactersOf(blocks)).toBeLessThanOrEqual(12_500);
        expect(blocks.length).toBeGreaterThan(0);
        expect(summary.trim()).not.toBe("");
        expect(summary.length).toBeLessThanOrEqual(4000);
      }),
      { numRuns: 150 },
    );
  });

  it("never lets words become a call, a link or markup", () => {
    fc.assert(
      fc.property(message, (given) => {
        const drawn = renderSlack(given);
        const plain = renderWithoutBlocks(given);
        for (const { text: markup } of [drawn, plain]) {
          expect(markup).not.toMatch(/[<>]/);
          expect(markup.replace(/&(amp|lt|gt);/g, "")).not.toContain("&");
        }
        const json = JSON.stringify(drawn.blocks);
        for (const markup of markupsIn(drawn.blocks)) {
          // What the renderer itself writes as markup: dates, and bold words of facts.
          const words = markup
            .replace(/<!date\^\d+\^\{date_short_pretty\} \{time\}\|[\w: -]+>/g, "")
            .replace(/\*[^*<>_~`@#]+\*/g, "");
          expect(words).not.toMatch(/[<>*_~`@#]|^&gt;|:\S+:/);
          expect(words.replaceAll("&amp;", "")).not.toContain("&");
        }
        expect(json).not.toContain('"emoji":true');
        expect(json).not.toContain('"broadcast"');
      }),
      { numRuns: 100 },
    );
  });

  it("shows hostile words as they are, wherever they stand", () => {
    const shown = readMessage(renderSlack(specimens["hostile-everywhere"] as Message));
    expect(shown.split(hostile).length - 1).toBe(9); // The button's label is cut.
  });

  it("prints notes small where they hold a time, and calls nobody by it", () => {
    const drawn = (...note: Span[]) =>
      renderSlack({ summary: "x", blocks: [{ kind: "note", text: note }] }).blocks;
    const time = new Date("2026-03-02T09:06:00Z");
    expect(drawn("Q&A, read ", { time }, ".")).toEqual([
      {
        type: "context",
        elements: [
          {
            type: "mrkdwn",
            text: "Q&amp;A, read <!date^1772442360^{date_short_pretty} {time}|2026-03-02 09:06 UTC>.",
            verbatim: true,
          },
        ],
      },
    ]);
    for (const words of [
      "*bold*",
      "_a_",
      "`code`",
      "<!here>",
      "@here",
      "a :smile: b",
      "> x",
      "x\ny",
    ])
      expect(drawn(words, " ", { time })[0]?.type, words).toBe("rich_text");
    expect(drawn("a :", { time }, ": b")[0]?.type).toBe("rich_text");
    expect(drawn("before ", { time: new Date(-1) })).toMatchObject([
      { type: "context", elements: [{ type: "plain_text", text: "before 1969-12-31 23:59 UTC" }] },
    ]);
  });

  it("says each of a few bars, and of a line the range and how it ends", () => {
    const chart = readMessage(renderSlack(specimens.chart as Message));
    expect(chart).toContain(
      "Lowest 3 per hour (00:00), highest 44 per hour (06:00), latest 4 per hour (09:00).",
    );
    expect(chart).toContain("31 events (wrong password), 4 events (blocked).");
    // What the sentence says stands there once.
    expect(chart).toMatch(/wrong password █+\nblocked {8}█+\n/u);
    expect(chart.match(/\b31\b/gu)).toHaveLength(1);
  });

  it("marks what failed in a chart with a cross, and says how many and when", () => {
    const chart = readMessage(renderSlack(specimens["chart-failed"] as Message));
    expect(chart).toContain("▄▁×█××");
    expect(chart).toContain("latest 431 ms (14:03); 3 failed (14:02, 14:04, 14:05).");
  });

  it("says how much of a long list is left out", () => {
    const shown = readMessage(renderSlack(specimens["list-too-long"] as Message));
    const [, more] = /and (\d+) more$/.exec(shown) ?? [];
    const last = Number(more) === 0 ? 600 : 600 - Number(more);
    expect(shown).toContain(`Change number ${last}\n`);
    expect(shown).not.toContain(`Change number ${last + 1}\n`);
  });

  it("says how many rows of a long table are left out", () => {
    const shown = readMessage(renderSlack(specimens["table-too-long"] as Message));
    expect(shown).toContain("99 | Incident 99\nand 151 more rows");
  });

  it("cuts a long text at a line, and says how many lines more there are", () => {
    const lines = Array.from({ length: 900 }, (_, index) => `This is line ${index + 1}.`);
    const given = { summary: "Long.", blocks: [{ kind: "text", text: lines.join("\n") }] } as const;
    const shown = readMessage(renderSlack(given));
    const [, last, more] = /This is line (\d+)\. … and (\d+) more lines$/.exec(shown) ?? [];
    expect(Number(last) + Number(more)).toBe(900);
  });

  it("keeps its buttons however long it is", () => {
    const action = { label: "Share here", line: "status share:here" };
    const blocks: Block[] = [
      { kind: "code", code: "x".repeat(30_000) },
      { kind: "list", items: Array.from({ length: 500 }, () => "y".repeat(100)) },
      { kind: "actions", actions: [action] },
    ];
    const drawn = renderSlack({ summary: "Long.", blocks });
    expect(JSON.stringify(drawn.blocks)).toContain('"value":"status share:here"');
    expect(problemsOf(drawn.blocks)).toEqual([]);
  });

  it("keeps the last of many buttons in several rows", () => {
    const row = (from: number): Block => ({
      kind: "actions",
      actions: Array.from({ length: 5 }, (_, index) => ({
        label: `Event ${from + index}`,
        line: `logs event:900202611220209400000000000000${from + index} tenant:prod`,
      })),
    });
    const last: Block = {
      kind: "actions",
      actions: [{ label: "Share here", line: "x".repeat(80) }],
    };
    const shown = renderSlack({ summary: "Many.", blocks: [row(0), row(5), row(10), last] });
    expect(JSON.stringify(shown.blocks)).toContain("Share here");
    expect(JSON.stringify(shown.blocks)).not.toContain("more button");
  });

  it("calls people and groups of Slack, and names those of other platforms", () => {
    const drawn = JSON.stringify(renderSlack(specimens["text-and-spans"] as Message).blocks);
    expect(drawn).toContain('{"type":"user","user_id":"U123"}');
    expect(drawn).toContain('{"type":"usergroup","usergroup_id":"S123"}');
    expect(drawn).toContain('"text":"@Grace"');
    expect(drawn).not.toContain('"url":"javascript');
  });

  it("has every word in its plain form, for when Slack refuses the blocks", () => {
    const { text: plain } = renderWithoutBlocks(specimens["card-identified"] as Message);
    expect(plain).toContain("Failing logins in US-3");
    expect(plain).toContain("A database replica fell behind.");
  });
});
