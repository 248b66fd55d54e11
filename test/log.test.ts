import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DeliveryError, SettingsError } from "../src/core/errors.ts";
import { describeError, openLog } from "../src/log.ts";
import { anyWords } from "./properties/words.ts";

describe("the log", () => {
  it("says an expected failure in one line of words, with what caused it", () => {
    const cause = new Error("is_archived");
    expect(
      describeError(new DeliveryError("refused", "The channel is archived.", { cause })),
    ).toEqual({
      type: "DeliveryError",
      message: "The channel is archived.",
      outcome: "refused",
      cause: "is_archived",
    });
  });

  it("keeps the stack of anything else, which is a bug", () => {
    expect(describeError(new RangeError("oh"))).toMatchObject({
      type: "RangeError",
      stack: expect.stringContaining("log.test.ts"),
    });
  });

  it("is one JSON object a line, whatever is said", () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true });
    const usual = ["err", "line", "reason", "conversation", "request"];
    const pinos = ["level", "time", "msg", "toJSON"];
    const inherited = Object.getOwnPropertyNames(Object.prototype);
    const name = fc.oneof(fc.constantFrom(...usual, ...pinos, ...inherited), fc.string());
    const details = fc.dictionary(name, anything);
    fc.assert(
      fc.property(details, anyWords(), (given, words) => {
        const written: string[] = [];
        openLog("info", { write: (line) => void written.push(line) }).error(given, words);
        expect(written).toHaveLength(1);
        const [line = ""] = written;
        expect(line.endsWith("\n")).toBe(true);
        expect(/[\n\r]/.test(line.slice(0, -1))).toBe(false);
        expect(JSON.parse(line)).toMatchObject({ level: 50 });
      }),
      { numRuns: 50 },
    );
  });

  it("is never longer than what somebody reads, whatever somebody sent", () => {
    const written: string[] = [];
    const log = openLog("info", { write: (line) => void written.push(line) });
    const long = "x\u0001".repeat(100_000);
    const error = new Error(`no place for ${long}`);
    log.error({ err: error, where: Array(50_000).fill("x"), line: "7" }, "odd");
    log.error({ [long]: 1, request: "7" }, long);
    const lines = written.map((line) => JSON.parse(line));
    expect(lines).toEqual([
      {
        level: 50,
        time: expect.any(String),
        msg: "odd",
        line: "7",
        cut: expect.any(Number),
        err: {
          type: "Error",
          message: expect.stringMatching(/^no place for x/),
          stack: expect.stringMatching(/^Error: no place for x/),
        },
        where: expect.any(Array),
      },
      {
        level: 50,
        time: expect.any(String),
        request: "7",
        msg: expect.stringMatching(/^x/),
        cut: expect.any(Number),
      },
    ]);
    expect(written.every(({ length }) => length < 20_000)).toBe(true);
  });

  it("says the circular and the throwing in one line as well", () => {
    const written: string[] = [];
    const log = openLog("info", { write: (line) => void written.push(line) });
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const throwing = {
      get secret() {
        throw new Error("no\nnewline");
      },
    };
    log.warn({ circle, throwing, forged: '"}\n{"level":30,"msg":"forged"}' }, "odd");
    expect(written).toHaveLength(1);
    expect(JSON.parse(written[0] ?? "")).toMatchObject({ level: 40, msg: "odd" });
  });

  it("says a detail under a name of its own where its name is taken, so that nothing of the entry is lost", () => {
    const written: string[] = [];
    const log = openLog("info", { write: (line) => void written.push(line) });
    log.warn({ level: "low", time: 3, msg: "theirs" }, "ours");
    log.warn(JSON.parse('{"toString":"a","__proto__":{"b":1},"hasOwnProperty":2}'), "odd");
    expect(written.map((line) => JSON.parse(line))).toEqual([
      { level: 40, time: expect.any(String), msg: "ours", level_: "low", time_: 3, msg_: "theirs" },
      {
        level: 40,
        time: expect.any(String),
        msg: "odd",
        ...JSON.parse('{"toString_":"a","__proto___":{"b":1},"hasOwnProperty_":2}'),
      },
    ]);
  });

  it("refuses a level there is not, and names those there are", () => {
    expect(() => openLog("loud")).toThrow(SettingsError);
    expect(() => openLog("loud")).toThrow(/WATCHPOST_LOG_LEVEL.*warn/);
  });
});
