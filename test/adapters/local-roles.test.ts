import { describe, expect, it } from "vitest";
import { local } from "../../adapters/local/index.ts";
import type { Answer, Invocation } from "../../src/core/chat-adapter.ts";
import { describeRoles, type RolesBench } from "../contracts/roles.ts";
import { skips } from "../contracts/skips.ts";
import { fakeRecords } from "../fakes/records.ts";
import { bot, openChat, send } from "./local-bench.ts";

describeRoles("the local chat", openBench, { skip: skips["local roles"] });

/** Who is in a group is in the settings: a change of them counts from the next start on. */
async function openBench(): Promise<RolesBench> {
  const records = fakeRecords();
  const heard: Invocation[] = [];
  const answer: Answer = async function* (said) {
    heard.push(said);
    yield { message: { summary: "Done.", blocks: [] }, audience: "asker", pending: false };
  };
  let groups: Record<string, readonly string[]> = { oncall: [] };
  const open = async () => {
    const opened = await openChat({ records, groups });
    await opened.chat.start(bot(answer));
    return opened;
  };
  let opened = await open();
  async function reborn(): Promise<void> {
    await opened.close();
    opened = await open();
  }
  return {
    adapter: () => opened.chat,
    group: "local:group:oncall",
    knownWithinMs: 0,
    async put({ ada, others = 1 }) {
      const people = Array.from({ length: others }, (_, index) => `x${index}`);
      groups = { oncall: [...people, ...(ada ? ["ada"] : [])] };
      await reborn();
    },
    async removeGroup() {
      groups = {};
      await reborn();
    },
    answers() {},
    passes() {},
    async say() {
      const before = heard.length;
      await send(opened.chat, { conversation: "ops", person: "ada", line: "status" });
      await expect.poll(() => heard.length).toBe(before + 1);
      return heard[before]?.by as Invocation["by"];
    },
    reborn,
    asked: () => 0,
    close: () => opened.close(),
  };
}

describe("people of the local chat", () => {
  it("are members, but for those whom the settings call guests", async () => {
    const { chat, close } = await openChat({ groups: { oncall: ["ada"] }, guests: ["eve"] });
    const { roster } = chat;
    expect(await roster.person("local:user:ada", "local:channel:ops")).toMatchObject({
      member: true,
      groups: ["local:group:oncall"],
    });
    expect(await roster.person("local:user:eve", "local:channel:ops")).toMatchObject({
      member: false,
      groups: [],
    });
    expect(await roster.group("local:group:oncall")).toEqual({ exists: true, members: 1 });
    expect(await roster.group("local:group:constructor")).toEqual({ exists: false });
    await close();
  });

  it("and their groups have names that people can type, or the settings say so", () => {
    const parsed = local.settings.safeParse({ groups: { "On Call": ["ada"], oncall: ["A!"] } });
    const said = JSON.stringify(parsed.error?.issues);
    expect(said).toContain("On Call");
    expect(said).toMatch(/oncall/);
    expect(said).toContain("lower-case letters");
  });
});
