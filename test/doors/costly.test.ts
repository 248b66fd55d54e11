import { describe, expect, it } from "vitest";
import { renderTeams } from "../../adapters/teams/render.ts";
import { csvRow } from "../../src/commands/logs-csv.ts";
import { posted } from "../../src/core/border.ts";
import { inTurns } from "../../src/core/in-turns.ts";
import { Immodest, readModestly } from "../../src/core/modest-json.ts";
import { mergedByAlias } from "../../src/sources/advisories-merge.ts";
import type { Told } from "../../src/sources/advisories-told.ts";
import { changelog } from "../../src/sources/changelog.ts";
import { readRecord } from "../../src/sources/osv-record.ts";
import { status } from "../../src/sources/status.ts";
import { cpuTime } from "../fakes/cpu-time.ts";
import { logEvent } from "../fakes/log-event.ts";
import { noon } from "../fakes/subjects.ts";
import { nothingMore } from "../sources/readers.ts";

/** Of something that takes a few, and would take minutes where time grows with the square of what is written. */
const mostMs = 3000;

async function cost(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user: own, system } = process.cpuUsage(before);
  return (own + system) / 1000;
}

const mega = 1024 * 1024;
const fill = (piece: string, size: number) => piece.repeat(Math.ceil(size / piece.length));
const entry = (words: string, id: number) => ({
  id: `e${id}`,
  title: "x",
  link: "",
  categories: [],
  paragraphs: [[{ text: words }]],
});
const readers = (words: string, count: number, page?: string) => ({
  ...nothingMore,
  feed: async () => ({
    title: "",
    link: "",
    skipped: [],
    entries: Array.from({ length: count }, (_, id) => entry(words, id)),
  }),
  page: async () => page,
});

