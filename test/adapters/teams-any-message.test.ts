import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problemsOf } from "../../adapters/teams/card-kit.ts";
import { LIMITS, renderTeams, renderWithoutCard } from "../../adapters/teams/render.ts";
import type { Block, Message, Span } from "../../src/core/message.ts";
import { partsOf } from "../../src/core/parts.ts";
import { hostile } from "../contracts/chat-adapter.ts";
import { anyUrl, anyWords } from "../properties/words.ts";
import { complaintsAbout } from "./teams-parser.ts";

const words = fc.oneof(
  anyWords({ maxLength: 60 }),
  fc.constantFrom(
    hostile,
    "\u0000",
    "\ud800",
    "",
    "\n\n",
    "a\nb",
    "x".repeat(20_000),
    "\u0001".repeat(9000),
  ),
);
const span: fc.Arbitrary<Span> = fc.oneof(
  words,
  words.map((bold) => ({ bold })),
  words.map((code) => ({ code })),
  fc.record({ link: words, url: fc.oneof(anyUrl, words) }),
  fc.constant({ time: new Date(0) }),
  fc.record({ mention: fc.constantFrom("teams:user:29:a", "slack:user:U1"), name: words }),
) as fc.Arbitrary<Span>;
const text = fc.oneof(words, fc.array(span, { maxLength: 6 }));
const action = fc.oneof(
  fc.record({ label: words, line: words }),
  fc.record({ label: words, url: fc.oneof(anyUrl, words) }),
);
const many = { maxLength: 40, size: "max" } as const;
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant("heading" as const), text: words }),
  fc.record({ kind: fc.constantFrom("text" as const, "note" as const), text }),
  fc.record({
    kind: fc.constant("fields" as const),
    fields: fc.array(fc.record({ label: words, value: text }), many),
  }),
  fc.record(
    {
      kind: fc.constant("list" as const),
      items: fc.array(text, many),
      from: fc.integer({ min: 1 }),
    },
    { requiredKeys: ["kind", "items"] },
  ),
  fc.record({
    kind: fc.constant("table" as const),
    columns: fc.array(words, { maxLength: 5 }),
    rows: fc.array(fc.array(text, { maxLength: 5 }), many),
  }),
  fc.record({ kind: fc.constant("code" as const), code: words }),
  fc.record({
    kind: fc.constant("chart" as const),
    title: words,
    shape: fc.constantFrom("line" as const, "bar" as const),
    unit: words,
    points: fc.array(
      fc.record({ label: words, value: fc.oneof(fc.double(), fc.constant("failed" as const)) }),
      many,
    ),
  }),
  fc.record({
    kind: fc.constant("file" as const),
    name: words,
    mediaType: fc.constant("text/csv"),
    content: words,
  }),
  fc.constant({ kind: "divider" as const }),
  fc.record({ kind: fc.constant("actions" as const), actions: fc.array(action, many) }),
);
const message: fc.Arbitrary<Message> = fc.record({
  summary: words,
  tone: fc.constantFrom("neutral" as const, "good" as const, "bad" as const),
  blocks: fc.array(block, { maxLength: 12, size: "max" }),
});

/** What an answer is made of: words, and a great many short things. */
const brief = fc.string({ maxLength: 30, unit: "grapheme-ascii" });
const lots = { maxLength: 300, size: "max" } as const;
const answer: fc.Arbitrary<Block> = fc.oneof(
  fc.array(brief, lots).map((lines) => ({ kind: "code", code: lines.join("\n") })),
  fc.array(brief, lots).map((lines) => ({ kind: "text", text: lines.join("\n") })),
  fc.array(brief, lots).map((items) => ({ kind: "list", items })),
  fc.array(brief, lots).map((all) => ({
    kind: "fields",
    fields: all.map((label) => ({ label, value: label })),
  })),
  fc.array(fc.array(brief, { minLength: 5, maxLength: 5 }), lots).map((rows) => ({
    kind: "table",
    columns: ["When", "What", "Who", "Where", "How"],
    rows,
  })),
) as fc.Arbitrary<Block>;

describe("an answer that one message cannot hold", () => {
  it("has parts of which each fits into a card, so that all of it can be had", () => {
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 3 }), (blocks) => {
        for (const part of partsOf(blocks)) {
          const next = { label: "More (part 2 of 9)", line: "logs since:30d part:2" };
          const card = renderTeams({
            summary: "x".repeat(300),
            tone: "warning",
            blocks: [
              ...part,
              { kind: "actions", actions: [next, { ...next, label: "Share here" }] },
            ],
          });
          expect(JSON.stringify(card)).not.toMatch(/… and \d+ more/u);
        }
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});

describe("any message at all", () => {
  it("renders, within what Teams takes, as a valid card", () => {
    fc.assert(
      fc.property(message, (any) => {
        const rendered = renderTeams(any);
        expect(problemsOf({ ...rendered })).toEqual([]);
        expect(complaintsAbout(rendered)).toEqual([]);
        const { text: plain } = renderWithoutCard(any);
        expect(plain).not.toBe("");
        expect(plain.length).toBeLessThan(LIMITS.plain + 100);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});
