import { beforeAll, expect, it } from "vitest";
import type { Address } from "../../src/core/address.ts";
import type { Person } from "../../src/core/chat-adapter.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { describeRoles, type RolesBench } from "../contracts/roles.ts";
import { type Account, ada, team, tenant } from "../fakes/teams/world.ts";
import { echo, openHouse, realClock } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

const calls = ["member", "graph", "team"] as const;

const members: Address = `teams:group:${team.aadGroupId}`;
const owners: Address = `teams:group:${team.aadGroupId}/owners`;

describeRoles("the members of a team", () => openBench(members));
describeRoles("the owners of a team", () => openBench(owners));

it.each([
  [members, /^The app is not in every team/u],
  [owners, /^The app may not read who owns a team/u],
] as const)(
  "%s gives nobody a role any more once the app may not ask who is in it",
  async (group, why) => {
    const bench = await openBench(group);
    try {
      await bench.put({ ada: true });
      expect((await bench.say("a:ada")).groups).toEqual([group]);
      await bench.takeOut();
      bench.passes(bench.knownWithinMs);
      const by = await bench.say("a:ada");
      expect(by.groups).toEqual([]);
      expect(by.untold?.groups).toMatch(why);
    } finally {
      await bench.close();
    }
  },
);

interface TeamsRolesBench extends RolesBench {
  /** The app is taken out of the team, and with it goes what its owners let it read. */
  takeOut(): Promise<void>;
  say(where?: string): Promise<Person>;
}

async function openBench(group: Address): Promise<TeamsRolesBench> {
  let ahead = 0;
  const house = await openHouse({}, { ...realClock, now: () => new Date(Date.now() + ahead) });
  const { world, faults } = house.fake;
  const told = echo();
  const open = async () => {
    const adapter = await house.open({}, { groups: [group] });
    await adapter.start(told.bot);
    return adapter;
  };
  let adapter = await open();
  await house.fake.install("add");
  await expect.poll(() => house.records.list("conversation/")).not.toEqual([]);
  await expect.poll(() => told.events).toHaveLength(1);

  function put(accounts: readonly Account[]): void {
    world.people = [ada, ...accounts.filter((one) => one !== ada)];
    world.rosters.set(team.id, new Set(accounts.map(({ id }) => id)));
    const members = accounts.map(({ id, aadObjectId = id }) => ({
      user: aadObjectId,
      roles: ["owner"],
      tenantId: tenant,
    }));
    world.graph.teams.set(team.aadGroupId, { consented: true, members });
  }

  return {
    adapter: () => adapter,
    group,
    knownWithinMs: 10 * MINUTE,
    async put({ ada: isIn, others = 1 }) {
      const accounts = Array.from({ length: others }, (_, index) => ({
        ...ada,
        id: `29:x${index}`,
        aadObjectId: `e0e00000-0000-4000-8000-${String(index).padStart(12, "0")}`,
      }));
      put([...accounts, ...(isIn ? [ada] : [])]);
    },
    async removeGroup() {
      put([]);
      world.graph.teams.delete(team.aadGroupId);
    },
    answers(how) {
      faults.clear();
      if (how === "well") return;
      const fault = how === "not at all" ? { kind: "503" } : { kind: "429", retryAfter: 60 };
      for (const on of calls) faults.add({ ...(fault as { kind: "503" }), on, times: 50 });
    },
    passes: (ms) => {
      ahead += ms;
    },
    async takeOut() {
      await house.fake.install("remove");
      world.graph.teams.set(team.aadGroupId, { consented: false, members: [] });
    },
    async say(where) {
      const before = told.heard.length;
      await house.fake.say("status", where === undefined ? {} : { in: where });
      await expect.poll(() => told.heard.length).toBe(before + 1);
      const by = told.heard[before]?.by;
      if (!by) throw new Error("nobody was heard");
      return by;
    },
    async reborn() {
      await adapter.stop();
      adapter = await open();
    },
    asked: () => house.fake.calls.filter(({ call }) => calls.some((one) => one === call)).length,
    async close() {
      await adapter.stop();
      await house.close();
    },
  };
}
