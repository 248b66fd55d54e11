import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Address } from "../../src/core/address.ts";
import type { ChatAdapter, Person } from "../../src/core/chat-adapter.ts";
import { DAY, MINUTE } from "../../src/core/clock.ts";
import type { Skip } from "./chat-bench.ts";

/** A platform with a group that the settings give a role, and with Ada, who speaks to the bot. */
export interface RolesBench {
  readonly adapter: () => ChatAdapter;
  readonly group: Address;
  /** So long it may take at most until the bot knows of a change that it is not told of: as SECURITY.md says. */
  readonly knownWithinMs: number;
  /** Ada is in the group or not from now on, beside so many others. The bot is not told. */
  put(who: { readonly ada: boolean; readonly others?: number }): Promise<void>;
  /** The group is no more. The bot is not told. */
  removeGroup(): Promise<void>;
  /** How the platform answers from now on, when it is asked who is who. */
  answers(how: "well" | "not at all" | "too much was asked"): void;
  passes(ms: number): void;
  /** Ada says something: who she is to the bot then. */
  say(): Promise<Person>;
  /** The bot after a restart. */
  reborn(): Promise<void>;
  /** How often the platform was asked about people and groups. */
  asked(): number;
  close(): Promise<void>;
}

/** Who has a role by a group, on whatever platform. */
export function describeRoles(
  name: string,
  open: () => Promise<RolesBench>,
  { skip = [] }: { skip?: readonly Skip[] } = {},
): void {
  describe(`roles by a group: ${name}`, () => {
    let bench: RolesBench;
    const clause = (title: string, body: () => Promise<void>) =>
      (skip.some((skipped) => skipped.clause === title) ? it.skip : it)(title, body);
    const isIn = async () => (await bench.say()).groups.includes(bench.group);
    /** The longest that is promised; a restart counts for the settings, where those say who is in it. */
    const inTime = () => bench.passes(bench.knownWithinMs);

    beforeEach(async () => {
      bench = await open();
    });
    afterEach(() => bench.close());

    clause("whoever joins a group has its role within the promised time", async () => {
      await bench.put({ ada: false });
      expect(await isIn()).toBe(false);
      await bench.put({ ada: true });
      inTime();
      expect(await isIn()).toBe(true);
    });

    clause("whoever leaves a group has lost its role within the promised time", async () => {
      await bench.put({ ada: true });
      expect(await isIn()).toBe(true);
      await bench.put({ ada: false });
      inTime();
      expect(await isIn()).toBe(false);
    });

    clause("a group that is removed gives nobody a role within the promised time", async () => {
      await bench.put({ ada: true });
      expect(await isIn()).toBe(true);
      await bench.removeGroup();
      inTime();
      const by = await bench.say();
      expect(by.groups).toEqual([]);
      expect(by.untold).toBeUndefined();
      const { exists, members } = await bench.adapter().roster.group(bench.group);
      expect(exists === false || members === 0).toBe(true);
    });

    clause("a member of a group of five hundred and one is known as one", async () => {
      await bench.put({ ada: true, others: 500 });
      expect(await isIn()).toBe(true);
      expect(await bench.adapter().roster.group(bench.group)).toMatchObject({ members: 501 });
      await bench.put({ ada: false, others: 500 });
      inTime();
      expect(await isIn()).toBe(false);
    });

    clause(
      "what the platform said last counts while it does not answer, and that is said",
      async () => {
        await bench.put({ ada: true });
        expect(await isIn()).toBe(true);
        bench.answers("not at all");
        inTime();
        const by = await bench.say();
        expect(by.groups).toContain(bench.group);
        expect(by.untold?.groups).toMatch(/what it said last counts/);
        expect((await bench.adapter().roster.group(bench.group)).untold).toMatch(/last counts/);
      },
    );

    clause("what it said last counts for thirty days, and no longer", async () => {
      await bench.put({ ada: true });
      expect(await isIn()).toBe(true);
      bench.answers("not at all");
      bench.passes(29 * DAY);
      expect(await isIn()).toBe(true);
      bench.passes(DAY + MINUTE);
      expect(await isIn()).toBe(false);
    });

    clause("what it said last counts after a restart into an outage, too", async () => {
      await bench.put({ ada: true });
      expect(await isIn()).toBe(true);
      bench.answers("not at all");
      await bench.reborn();
      expect(await isIn()).toBe(true);
    });

    clause("a role that was taken is not given back by a restart into an outage", async () => {
      await bench.put({ ada: true });
      expect(await isIn()).toBe(true);
      await bench.put({ ada: false });
      inTime();
      expect(await isIn()).toBe(false);
      bench.answers("not at all");
      await bench.reborn();
      expect(await isIn()).toBe(false);
    });

    clause("nobody has a role by a group of which the platform never said anything", async () => {
      await bench.put({ ada: true });
      bench.answers("not at all");
      const by = await bench.say();
      expect(by.groups).toEqual([]);
      expect(by.untold?.groups).toEqual(expect.any(String));
    });

    clause(
      "a platform that asks for patience is left alone, and what it said last counts",
      async () => {
        await bench.put({ ada: true });
        expect(await isIn()).toBe(true);
        bench.answers("too much was asked");
        inTime();
        await bench.say();
        const before = bench.asked();
        for (let line = 0; line < 5; line += 1) expect(await isIn()).toBe(true);
        expect(bench.asked()).toBe(before);
        bench.answers("well");
        bench.passes(120_000);
        await bench.say();
        expect(bench.asked()).toBeGreaterThan(before);
      },
    );

    clause("many lines ask no more than one does", async () => {
      await bench.put({ ada: true });
      await bench.say();
      const before = bench.asked();
      for (let line = 0; line < 5; line += 1) await bench.say();
      expect(bench.asked()).toBe(before);
    });
  });
}
