import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Access, type Role, roleOf } from "../../src/core/access.ts";
import type { Address } from "../../src/core/address.ts";
import type { ChatAdapter, Person } from "../../src/core/chat-adapter.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { refusal } from "../../src/core/replies.ts";
import { type HeldClock, heldClock } from "../fakes/held-clock.ts";
import type { Speaking } from "../fakes/teams/driver.ts";
import { type Account, ada, grace, team, tenant } from "../fakes/teams/world.ts";
import { echo, type House, openHouse, ops, realClock } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

/** Of the tenant, but in no team. */
const bob: Account = {
  ...ada,
  id: "29:bob",
  name: "Bob",
  aadObjectId: "b0b00000-0000-4000-8000-000000000003",
};
/** Of another organisation, in a shared channel. */
const eve: Account = {
  ...bob,
  id: "29:eve",
  name: "Eve",
  aadObjectId: "e5e00000-0000-4000-8000-000000000004",
  tenantId: "99999999-2222-4333-8444-555555555555",
};

const inTeam: Address = `teams:group:${team.aadGroupId}`;
const inThread: Address = `teams:group:${team.id}`;
const owning: Address = `teams:group:${team.aadGroupId}/owners`;
const groups = [inTeam, owning];
const adaAlone: Address = `teams:user:${ada.aadObjectId}`;
const minute = 60_000;

let house: House;
let adapter: ChatAdapter;
let told: ReturnType<typeof echo>;
let ahead = 0;
let clock: HeldClock;

beforeEach(async () => {
  ahead = 0;
  clock = heldClock({ ...realClock, now: () => new Date(Date.now() + ahead) });
  house = await openHouse({}, clock);
  const { world } = house.fake;
  world.people = [...world.people, bob, eve];
  owned([ada], "consented");
});
afterEach(async () => {
  await adapter.stop();
  await house.close();
});

async function start(named: readonly Address[] = groups): Promise<void> {
  told = echo();
  adapter = await house.open({}, { groups: named });
  await adapter.start(told.bot);
  await house.fake.install("add");
  await expect.poll(() => house.records.list("conversation/")).not.toEqual([]);
}

/** Ada's team in Microsoft Graph. */
function owned(by: readonly Account[], consent: "consented" | "forbidden"): void {
  const members = house.fake.world.people.map(({ id, aadObjectId = id, tenantId = tenant }) => ({
    user: aadObjectId,
    roles: by.some((owner) => owner.id === id) ? ["owner"] : [],
    tenantId,
  }));
  house.fake.world.graph.teams.set(team.aadGroupId, {
    consented: consent === "consented",
    members,
  });
}

/** Says a line, and waits for whoever is heard to say it. */
async function say(how: Speaking = {}): Promise<Person> {
  const before = told.heard.length;
  await house.fake.say("status", how);
  await expect.poll(() => told.heard.length).toBe(before + 1);
  return told.heard[before]?.by as Person;
}

const asked = (call: string) => house.fake.calls.filter((one) => one.call === call).length;

