import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anyWords } from "../properties/words.ts";
import { began, openTenantBench, type TenantBench } from "./tenant-bench.ts";

interface Event {
  readonly log_id: string;
  readonly date: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

describe("the pretend tenant's logs", () => {
  let bench: TenantBench;
  beforeAll(async () => {
    bench = await openTenantBench();
  });
  beforeEach(() => {
    bench.time.seconds = 600;
  });
  afterAll(() => bench.close());

  const at = (seconds: number) => new Date(began.getTime() + seconds * 1000).toISOString();
  async function search(q: string, query: Record<string, string> = {}): Promise<readonly Event[]> {
    const { status, body } = await bench.read("logs", { q, per_page: "100", ...query });
    expect(status).toBe(200);
    return body;
  }
  const typesOf = (events: readonly Event[]) => new Set(events.map(({ type }) => type));

  async function follow(from?: string, of = bench): Promise<readonly Event[]> {
    const all: Event[] = [];
    let query: Record<string, string> = { take: "100", ...(from ? { from } : {}) };
    for (;;) {
      const { body, headers } = await of.read("logs", query);
      const next = /^<https:\/\/pretend\.us\.auth0\.com\/api\/v2\/logs\?(.*)>; rel="next"$/.exec(
        headers.get("link") ?? "",
      )?.[1];
      if (body.length === 0) {
        expect(Object.fromEntries(new URLSearchParams(next))).toEqual(query);
        return all;
      }
      all.push(...body);
      query = Object.fromEntries(new URLSearchParams(next));
    }
  }

  it("hold a day of ordinary life before the story, in which few logins fail", async () => {
    bench.time.seconds = 0;
    const all = await follow();
    const first = all[0]?.date ?? "";
    expect(first >= at(-86_410) && first < at(-86_300)).toBe(true);
    const hours = Array.from({ length: 24 }, (_, hour) => at(-3600 * (hour + 1)));
    const perHour = hours.map(
      (from, hour) => all.filter(({ date }) => date >= from && date < at(-3600 * hour)).length,
    );
    expect(Math.min(...perHour)).toBeGreaterThan(600);
    expect(Math.max(...perHour)).toBeLessThan(1100);

    const counts = (type: string) => all.filter((event) => event.type === type).length;
    for (const type of ["s", "ss", "seacft", "sapi", "fp", "limit_wc", "fn", "depnote"]) {
      expect(counts(type), type).toBeGreaterThan(0);
    }
    expect(counts("sepft")).toBe(1440);
    expect(counts("fepft")).toBe(0);
    expect(counts("api_limit")).toBe(0);
    const failed = counts("f") + counts("fp") + counts("fu") + counts("feacft");
    expect(failed / counts("s")).toBeLessThan(0.2);
  });

  it("tell of the incident while it lasts, and are well again afterwards", async () => {
    const during = await search(`date:[${at(2)} TO ${at(80)}]`);
    const failures = during.filter(({ type }) => ["f", "feacft", "fepft"].includes(type));
    expect(failures.length).toBeGreaterThan(30);
    expect(typesOf(during)).toContain("api_limit");
    expect(typesOf(during)).not.toContain("s");
    for (const { description } of failures)
      expect(description).toMatch(/key to sign with is stale/);
    const [failed] = during.filter(({ type }) => type === "f");
    expect(failed?.details).toMatchObject({ error: { oauthError: "server_error" } });

    const after = await search(`date:[${at(80)} TO ${at(600)}]`);
    expect(typesOf(after)).toContain("s");
    expect(after.filter(({ type }) => type === "f").length).toBeLessThan(4);
  });

  it("are the same whenever they are read, and again in another sandbox", async () => {
    const early = await search(`date:[* TO ${at(580)}]`);
    bench.time.seconds = 5000;
    const late = await search(`date:[* TO ${at(580)}]`);
    const other = await openTenantBench();
    const { body } = await other.read("logs", {
      q: `date:[* TO ${at(580)}]`,
      per_page: "100",
    });
    await other.close();
    const made = (events: readonly Event[]) => events.filter(({ log_id }) => log_id[20] !== "9");
    expect(made(early).length).toBeGreaterThan(90);
    expect(made(late)).toEqual(made(early));
    expect(made(body)).toEqual(made(early));
  });

  it("hold nobody real: documents' addresses and example.com alone", async () => {
    const events = [...(await search("NOT type:s")), ...(await search("type:f"))];
    for (const { ip, user_name } of events) {
      expect(ip).toMatch(/^(203\.0\.113|198\.51\.100|192\.0\.2)\.\d+$/);
      expect(user_name).toMatch(/^$|@example\.com$/);
    }
  });

  it("have ids that say when an event was taken in, which is after it happened", async () => {
    for (const { log_id, date } of await search("")) {
      const [, year, month, day, hour, minute, second, ms] =
        /^900(\d{4})(..)(..)(..)(..)(..)(...)\d{36}$/.exec(log_id) ?? [];
      const takenIn = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
      const lag = takenIn - Date.parse(date);
      expect(lag).toBeGreaterThanOrEqual(0);
      expect(lag).toBeLessThan(6000);
    }
  });

  it("are searched newest first, 1,000 at most", async () => {
    const pages = await Promise.all(
      Array.from({ length: 11 }, (_, page) => search("", { page: String(page) })),
    );
    expect(pages.map(({ length }) => length)).toEqual([...Array(10).fill(100), 0]);
    const dates = pages.flat().map(({ date }) => date);
    const truth = (await follow()).map(({ date }) => date);
    expect(dates).toEqual(truth.sort().reverse().slice(0, 1000));
    const oldest = await search("", { sort: "date:1", per_page: "1" });
    expect(oldest[0]?.date).toMatch(/^2026-11-21T18:0/);
    const totals = (await bench.read("logs", { include_totals: "true", per_page: "7", page: "2" }))
      .body;
    expect(totals).toMatchObject({ start: 14, limit: 7, length: 7, total: 7 });
  });

  it("are followed from a checkpoint by id, whatever else is asked", async () => {
    const before = await follow();
    const from = before.at(-1)?.log_id ?? "";
    expect((await bench.read("logs", { from, q: "type:(", sort: "nonsense" })).body).toEqual([]);
    bench.time.seconds = 700;
    await bench.logIn();
    const fresh = await follow(before.at(-1)?.log_id);
    expect(fresh.length).toBeGreaterThan(8);
    const ids = [...before, ...fresh].map(({ log_id }) => log_id);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect((await follow()).map(({ log_id }) => log_id)).toEqual(ids);
    expect((await bench.read(`logs/${ids.at(-1)}`)).body.type).toBe("sepft");
    expect((await bench.read(`logs/${ids[5]}`)).body).toEqual(before[5]);
  });

  it("show some events late, in front of others that were there already, and none very late", async () => {
    const busy = await openTenantBench({ past: { before: 60_000, perMinute: 300 } });
    busy.time.seconds = 300;
    const base = (await follow(undefined, busy)).at(-1)?.log_id;
    const looks: (readonly string[])[] = [[]];
    for (; busy.time.seconds <= 330; busy.time.seconds += 3) {
      looks.push((await follow(base, busy)).map(({ log_id }) => log_id));
    }
    await busy.close();
    const late = looks.slice(1).flatMap((ids, nth) => {
      const [before = [], shown = new Set(before)] = [looks[nth]];
      return ids.filter((id) => !shown.has(id) && id < (before.at(-1) ?? ""));
    });
    const last = looks.at(-1) ?? [];
    expect(looks.flat().filter((id) => !last.includes(id))).toEqual([]);
    expect(late.length).toBeGreaterThan(3);
    expect(late.length).toBeLessThan(last.length / 10);
    const isOld = (id: string) => id < `900${at(309).replace(/\D/g, "")}`;
    // Looked at when what came in by then had 21 seconds, and ten.
    expect(last.filter(isOld)).toEqual(looks.at(-4)?.filter(isOld));
  });

  it.each([
    ["type:f", ["f"]],
    ["type:(fp OR fu)", ["fp", "fu"]],
    ["(type:fp) OR type:fu", ["fp", "fu"]],
    ["type:fp type:fu", ["fp", "fu"]],
    ['type:"fp" AND NOT user_id:"nobody"', ["fp"]],
    ["type:seac*", ["seacft"]],
    ["type:*acft AND NOT type:f*", ["seacft"]],
    ["description:*password. AND type:f*", ["fp", "fu"]],
    ['description:"Wrong email or password."', ["fp", "fu"]],
    ["description:Wrong\\ email\\ or\\ password.", ["fp", "fu"]],
    ["type:{sepft TO ss]", ["sertft", "slo", "ss", "ssa"].slice(0, 3)],
    ["ss", ["ss"]],
    ["type:ssa*sa", []],
    ["type:FP", []],
    ['type:"f*"', []],
    ['user_name:"ada.pretend@example.com\\" OR type:s"', []],
    ["date:[2026-11-23 TO *]", []],
    ["date:{* TO 2026-11-21}", []],
    ['type:limit_wc AND date:"2026-11-20"', []],
  ])("find by %s", async (q, types) => {
    // From before the story, so that every kind of event is there and nothing is in between.
    const found = await search(q === "ss" ? q : `(${q}) AND date:[* TO ${at(0)}]`);
    expect([...typesOf(found)].sort()).toEqual(types);
  });

  it("take a day without a time for all of it", async () => {
    const all = await search("date:2026-11-21 AND type:depnote");
    const part = await search(`date:[2026-11-21 TO 2026-11-21] AND type:depnote`);
    expect(all.length).toBeGreaterThan(0);
    expect(part).toEqual(all);
    expect(await search("date:{2026-11-21 TO 2026-11-22} AND type:depnote")).toEqual([]);
  });

  it.each([
    "type:",
    "type:(s",
    "type:s)",
    "type:s AND",
    "AND type:s",
    "NOT",
    '"open',
    "colour:red",
    "type:type:s",
    "[a TO b]",
    "date:[2026-11-22 TO]",
    "date:[yesterday TO *]",
    "date:2026-13-45",
    "type:*ft",
    "type:s?",
    "type:s~",
    "type:s^2",
    "-type:s",
    "-s",
    "type:+s",
    "ip:2001:db8::1",
    "type:s && type:f",
    "type:/s/",
    "type:s\\",
    "()",
  ])("refuse %j", async (q) => {
    const { status, body } = await bench.read("logs", { q });
    expect([status, body.errorCode]).toEqual([400, "invalid_query_string"]);
  });

  it("refuse what is nested without end", async () => {
    for (const q of ["(".repeat(2000), "NOT ".repeat(1500)]) {
      expect((await bench.read("logs", { q })).body.errorCode).toBe("invalid_query_string");
    }
  });

  it("never fall over, whatever is asked", async () => {
    const piece = fc.oneof(
      fc.constantFrom("type:", "date:", "(", ")", "[", "]", "{", "}", " TO ", '"', "\\", "*", "?"),
      fc.constantFrom(" AND ", " OR ", " NOT ", "s", "2026-11-22", " ", "-", ":", "&&", "é☂"),
      anyWords({ maxLength: 5 }),
    );
    const query = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
    await fc.assert(
      fc.asyncProperty(query, async (q) => {
        const { status, body } = await bench.read("logs", { q, per_page: "1" });
        const known =
          status === 200 ? Array.isArray(body) : body.errorCode === "invalid_query_string";
        expect(known, `${status} ${JSON.stringify(body)}`).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("take a value in quotes for itself, whatever stands in it", async () => {
    await fc.assert(
      fc.asyncProperty(anyWords({ minLength: 1, maxLength: 20 }), async (value) => {
        const quoted = `"${value.replace(/["\\]/g, "\\$&")}"`;
        const { status, body } = await bench.read("logs", { q: `user_name:${quoted}` });
        expect([status, body]).toEqual([200, []]);
      }),
      { numRuns: 60 },
    );
  });
});
