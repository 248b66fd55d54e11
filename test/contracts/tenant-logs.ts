import { expect, it } from "vitest";
import type { LogEvent } from "../../src/core/log-event.ts";
import type { TenantBench } from "./tenant-bench.ts";

/** How a tenant's log is searched, paged and followed. */
export function describeTenantLogs(bench: () => TenantBench): void {
  const search = (filter: object, page = 0, size = 10) =>
    bench().tenant.logs(filter, { page, size });

  it("gives log events newest first, page by page, none twice", async () => {
    const pages = [await search({}, 0), await search({}, 1)];
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
    const { events } = await bench().tenant.logs({}, paging);
    const times = events.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((one, other) => one - other));
    const [newest] = (await search({})).events;
    expect(times[0]).toBeLessThan(newest?.at.getTime() ?? 0);
  });

  it("ends a search at 1,000 events, and says that there may be more", async () => {
    const { crowd } = bench();
    expect(await search(crowd, 8, 100)).toMatchObject({ more: true, cutOff: false });
    const last = await search(crowd, 9, 100);
    expect(last).toMatchObject({ more: false, cutOff: true });
    expect(last.events).toHaveLength(100);
    expect(await search(crowd, 10, 100)).toEqual({ events: [], more: false, cutOff: true });
  });

  it("finds the events that a filter names, and no others", async () => {
    const known = await some(bench());
    for (const [word, field] of words) {
      const value = known.map((event) => event[field]).find((given) => given !== undefined);
      if (value === undefined) continue;
      const { events } = await search({ [word]: word === "types" ? [value] : value });
      const found = events.map((event) => event[field]);
      expect(new Set(found), `${word} ${value}`).toEqual(new Set([value]));
    }
  });

  it("finds any of several types", async () => {
    const types = [...new Set((await some(bench())).map(({ type }) => type))].slice(0, 2);
    const { events } = await search({ types }, 0, 100);
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(types));
  });

  it("finds events between two times", async () => {
    const known = await some(bench());
    const until = known.at(20)?.at;
    const since = known.at(40)?.at;
    if (!until || !since) throw new Error("the bench has too few events");
    const { events } = await search({ since, until }, 0, 100);
    expect(events.length).toBeGreaterThan(0);
    for (const { at } of events) {
      expect(at.getTime()).toBeGreaterThanOrEqual(since.getTime());
      expect(at.getTime()).toBeLessThanOrEqual(until.getTime());
    }
  });

  it("finds words within descriptions", async () => {
    const described = (await some(bench())).find(({ description = "" }) => description.length > 8);
    const text = described?.description?.slice(2, 8);
    if (text === undefined) throw new Error("the bench has no event with a description");
    const { events } = await search({ text });
    expect(events.length).toBeGreaterThan(0);
    const found = events.map(({ description = "" }) => description.toLowerCase());
    for (const description of found) expect(description).toContain(text.toLowerCase());
  });

  it("finds nothing for words that nobody has, however they are written", async () => {
    const odd = ['"', "\\", '" OR type:*', "*) OR (type:s", "AND", "a\nb", "*", "] TO [", "ünï ☂"];
    for (const user of odd) {
      expect((await search({ user })).events, user).toEqual([]);
    }
  });

  it("shows one event by its id, and none for an id that is not there", async () => {
    const [first] = (await search({}, 0, 5)).events;
    expect(first).toBeDefined();
    expect(await bench().tenant.logEvent(first?.id ?? "")).toEqual(first);
    expect(await bench().tenant.logEvent("90019990101000000000000000000")).toBeUndefined();
  });

  it("follows the log from a checkpoint to its end, none left out and none twice", async () => {
    const newest = (await search({}, 0, 50)).events.map(({ id }) => id).sort();
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
}

const words = [
  ["types", "type"],
  ["user", "userName"],
  ["user", "userId"],
  ["client", "clientId"],
  ["client", "clientName"],
  ["connection", "connection"],
  ["ip", "ip"],
  ["organization", "organization"],
] as const satisfies readonly (readonly [string, keyof LogEvent])[];

const some = async (bench: TenantBench): Promise<readonly LogEvent[]> =>
  (await bench.tenant.logs({}, { page: 0, size: 100 })).events;
