import { beforeAll, expect } from "vitest";
import type { Address } from "../../src/core/address.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { describeRoles, type RolesBench } from "../contracts/roles.ts";
import { type Account, ada, team, tenant } from "../fakes/teams/world.ts";
import { echo, openHouse, realClock } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

const calls = ["member", "graph", "team"] as const;

describeRoles("the members of a team", () => openBench(`teams:group:${team.aadGroupId}`));
describeRoles("the owners of a team", () => openBench(`teams:group:${team.aadGroupId}/owners`));

async function openBench(group: Address): Promise<RolesBench> {
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
    async say() {
      const before = told.heard.length;
      await house.fake.say("status");
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