describe("who somebody in Teams is", () => {
  it("is a member, a guest or from outside, though the activity does not tell", async () => {
    await start([]);
    expect(await say({ by: ada })).toMatchObject({ member: true, groups: [] });
    expect(await say({ by: grace })).toMatchObject({ member: false, groups: [] });
    expect(await say({ by: bob })).toMatchObject({ member: true });
    expect(await say({ by: eve })).toMatchObject({ member: false });
  });

  it("is nobody's member where the activity itself names another tenant", async () => {
    await start();
    const { fake } = house;
    const said = fake.message("status");
    await fake.deliver({ ...said, from: { ...ada, tenantId: eve.tenantId } });
    await expect.poll(() => told.heard).toMatchObject([{ by: { member: false } }]);
  });

  it("is asked once, remembered for some minutes, and then asked anew", async () => {
    await start([]);
    await expect.poll(() => told.events).toHaveLength(1);
    const before = asked("member"); // Who added the app was asked for by name.
    await say();
    await say({ in: "19:dev@thread.tacv2" });
    expect(asked("member") - before).toBe(1);
    ahead += 11 * minute;
    house.fake.world.people = [{ ...ada, userRole: "guest" }];
    expect(await say()).toMatchObject({ member: false });
    expect(asked("member") - before).toBe(2);
  });

  it("is presumed a member, for looking only, where Teams never said it", async () => {
    await start();
    house.fake.faults.add({ kind: "503", on: "member", times: 9 });
    const by = await say();
    expect(by).toMatchObject({
      member: true,
      presumed: true,
      untold: { member: expect.stringMatching(/Teams cannot/u) },
    });
    const access: Access = { operators: [ops], admins: [] };
    expect(roleOf(by, ops, access)).toBe("viewer");
  });

  it("stands as Teams said it last, also after a restart, while it cannot be asked", async () => {
    await start();
    await say({ by: grace });
    await adapter.stop();
    house.fake.faults.add({ kind: "503", on: "member", times: 9 });
    ahead += 60 * minute;
    await start();
    const by = await say({ by: grace });
    expect(by).toMatchObject({ member: false, groups: [inTeam] });
    expect(by.untold).toMatchObject({ groups: expect.stringMatching(/what it said last counts/u) });
  });
});

describe("roles in Teams", () => {
  const chat: Address = "teams:channel:19:chat@thread.v2";
  const spoken = { in: "19:chat@thread.v2" };
  it.each<[string, Address, Account, Speaking, Role]>([
    ["the person who is named", adaAlone, ada, {}, "operator"],
    ["nobody else", adaAlone, bob, {}, "viewer"],
    ["a member of the team, in its channel", inTeam, ada, {}, "operator"],
    ["a member of the team, by its thread's id", inThread, ada, {}, "operator"],
    ["a member of the team, in a chat of their own", inTeam, ada, { in: "a:ada" }, "operator"],
    ["a guest in the team, who is named with it", inTeam, grace, {}, "operator"],
    ["nobody who only shares a channel with the team", inTeam, bob, {}, "viewer"],
    ["nobody of another organisation", inTeam, eve, {}, "none"],
    ["an owner of the team", owning, ada, {}, "operator"],
    ["an owner of the team, elsewhere", owning, ada, spoken, "operator"],
    ["no other member of the team", owning, grace, {}, "none"],
    ["whoever speaks in the channel", ops, bob, {}, "operator"],
    ["no guest who speaks in the channel", ops, grace, {}, "none"],
    ["nobody from outside who speaks in the channel", ops, eve, {}, "none"],
    ["whoever speaks in the group chat", chat, bob, spoken, "operator"],
    ["nobody who speaks elsewhere", chat, bob, {}, "viewer"],
  ])("are given to %s", async (_, named, by, how, role) => {
    await start([named]);
    house.fake.world.rosters.get(team.id)?.add(eve.id);
    await say({ by, ...how });
    const [said] = told.heard;
    const access: Access = { operators: [named], admins: [] };
    expect(said && roleOf(said.by, said.from.conversation, access)).toBe(role);
  });

  it("are lost with the team, ten minutes later at most", async () => {
    await start();
    expect(await say()).toMatchObject({ groups });
    house.fake.world.rosters.get(team.id)?.delete(ada.id);
    owned([bob], "consented");
    ahead += 11 * minute;
    expect(await say()).toMatchObject({ groups: [] });
  });

  it("ask nobody about teams that give none", async () => {
    await start([]);
    await expect.poll(() => told.events).toHaveLength(1);
    const before = asked("member");
    await say();
    expect(asked("graph")).toBe(0);
    expect(asked("member") - before).toBe(1);
  });
});

