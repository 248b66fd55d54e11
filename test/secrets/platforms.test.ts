import { expect, it } from "vitest";
import type { Answer, Bot, ChatAdapter } from "../../src/core/chat-adapter.ts";
import { type Message, text } from "../../src/core/message.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { Platform } from "../../src/core/platform.ts";
import { Secret } from "../../src/core/secret.ts";
import { hide } from "../../src/hide.ts";
import { openPlatforms } from "../../src/open-platforms.ts";
import type { Settings } from "../../src/settings.ts";
import { said } from "../fakes/house.ts";
import { fakePlatform } from "../fakes/platform.ts";

type Given = Parameters<typeof openPlatforms>[2];

const value = "Planted-word-of-nobody-else";
const words = `Slack refused ${value} as its token`;
const message: Message = { summary: words, blocks: [text(words)] };

/** The platform as the bot has it, and what it was told. */
async function open() {
  const { adapter, done } = fakePlatform();
  let bot: Bot | undefined;
  function hear(given: Bot): void {
    bot = given;
  }
  const heeding: ChatAdapter = { ...adapter, start: async (given) => hear(given) };
  const pretend = { name: "pretend", create: async () => heeding } as Partial<Platform> as Platform;
  const settings = {
    platforms: { pretend: {} },
    http: { host: "127.0.0.1" },
    access: { admins: [], operators: [] },
  } as unknown as Settings;
  const given = {
    store: { records: () => ({}) },
    journals: {},
    server: {},
    charts: {},
    watch: { adapter: (one: ChatAdapter) => one, platform: () => ({}) },
  } as unknown as Given;
  const [opened] = await openPlatforms([pretend], settings, given);
  if (!opened) throw new Error("no platform is on");
  return { opened, done, bot: () => bot };
}

/** As a command would that repeats what it was told. */
const careless: Answer = async function* ({ line }) {
  yield { message, audience: "all", pending: true, said: line };
  yield { message, audience: "asker", pending: false };
};

it("a platform is told no secret, whoever speaks to it through the bot", async () => {
  hide.know([new Secret(value)]);
  const { opened, done, bot } = await open();
  const at = await opened.post({ conversation: "pretend:channel:C1" }, message);
  await opened.edit(at, message);
  expect(done.map((one) => one.text)).toHaveLength(2);

  await opened.start({ answer: careless } as Bot);
  const told: string[] = done.map((one) => one.text);
  for await (const reply of bot()?.answer(said(`explain ${value}`)) ?? []) {
    told.push(`${reply.said ?? ""} ${renderPlain(reply.message)}`);
  }
  expect(told).toHaveLength(4);
  for (const words of told) {
    expect(words).toContain("[secret]");
    expect(words).not.toContain(value);
  }
  expect(told[2]).toMatch(/^explain \[secret\]/);
});
