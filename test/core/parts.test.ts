import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, heading, list, type Message, table, text } from "../../src/core/message.ts";
import { weightOf } from "../../src/core/part-weight.ts";
import { askedPart, holds, partOf, partsOf, withoutPart } from "../../src/core/parts.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { anyWords } from "../properties/words.ts";

const items = (count: number) =>
  Array.from({ length: count }, (_, index) => `event ${index} ${"of a kind ".repeat(8)}`);
const long: Message = {
  summary: "200 events.",
  blocks: [heading("Events"), list(items(200))],
};
const shown = (part: number) => partOf(long, { part, line: "logs type:failures" });

/** Every word of the blocks, without what parting adds. */
const wordsIn = (blocks: readonly Block[]) =>
  renderPlain({ summary: "", blocks }).replace(/[\s\-|]/g, "");

describe("an answer longer than one message", () => {
  it("is shown in parts, each with a button for the next, until all of it was shown", () => {
    const seen: string[] = [];
    let part = 1;
    for (let more = true; more; part += 1) {
      const plain = renderPlain(shown(part));
      seen.push(...(plain.match(/event \d+ /g) ?? []));
      more = plain.includes(`] logs type:failures part:${part + 1}`);
    }
    expect(seen).toEqual(items(200).map((item) => item.match(/event \d+ /)?.[0]));
    expect(part).toBeGreaterThan(3);
  });

  it("repeats its heading, and says which part it is, also to who only hears the notification", () => {
    const second = shown(2);
    expect(second.blocks[0]).toEqual(heading("Events"));
    expect(second.summary).toMatch(/^Part 2 of \d\. 200 events\.$/);
    expect(renderPlain(second)).toContain("Part 2 of");
  });

  it("says that a part is not there", () => {
    expect(() => shown(40)).toThrow(/There are only \d parts; part 40 is not there\./);
    const short: Message = { summary: "Short.", blocks: [text("Short.")] };
    expect(() => partOf(short, { part: 2, line: "help" })).toThrow("has only one part");
    expect(partOf(short, { part: 1, line: "help" })).toBe(short);
  });

  it("leaves no heading at the end of a part", () => {
    const filler = text("x".repeat(holds.weight - 10));
    expect(partsOf([filler, heading("Then"), text("more ".repeat(10))])).toEqual([
      [filler],
      [heading("Then"), text("more ".repeat(10))],
    ]);
  });

  it("keeps the columns of a table above each part of its rows", () => {
    const rows = items(150).map((item) => [item, "yes"]);
    const parts = partsOf([table(["Event", "Known"], rows)]);
    expect(parts.length).toBeGreaterThan(1);
    for (const [first] of parts) expect(first).toMatchObject({ columns: ["Event", "Known"] });
  });

  it("loses no word and doubles none, and each part fits, whatever it is made of", () => {
    const words = anyWords({ maxLength: 9000 });
    const block: fc.Arbitrary<Block> = fc.oneof(
      words.map((content) => text(content)),
      fc.array(words, { maxLength: 12 }).map((many) => list(many)),
      words.map((code): Block => ({ kind: "code", code })),
      words.map((bold) => text(["It says ", { bold }, " now."])),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
        const parts = partsOf(blocks);
        expect(wordsIn(parts.flat())).toBe(wordsIn(blocks));
        for (const part of parts) {
          const weight = part.reduce((sum, one) => sum + weightOf(one), 0);
          expect(weight).toBeLessThanOrEqual(holds.weight);
          expect(part.length).toBeLessThanOrEqual(holds.blocks);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("asking for a part", () => {
  it("is a word of its own, wherever it stands", () => {
    expect(askedPart(["logs", "part:3", "user:ada"])).toEqual({
      words: ["logs", "user:ada"],
      part: 3,
    });
    expect(askedPart(["logs", "part:", "part:x", "apart:2"]).part).toBe(1);
    expect(askedPart(["logs", "part:0"]).part).toBe(1);
  });

  it("does not add up in the lines of buttons", () => {
    expect(withoutPart("logs part:2 share:here")).toBe("logs share:here");
    expect(withoutPart("logs part:2x apart:2")).toBe("logs part:2x apart:2");
  });
});
