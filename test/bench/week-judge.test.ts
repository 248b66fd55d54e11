import { describe, expect, it } from "vitest";
import { withoutAnswer, withoutLine } from "../../bench/week/matching.ts";

const line = (at: number) => ({ at });
const answer = (at: number, words = "all is well, as far as is known") => ({ at, words });

describe("the week's judge", () => {
  it("finds a line that nobody answered, though one before it was answered twice", () => {
    const lines = [line(0), line(10)];
    expect(withoutAnswer(lines, [answer(1), answer(12)])).toEqual([]);
    expect(withoutAnswer(lines, [answer(1), answer(2)])).toEqual([line(10)]);
    expect(withoutAnswer(lines, [])).toEqual(lines);
  });

  it("finds a second answer, though a line after it was answered not at all", () => {
    const lines = [line(0), line(10)];
    expect(withoutLine(lines, [answer(1), answer(12)])).toEqual([]);
    expect(withoutLine(lines, [answer(1), answer(2)])).toEqual([
      { answer: answer(2), firsts: [1] },
    ]);
  });

  it("tells which answer came twice where the next line was said before, or after", () => {
    const [first, second] = ["shared with everyone here", "subscribe: let this conversation"];
    const said = [line(0), line(20)];
    const before = [answer(1, first), answer(10, first), answer(21, second)];
    expect(withoutLine(said, before).map(({ firsts }) => firsts)).toEqual([[1]]);
    const after = [answer(1, first), answer(22, first), answer(23, second)];
    expect(withoutLine(said, after).map(({ firsts }) => firsts)).toEqual([[1, 22]]);
  });
});
