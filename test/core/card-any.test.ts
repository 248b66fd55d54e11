import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composeCard, composeUpdates, digestOf, excerpt, fitting } from "../../src/core/card.ts";
import type { Message } from "../../src/core/message.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { type KnownSubject, phases, withKeys } from "../../src/core/subject.ts";
import { loudnesses } from "../../src/core/subscription.ts";
import { incident, noon } from "../fakes/subjects.ts";
import { anyWords } from "../properties/words.ts";

const mention = "slack:group:oncall";
const card = (subject: KnownSubject, as: (typeof loudnesses)[number] = "thread") =>
  composeCard(subject, { as });
const plainly = (message: Message) => renderPlain(message);

const tenant = fc.stringMatching(/^[a-z0-9_-]{1,10}$/);
/** Whatever a feed may say. */
const anything = fc.record({
  title: anyWords({ maxLength: 400 }),
  url: fc.constantFrom("", "https://x.example/a"),
  tenants: fc.uniqueArray(tenant, { maxLength: 5 }),
  labels: fc.array(fc.constantFrom("breaking", "x"), { maxLength: 2 }),
  facts: fc.array(
    fc.record({
      label: anyWords({ minLength: 1, maxLength: 30 }),
      value: anyWords({ maxLength: 2000 }),
    }),
    { maxLength: 30, size: "max" },
  ),
  said: fc.array(
    fc.record({
      phase: fc.constantFrom(...phases),
      text: fc.oneof(
        anyWords({ maxLength: 200 }),
        fc.integer({ min: 0, max: 4000 }).map((n) => "wörd 👩‍👩‍👧 ".repeat(n / 10)),
        fc.integer({ min: 0, max: 9000 }).map((n) => "x".repeat(n)),
      ),
    }),
    { minLength: 1, maxLength: 30 },
  ),
});

type Anything = typeof anything extends fc.Arbitrary<infer Given> ? Given : never;

function made({ said: words, ...more }: Anything) {
  const at = noon;
  return incident(
    words.map((each) => ({ ...each, at })),
    more,
  );
}

function expectBounded(message: Message): void {
  expect(plainly(message).length).toBeLessThan(16_000);
  expect(message.summary.length).toBeLessThan(600);
  expect(message.summary).not.toMatch(/\n/);
  expect(message.blocks.length).toBeLessThan(10);
  const facts = message.blocks.flatMap((block) => (block.kind === "fields" ? block.fields : []));
  expect(facts.length).toBeLessThan(16);
  const headings = message.blocks.flatMap((block) =>
    block.kind === "heading" ? [block.text] : [],
  );
  for (const words of headings) expect(words).toMatch(/\S/);
}

/** No half of a character in it. */
const isWhole = (words: string): boolean => Buffer.from(words).toString() === words;

describe("whatever a feed says", () => {
  it("a card and its updates stay within what every platform shows", () => {
    fc.assert(
      fc.property(anything, fc.constantFrom(...loudnesses), (given, as) => {
        const subject = made(given);
        expectBounded(card(subject, as));
        expectBounded(composeUpdates(subject, fitting(subject.revisions), { mention }));
      }),
    );
  });

  it("the same subject gives the same card, and another card another digest", () => {
    fc.assert(
      fc.property(anything, (given) => {
        const digest = digestOf(card(made(given)));
        expect(digestOf(card(made(structuredClone(given))))).toBe(digest);
        expect(digestOf(card(made({ ...given, title: `Another ${given.title}` })))).not.toBe(
          digest,
        );
      }),
    );
  });

  it("everything is told in the end, in order, each message taking one at least", () => {
    fc.assert(
      fc.property(anything, (given) => {
        let left = withKeys(given.said.map((each) => ({ ...each, at: noon })));
        const all = left;
        const told = [];
        while (left.length > 0) {
          const next = fitting(left);
          expect(next.length).toBeGreaterThan(0);
          told.push(...next);
          left = left.slice(next.length);
        }
        expect(told).toEqual(all);
      }),
    );
  });

  it("an excerpt is short, a beginning, and never ends in half a character", () => {
    fc.assert(
      fc.property(
        anyWords({ maxLength: 300 }),
        fc.integer({ min: 1, max: 100 }),
        (whole, length) => {
          const short = excerpt(whole, length);
          expect(short.length).toBeLessThanOrEqual(Math.max(length + 1, 0));
          const kept = whole.length <= length ? short : short.slice(0, -1);
          expect(whole.startsWith(kept)).toBe(true);
          if (isWhole(whole)) expect(isWhole(short)).toBe(true);
        },
      ),
    );
  });
});
