import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { SECOND } from "../../src/core/clock.ts";
import { type Outgoing, straight } from "../../src/core/outgoing.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { readMessage } from "../fakes/teams/reading.ts";
import { bot } from "./slack-bench.ts";
import { type House, openHouse } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

const clock = manualClock();
let house: House;
beforeEach(async () => {
  house = await openHouse({}, clock);
});
afterEach(() => house.close());

/** Messages are held back until they are let through; how many there are. */
function holding() {
  let [begun, open] = [0, () => {}];
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const fetch: Outgoing["fetch"] = async (url, init) => {
    if (init?.method === "POST" && String(url).includes("/activities")) {
      begun += 1;
      await opened;
    }
    return straight.fetch(url, init);
  };
  return { outgoing: { ...straight, fetch }, open: () => open(), begun: () => begun };
}

it("what waits for its turn in a conversation of Teams when the bot's end is over is said by the next life, and nothing twice", async () => {
  const held = holding();
  const ending = await house.open({}, { outgoing: held.outgoing });
  await ending.start(bot());
  await expect.poll(async () => (await house.fake.install("add")).status).toBe(200);
  const lines = ["one", "two", "three"];
  for (const line of lines) expect((await house.fake.say(line)).status).toBe(200);
  await expect.poll(held.begun).toBe(1);
  await expect.poll(async () => (await house.records.list("line/")).length).toBe(3);
  const ended = ending.stop();
  await clock.advance(4 * SECOND);
  held.open();
  await ended;
  expect(held.begun()).toBe(1);

  const next = await house.open();
  await next.start(bot());
  const said = () => house.fake.world.messages.map((message) => readMessage(message));
  await expect.poll(() => said().length).toBe(3);
  await next.stop();
  for (const line of lines)
    expect(said().filter((words) => words.includes(`said ${line}`))).toHaveLength(1);
});