describe("the owners of a team in Teams", () => {
  it("are read page by page, and once for however many speak", async () => {
    house.fake.world.graph.pageSize = 1;
    owned([eve, bob], "consented");
    await start();
    expect(await say({ by: bob })).toMatchObject({ groups: [owning] });
    expect(await say({ by: eve })).toMatchObject({ groups: [] });
    expect(asked("graph")).toBe(4);
  });

  it("are not asked for anywhere else, whatever a page says", async () => {
    house.fake.world.graph.pageSize = 1;
    const asked: string[] = [];
    const elsewhere = createServer((request, response) => {
      asked.push(JSON.stringify(request.headers));
      response.end("{}");
    });
    await new Promise<void>((listening) => elsewhere.listen(0, "127.0.0.1", listening));
    const { port } = elsewhere.address() as AddressInfo;
    house.fake.world.graph.nextPages = `http://127.0.0.1:${port}/graph`;
    await start();
    expect(await say()).toMatchObject({
      untold: { groups: expect.stringMatching(/Microsoft Graph cannot be asked now/u) },
    });
    expect(asked).toEqual([]);
    elsewhere.close();
    expect(house.logged.join("\n")).not.toMatch(/fake-token/u);
  });

  it("are said to be unknown where the team does not let them be read, and what mends it", async () => {
    owned([ada], "forbidden");
    await start();
    const by = await say();
    expect(by).toMatchObject({ groups: [inTeam] });
    const access: Access = { operators: [owning], admins: [adaAlone, `teams:user:${bob.id}`] };
    const said = renderPlain(refusal({ name: "mute", access: "operator" }, by, access));
    expect(said).toMatch(/may not read who owns.*TeamMember\.Read\.Group/u);
    expect(said).toContain("Ask one of Watchpost's admins");
  });

  it.each(["503", "429", "drop-before"] as const)(
    "stand as Graph said them last while it answers %s, also after a restart",
    async (kind) => {
      await start([owning]);
      expect(await say()).toMatchObject({ groups: [owning] });
      await adapter.stop();
      house.fake.faults.add({ kind, on: "graph", times: 9 });
      ahead += 30 * minute;
      await start([owning]);
      const by = await say();
      expect(by).toMatchObject({
        groups: [owning],
        untold: { groups: expect.stringMatching(/said last counts/u) },
      });
    },
  );

  it("keep nobody waiting", async () => {
    await start();
    for (const on of ["graph", "member"] as const) {
      house.fake.faults.add({ kind: "slow", ms: 60_000, on, times: 9 });
    }
    clock.hold(2000);
    expect(await house.fake.say("status")).toMatchObject({ status: 200 });
    await expect.poll(clock.waiting).toBeGreaterThan(0);
    expect(told.heard).toEqual([]);
    clock.pass();
    await expect.poll(() => told.heard).toHaveLength(1);
    expect(told.heard[0]?.by).toMatchObject({ presumed: true, groups: [] });
    expect(told.heard[0]?.by.untold?.groups).toMatch(
      /Teams cannot be asked.*Graph cannot be asked/u,
    );
  });
});

describe("what doctor says of roles in Teams", () => {
  const saidOf = async (subject: string) =>
    (await adapter.check()).filter((probe) => probe.subject === subject);

  it("is nothing where no team gives one", async () => {
    await start([]);
    expect(await saidOf("Owners of a team in Teams")).toEqual([]);
    expect(await saidOf("Teams in access")).toEqual([]);
  });

  it("is whether owners can be read, and who is to let them", async () => {
    await start();
    expect(await saidOf("Owners of a team in Teams")).toMatchObject([
      { ok: true, detail: `${owning} can be read: 1 of them.` },
    ]);
    owned([ada], "forbidden");
    expect(await saidOf("Owners of a team in Teams")).toMatchObject([
      {
        ok: false,
        detail: expect.stringMatching(/lacks TeamMember\.Read\.Group/u),
        fix: expect.stringMatching(/let an owner add the app/u),
      },
    ]);
  });

  it("is in which teams the app is missing", async () => {
    const elsewhere: Address = "teams:group:7ea40000-0000-4000-8000-00000000ffff";
    await start([inTeam, elsewhere]);
    expect(await saidOf("Teams in access")).toMatchObject([
      { ok: false, detail: expect.stringContaining(elsewhere) },
    ]);
  });
});
