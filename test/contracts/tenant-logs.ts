import { expect, it } from "vitest";
import type { LogEvent } from "../../src/core/log-event.ts";
import { matcherOf } from "../../src/core/log-match.ts";
import type { LogField, LogQuery } from "../../src/core/log-query.ts";
import { TenantError } from "../../src/core/tenant.ts";
import type { TenantBench } from "./tenant-bench.ts";

/** How a tenant's log is searched, paged and followed. */
export function describeTenantLogs(bench: () => TenantBench): void {
  const search = (query: LogQuery, page = 0, size = 10) =>
    bench().tenant.logs(query, { page, size });

  it("gives log events newest first, page by page, none twice", async () => {
    const pages = [await search(all, 0), await search(all, 1)];
    expect(pages.map(({ more, cutOff }) => ({ more, cutOff }))).toEqual([
      { more: true, cutOff: false },
      { more: true, cutOff: false },
    ]);
    const events = pages.flatMap((page) => page.events);
    expect(new Set(events.map(({ id }) => id)).size).toBe(20);
    const times = events.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((one, other) => other - one));
  });

  it("gives log events oldest first where that is asked", async () => {
    const paging = { page: 0, size: 10, oldestFirst: true } as const;
    const { events } = await bench().tenant.logs(all, paging);
    const times = events.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((one, other) => one - other));
    const [newest] = (await search(all)).events;
    expect(times[0]).toBeLessThan(newest?.at.getTime() ?? 0);
  });

  it("ends a search at 1,000 events, and says that there may be more", async () => {
    const { crowd } = bench();
    expect(await search(crowd, 8, 100)).toMatchObject({ more: true, cutOff: false });
    const last = await search(crowd, 9, 100);
    expect(last).toMatchObject({ more: false, cutOff: true });
    expect(last.events).toHaveLength(100);
    expect(await search(crowd, 10, 100)).toMatchObject({ events: [], more: false, cutOff: true });
  });

  it("finds the events that a filter names, and no others", async () => {
    const known = await some(bench());
    for (const [word, field] of words) {
      const value = known.map((event) => event[field]).find((given) => given !== undefined);
      if (value === undefined) continue;
      const { events } = await search(having(word, value));
      const found = events.map((event) => event[field]);
      expect(new Set(found), `${word} ${value}`).toEqual(new Set([value]));
    }
  });

  it("finds any of several types", async () => {
    const types = [...new Set((await some(bench())).map(({ type }) => type))].slice(0, 2);
    const { events } = await search(having("type", ...types), 0, 100);
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(types));
  });

  it("leaves out what is not wanted, and none of the others", async () => {
    const [type = ""] = (await some(bench())).map((event) => event.type);
    const { events } = await search({ terms: [{ field: "type", values: [type], not: true }] });
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) expect(event.type).not.toBe(type);
  });

  it("finds what it cannot ask Auth0 for, among what Auth0 gives", async () => {
    const { ip = "", description = "" } =
      (await some(bench())).find((event) => event.ip && event.description) ?? {};
    const net = `${ip.split(".").slice(0, 3).join(".")}.0/20`;
    for (const term of [having("ip", net), having("text", description.split(" ")[0] ?? "")]) {
      const { events } = await search(term, 0, 100);
      expect(events.length).toBeGreaterThan(0);
      expect(events.filter(matcherOf(term))).toEqual(events);
    }
  });

  it("finds events between two times", async () => {
    const known = await some(bench());
    const until = known.at(20)?.at;
    const since = known.at(40)?.at;
    if (!until || !since) throw new Error("the bench has too few events");
    const { events } = await search({ since, until, terms: [] }, 0, 100);
    expect(events.length).toBeGreaterThan(0);
    for (const { at } of events) {
      expect(at.getTime()).toBeGreaterThanOrEqual(since.getTime());
      expect(at.getTime()).toBeLessThan(until.getTime());
    }
  });

  it("finds words within descriptions", async () => {
    const described = (await some(bench())).find(({ description = "" }) => description.length > 8);
    const [text] = described?.description?.match(/\w{4,}/) ?? [];
    if (text === undefined) throw new Error("the bench has no event with a description");
    for (const way of [text, text.toLowerCase()]) {
      const { events, blind } = await search(having("text", way));
      expect(events.length).toBeGreaterThan(0);
      const found = events.map(({ description = "" }) => description.toLowerCase());
      for (const description of found) expect(description).toContain(text.toLowerCase());
      expect(blind).toContain("in descriptions only");
    }
  });

  it("finds nothing for words that nobody has, however they are written", async () => {
    const odd = ['"', "\\", '" OR type:*', "*) OR (type:s", "AND", "a\nb", "] TO [", "ünï ☂"];
    for (const user of odd) {
      expect((await search(having("user", user))).events, user).toEqual([]);
    }
  });

  it("shows one event by its id, and none for an id that is not there", async () => {
    const [first] = (await search(all, 0, 5)).events;
    expect(first).toBeDefined();
    expect(await bench().tenant.logEvent(first?.id ?? "")).toEqual(first);
    expect(await bench().tenant.logEvent("90019990101000000000000000000")).toBeUndefined();
  });

  it("follows the log from a checkpoint to its end, none left out and none twice", async () => {
    const newest = (await search(all, 0, 50)).events.map(({ id }) => id).sort();
    const [start = "", ...after] = newest;
    const followed: string[] = [];
    let checkpoint = start;
    // The log may grow meanwhile, but not for ever.
    for (let page = 0; page < 100; page += 1) {
      const { events, next, more } = await bench().tenant.logsAfter(checkpoint, 20);
      followed.push(...events.map(({ id }) => id));
      expect(more).toBe(events.length === 20);
      if (events.length === 0) expect(next).toBe(checkpoint);
      if (events.length === 0) break;
      checkpoint = next;
    }
    expect(followed).toEqual([...followed].sort());
    expect(new Set(followed).size).toBe(followed.length);
    expect(followed).toEqual(expect.arrayContaining(after));
    expect(followed).not.toContain(start);
  });

  it("goes on at the oldest event after a checkpoint of long ago, or refuses it: Auth0 promises neither", async () => {
    const paging = { page: 0, size: 1, oldestFirst: true } as const;
    const [oldest] = (await bench().tenant.logs(all, paging)).events;
    const first = await bench()
      .tenant.logsAfter("90020010101000000000000000000", 100)
      .then(({ events }) => events.map(({ id }) => id))
      .catch((error: unknown) => error);
    const isRefused = first instanceof TenantError && first.reason === "rejected";
    if (!isRefused) expect(first).toContain(oldest?.id);
  });
}

const all: LogQuery = { terms: [] };

const having = (field: LogField, ...values: readonly string[]): LogQuery => ({
  terms: [{ field, values }],
});

const words = [
  ["type", "type"],
  ["user", "userName"],
  ["user", "userId"],
  ["client", "clientId"],
  ["client", "clientName"],
  ["connection", "connection"],
  ["ip", "ip"],
  ["organization", "organization"],
] as const satisfies readonly (readonly [LogField, keyof LogEvent])[];

const some = async (bench: TenantBench): Promise<readonly LogEvent[]> =>
  (await bench.tenant.logs(all, { page: 0, size: 100 })).events;
