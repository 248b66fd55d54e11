import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Address } from "../../src/core/address.ts";
import type { ChatAdapter, Person } from "../../src/core/chat-adapter.ts";
import { type Account, ada, grace, team, tenant } from "../fakes/teams/world.ts";
import { person as adaAlone, echo, type House, openHouse, ops, realClock } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

const inTeam: Address = `teams:group:${team.aadGroupId}`;
const owning: Address = `teams:group:${team.aadGroupId}/owners`;
const groups = [inTeam, owning];
/** Of the tenant, but in no team. */
const bob: Account = {
  ...ada,
  id: "29:bob",
  name: "Bob",
  aadObjectId: "b0b00000-0000-4000-8000-000000000003",
};

let house: House;
let adapter: ChatAdapter;
let told: ReturnType<typeof echo>;
let ahead = 0;

beforeEach(async () => {
  ahead = 0;
  house = await openHouse({}, { ...realClock, now: () => new Date(Date.now() + ahead) });
  const { world } = house.fake;
  world.people = [...world.people, bob];
  const members = [{ user: ada.aadObjectId ?? "", roles: ["owner"], tenantId: tenant }];
  world.graph.teams.set(team.aadGroupId, { consented: true, members });
  told = echo();
  adapter = await house.open({}, { groups });
  await adapter.start(told.bot);
  await house.fake.install("add");
  await expect.poll(() => house.records.get(`conversation/${ops}`)).toBeDefined();
});
afterEach(async () => {
  await adapter.stop();
  await house.close();
});

async function say(how: { by?: Account; in?: string } = {}): Promise<Person> {
  const before = told.heard.length;
  await house.fake.say("status", how);
  await expect.poll(() => told.heard.length).toBe(before + 1);
  return told.heard[before]?.by as Person;
}

describe("whom Teams knows, for those who ask", () => {
  it("is somebody of the conversation, by their id or as they are mentioned, with their groups", async () => {
    for (const id of [ada.aadObjectId, ada.id]) {
      const person = await adapter.roster.person(`teams:user:${id}`, ops);
      expect(person).toMatchObject({ id: adaAlone, name: "Ada", member: true, groups });
    }
    const guest = await adapter.roster.person(`teams:user:${grace.aadObjectId}`, ops);
    expect(guest).toMatchObject({ member: false, groups: [inTeam] });
  });

  it("is nobody who is not there; to be asked about takes no role from anybody", async () => {
    const nowhere = "teams:channel:19:nowhere";
    await adapter.roster.person(`teams:user:${bob.aadObjectId}`, nowhere);
    const nobody = await adapter.roster.person("teams:user:nobody", ops);
    expect(nobody).toMatchObject({ presumed: true, untold: { member: expect.any(String) } });
    expect(await say({ by: bob })).toMatchObject({ member: true });
  });

  it("are channels that the bot is in, and those that outsiders read", async () => {
    const id = "19:shared@thread.tacv2";
    const place = { kind: "channel", team: team.id, installed: true, targeted: true } as const;
    house.fake.world.conversations.set(id, { id, membership: "shared", ...place });
    ahead += 61 * 60_000; // The team's channels are read again after an hour.
    await say({ in: id });
    await expect
      .poll(() => adapter.roster.channel(`teams:channel:${id}`))
      .toEqual({ inside: true, outsiders: true });
    expect(await adapter.roster.channel(ops)).toMatchObject({ inside: true, outsiders: false });
    const nowhere = await adapter.roster.channel("teams:channel:19:nowhere");
    expect(nowhere).toMatchObject({ inside: false });
  });
});

it("roles in Teams are lost with the app's leave to know who is in a team, and who owns it", async () => {
  expect(await say()).toMatchObject({ groups });
  await house.fake.install("remove");
  house.fake.world.graph.teams.set(team.aadGroupId, { consented: false, members: [] });
  ahead += 11 * 60_000;
  const by = await say({ in: "a:ada" });
  expect(by.groups).toEqual([]);
  expect(by.untold?.groups).toMatch(/Add it there.*may not read who owns/u);
});
