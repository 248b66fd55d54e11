import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLogBody, unpackedLimit } from "../../src/logs/body.ts";
import { anyWords } from "../properties/words.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readLogBody(bytes(text));

const event = fc.record({
  log_id: fc.stringMatching(/^900[0-9]{20}$/),
  date: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  type: fc.constantFrom("s", "fp", "sapi"),
  description: anyWords(),
  details: fc.jsonValue({ maxDepth: 4 }),
});
/** As JSON gives it back: without negative zeros and the like. */
const events = fc
  .array(event, { maxLength: 8 })
  .map((all) => JSON.parse(JSON.stringify(all)) as Record<string, unknown>[]);

const enveloped = ({ log_id, ...data }: Record<string, unknown>) => ({ log_id, data });
const envelopes = [
  (one: Record<string, unknown>) => one,
  enveloped,
  (one: Record<string, unknown>) => ({ log_id: one.log_id, data: { ...one, log_id: null } }),
  (one: Record<string, unknown>) => ({ log_id: one.log_id, data: one }),
];

const forms: readonly ((all: readonly object[]) => string)[] = [
  (all) => all.map((one) => JSON.stringify(one)).join("\n"),
  (all) => `\uFEFF${all.map((one) => `${JSON.stringify(one)}\r\n`).join("\r\n \r\n")}`,
  (all) => JSON.stringify(all),
  (all) => `  ${JSON.stringify(all, null, 2)}\n`,
  (all) => `[\n${all.map((one) => JSON.stringify(one)).join(",\n")}\n]`,
  (all) => JSON.stringify({ logs: all }),
  (all) => all.map((one) => JSON.stringify([one])).join("\n"),
];

const encodings: readonly [string, (text: Uint8Array) => Uint8Array][] = [
  ["", (text) => text],
  ["identity", (text) => text],
  ["gzip", gzipSync],
  ["GZIP", gzipSync],
  ["x-gzip", gzipSync],
  ["deflate", deflateSync],
  ["deflate", deflateRawSync],
  ["br", brotliCompressSync],
  ["gzip, br", (text) => brotliCompressSync(gzipSync(text))],
];

describe("the body of a log stream's delivery", () => {
  it("is read in every form, envelope and compression alike", () => {
    fc.assert(
      fc.property(
        events,
        fc.constantFrom(...forms),
        fc.constantFrom(...envelopes),
        fc.constantFrom(...encodings),
        (all, form, envelope, [encoding, pack]) => {
          const body = pack(bytes(form(all.map(envelope))));
          expect(readLogBody(body, { encoding })).toEqual({ records: all, bad: 0 });
        },
      ),
    );
  });

  it("may be one event", () => {
    const one = { log_id: "1", type: "s", date: "2026-11-28T12:00:00Z", data: "of its own" };
    for (const given of [one, { log_id: "1", data: one }, { data: one }]) {
      expect(read(JSON.stringify(given))).toEqual({ records: [one], bad: 0 });
      expect(read(JSON.stringify(given, null, 2))).toEqual({ records: [one], bad: 0 });
    }
  });

  it("may be empty", () => {
    for (const text of ["", "\n\n", "\uFEFF", "[]", '{"logs":[]}']) {
      expect(read(text)).toEqual({ records: [], bad: 0 });
    }
  });

  it("never hides a good line behind a bad one, and says where the first bad one is", () => {
    const broken = fc.constantFrom('{"log_id":"9', "}", "null", "7", '"words"', "{{}}", "[1]");
    fc.assert(
      fc.property(fc.array(fc.oneof(event, broken), { minLength: 2 }), (lines) => {
        const text = lines.map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
        const good = lines.filter((one) => typeof one !== "string");
        const firstBad = lines.findIndex((one) => typeof one === "string") + 1;
        const found = read(text.join("\n"));
        expect(found).toMatchObject({
          records: JSON.parse(JSON.stringify(good)) as unknown,
          bad: lines.length - good.length,
          ...(firstBad > 0
            ? { firstBad: expect.stringMatching(new RegExp(`^line ${firstBad}\\b`)) as unknown }
            : {}),
        });
      }),
    );
  });

  it("is read around a broken event of an array that has one event a line", () => {
    expect(read('[{"log_id":"1"},\n{"log_id":"2"\n,{"log_id":"3"}\n]')).toEqual({
      records: [{ log_id: "1" }, { log_id: "3" }],
      bad: 1,
      firstBad: "line 2 is no JSON",
    });
  });

  it("is never anything that throws, whatever its bytes and its encoding", () => {
    const encoding = fc.oneof(
      fc.constantFrom(...encodings.map(([name]) => name), "zstd", "__proto__", "gzip,gzip,gzip"),
      anyWords(),
    );
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map(bytes),
      fc.json().map((text) => gzipSync(text).subarray(0, -3)),
      fc.integer({ min: 1, max: 20_000 }).map((depth) => bytes("[".repeat(depth))),
      fc
        .integer({ min: 1, max: 20_000 })
        .map((depth) => bytes(`{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`)),
    );
    fc.assert(
      fc.property(anything, encoding, (body, name) => {
        const found = readLogBody(body, { encoding: name });
        expect("refused" in found ? found.why : found.records).toBeDefined();
      }),
    );
  });

  it("is refused by what is wrong with its compression", () => {
    const packed = gzipSync('{"log_id":"1"}');
    expect(readLogBody(packed.subarray(0, 20), { encoding: "gzip" })).toMatchObject({
      refused: 400,
      why: "Its gzip is broken or breaks off.",
    });
    expect(readLogBody(packed, { encoding: "zstd" })).toMatchObject({ refused: 415 });
  });

  it("is given up as soon as it unpacks to too much", () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000, "\n"), { level: 1 });
    expect(bomb.length).toBeLessThan(1_000_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(readLogBody(bomb, { encoding: "gzip" })).toEqual({
      refused: 413,
      why: "It is larger than 24 MB.",
    });
    const held = process.memoryUsage().arrayBuffers - before;
    expect(held).toBeLessThan(unpackedLimit * 2);
    const twice = gzipSync(bomb);
    expect(readLogBody(twice, { encoding: "gzip, gzip" })).toMatchObject({ refused: 413 });
  });

  it("is refused with more events than anybody sends at once", () => {
    expect(read("{}\n".repeat(50_001))).toMatchObject({ refused: 413 });
    expect(read(`[${"{},".repeat(50_000)}{}]`)).toMatchObject({ refused: 413 });
  });

  it.each([
    ["empty objects", `[${"{},".repeat(1_100_000)}{}]`],
    ["ends of lines", "\n".repeat(1_100_000)],
    ["lists in lists", "[".repeat(1_100_000)],
    ["names", `{${'"k":1,'.repeat(1_100_000)}"k":1}`],
    ["lines that no quote hides", `"\n${`[${"1,".repeat(400_000)}1]\n`.repeat(3)}`],
  ])("is refused before anything is made of it where it would fill the memory: %s", (_, text) => {
    expect(read(text)).toEqual({
      refused: 413,
      why: "It holds more values than any log events do.",
    });
  });

  it("keeps no event that nests so deep that it could not be written down again", () => {
    const deep = `{"log_id":"2","details":${"[".repeat(5000)}${"]".repeat(5000)}}`;
    expect(read(`{"log_id":"1"}\n${deep}`)).toEqual({
      records: [{ log_id: "1" }],
      bad: 1,
      firstBad: "line 2 nests too deep",
    });
  });
});
