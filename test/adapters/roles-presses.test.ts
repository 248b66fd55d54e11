import { afterEach, beforeAll, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { commands } from "../../src/commands/index.ts";
import type { Access } from "../../src/core/access.ts";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import { actions, type Message, text } from "../../src/core/message.ts";
import { neverChanges } from "../fakes/changes.ts";
import { fakeContext } from "../fakes/context.ts";
import { deaf, fakeLog } from "../fakes/house.ts";
import { readMessage as readSlack } from "../fakes/slack/reading.ts";
import { readMessage as readTeams } from "../fakes/teams/reading.ts";
import { type Account, ada } from "../fakes/teams/world.ts";
import { entriesOf, openChat, send } from "./local-bench.ts";
import { openSlack } from "./slack-bench.ts";
import { openHouse as openTeams, ops as opsInTeams } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

let close = async (): Promise<void> => {};
afterEach(() => close());

/** A message for everybody, with a button that only an operator may press. */
const message: Message = {
  summary: "Much is going on.",
  blocks: [text("Much is going on."), actions({ label: "Mute", line: "mute 1h" })],
};

/** The bot, which knows Ada for an operator. */
async function start(adapter: ChatAdapter, operator: Access["operators"][number]): Promise<void> {
  const access: Access = { operators: [operator], admins: [] };
  const answer = createDispatch({
    ...{ commands, access, clock: systemClock, log: fakeLog(), zone: "UTC", hearing: deaf },
    reference: () => "ref-1",
    services: fakeContext(),
  });
  await adapter.start({ answer, happened: async () => {}, onChange: neverChanges });
}

/** A message for all, somebody's press of its button, and all that is shown then. */
interface Pressing {
  press(who: "ada" | "bob"): Promise<void>;
  shown(): Promise<readonly string[]>;
}

async function inSlack(): Promise<Pressing> {
  const bench = await openSlack("http");
  close = bench.close;
  await start(bench.adapter, "slack:user:UADA");
  await bench.adapter.post({ conversation: bench.conversation }, message);
  const by = { ada: bench.slack.person, bob: { ...bench.slack.person, user: "UBOB", name: "bob" } };
  return {
    press: async (who) => void (await bench.slack.press("Mute", { by: by[who] })),
    shown: async () => bench.slack.world.messages.map(readSlack),
  };
}

async function inTeams(): Promise<Pressing> {
  const house = await openTeams();
  const adapter = await house.open();
  close = async () => {
    await adapter.stop();
    await house.close();
  };
  await start(adapter, `teams:user:${ada.aadObjectId}`);
  const { fake } = house;
  const bob: Account = { ...ada, id: "29:bob", name: "Bob", aadObjectId: "b0b0-3" };
  fake.world.people = [...fake.world.people, bob];
  await fake.install("add");
  await expect.poll(() => house.records.get(`conversation/${opsInTeams}`)).toBeDefined();
  await adapter.post({ conversation: opsInTeams }, message);
  return {
    press: async (who) => void (await fake.press("Mute", { ada, bob }[who])),
    shown: async () => fake.world.messages.map((shown) => readTeams(shown)),
  };
}

async function onThePage(): Promise<Pressing> {
  const opened = await openChat();
  close = opened.close;
  await start(opened.chat, "local:user:ada");
  await opened.chat.post({ conversation: "local:channel:ops" }, message);
  return {
    press: async (who) =>
      void (await send(opened.chat, { conversation: "ops", person: who, line: "mute 1h" })),
    async shown() {
      const views = await Promise.all(["ada", "bob"].map((as) => entriesOf(opened.chat, { as })));
      return views.flat().map((entry) => JSON.stringify(entry.message));
    },
  };
}

it.each<[string, () => Promise<Pressing>]>([
  ["Slack", inSlack],
  ["Teams", inTeams],
  ["the local chat", onThePage],
])("a button that everybody sees counts for its presser's own role alone: %s", async (_, open) => {
  const { press, shown } = await open();
  const all = async () => (await shown()).join("\n");
  await press("bob");
  await expect.poll(all).toContain("needs the role operator");
  expect(await all()).not.toContain("is silent here");
  await press("ada");
  await expect.poll(all).toContain("is silent here");
});