describe("what is written to keep whoever reads it busy", () => {
  it.each([
    ["colons", ":"],
    ["colons and letters", "a:"],
    ["at signs", "a@"],
    ["escapes of escapes", "%2525"],
    ["brackets", "["],
    ["tabs", "\t"],
  ])("crosses the border and is drawn in time that grows with it alone: %s", async (_, piece) => {
    const words = `${fill(piece, 200_000)}g`;
    expect(
      await cost(() => posted({ summary: "x", blocks: [{ kind: "text", text: words }] })),
    ).toBeLessThan(mostMs);
    const drawn = () =>
      renderTeams({
        summary: "x",
        blocks: [
          { kind: "fields", fields: [{ label: words, value: "x" }] },
          { kind: "text", text: [{ mention: "teams:user:29:a", name: "Ada" }, " ", words] },
          { kind: "table", columns: [words, "x"], rows: [[words, "x"]] },
        ],
      });
    expect(cpuTime(() => void drawn())).toBeLessThan(mostMs);
  });

  it.each([
    ["tabs", "\t"],
    ["line ends", "\r\n"],
    ["semicolons", ";"],
    ["characters that nobody sees", ";\u200b"],
  ])("is a cell of a table in time that grows with it alone: %s", (_, piece) => {
    const words = `x${fill(piece, 200_000)}`;
    const event = logEvent(new Date(0), { raw: { user_agent: words, description: `${words}=1` } });
    expect(cpuTime(() => void csvRow(event))).toBeLessThan(mostMs);
  });

  it.each(["**x ", "__x ", "[x](", "`x", "_x "])(
    "is an entry of the change log full of marks without an end: %s",
    async (piece) => {
      const settings = { url: "https://feeds.example/x", every: 1 };
      const [target] = changelog.targets(settings, { tenants: [], feeds: [] });
      if (!target) throw new Error("the change log is read nowhere");
      const ms = await cost(() =>
        changelog.read(target, readers(fill(piece, 20_000), 60), settings, noon),
      );
      expect(ms).toBeLessThan(mostMs);
    },
  );

  const data = (incidents: string) =>
    `<script id="__NEXT_DATA__">{"props":{"pageProps":{"activeIncidents":[${incidents}]}}}</script>`;
  const region = (name: string, incidents: string) =>
    `{"region":"${name}","response":{"incidents":[${incidents}]}}`;
  it.each<[string, string]>([
    ["scripts that never begin", fill("<script ", 4 * mega)],
    ["scripts that are nearly the one", fill('<script id="__NEXT_DATA_', 4 * mega)],
    ["lists within one another", `<script id="__NEXT_DATA__">${fill("[", 4 * mega)}</script>`],
    ["empty objects", data(`${fill("{},", 4 * mega)}{}`)],
    ["numbers for incidents", data(region("x", `${fill("1,", 4 * mega)}1`))],
    [
      "one incident in 20,000 regions",
      data(Array.from({ length: 20_000 }, (_, n) => region(`r${n}`, '{"id":"e0"}')).join(",")),
    ],
    [
      "50,000 incidents",
      data(region("x", Array.from({ length: 50_000 }, (_, n) => `{"id":"${n}"}`).join(","))),
    ],
  ])("is a status page of megabytes: %s", async (_, page) => {
    const settings = { url: "https://feeds.example/x", page: true, every: 1 };
    const [target] = status.targets(settings, {
      tenants: [{ name: "prod", domain: "acme.example" }],
      feeds: [],
    });
    if (!target) throw new Error("the status is read nowhere");
    const ms = await cost(() => status.read(target, readers("x", 1, page), settings, noon));
    expect(ms).toBeLessThan(mostMs);
  });

  it.each([
    ["lists within one another", fill("[", 4 * mega), "nests its values too deep"],
    ["objects within one another", fill('{"a":', 4 * mega), "nests its values too deep"],
    ["empty objects", `[${fill("{},", 4 * mega)}{}]`, "holds more values"],
    ["lists of nothing", `[${fill("[],", 4 * mega)}[]]`, "holds more values"],
    ["numbers", `[${fill("1,", 4 * mega)}1]`, "holds more values"],
  ])("is an answer of megabytes that nothing is made of: %s", (_, text, why) => {
    const read = () => readModestly(text, { values: 20_000, depth: 50 });
    expect(cpuTime(() => expect(read).toThrow(Immodest))).toBeLessThan(mostMs);
    expect(read).toThrow(why);
  });

  it("is read where it only looks like much: commas and brackets within words", () => {
    const words = `${"[{,".repeat(50_000)}\\"\\\\`;
    const text = JSON.stringify({ a: words, b: [1, { c: "]" }] });
    expect(readModestly(text, { values: 5, depth: 3 })).toEqual({ a: words, b: [1, { c: "]" }] });
  });

  it("is an advisory with very many versions, or very many names", () => {
    const record = { id: "GHSA-1", affected: [] as object[] };
    const named = { package: { ecosystem: "npm", name: "x" }, versions: Array(400_000).fill(7) };
    expect(cpuTime(() => void readRecord({ ...record, affected: [{ ...named }] }))).toBeLessThan(
      mostMs,
    );
    const one = (nth: number): Told => ({
      ...{ by: "OSV", title: "x", text: "", url: "", ratings: [], affected: [], withdrawn: false },
      ids: ["CVE-2026-1", ...Array.from({ length: 100 }, (_, id) => `A-${nth}-${id}`)],
    });
    const all = Array.from({ length: 1000 }, (_, nth) => one(nth));
    let groups = 0;
    expect(
      cpuTime(() => {
        groups = mergedByAlias(all, []).length;
      }),
    ).toBeLessThan(mostMs);
    expect(groups).toBe(1);
  });

  it("lets others run in between, also where each piece takes long", async () => {
    let ran = 0;
    const immediate = setImmediate(function others() {
      ran += 1;
    });
    const begun = Array.from({ length: 4 }, (_, nth) => nth);
    await inTurns(begun, () => {
      const until = performance.now() + 12;
      while (performance.now() < until);
    });
    clearImmediate(immediate);
    expect(ran).toBe(1);
  });
});
