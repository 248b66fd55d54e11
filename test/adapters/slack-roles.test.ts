import { expect } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { Answer, Invocation } from "../../src/core/chat-adapter.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { describeRoles, type RolesBench } from "../contracts/roles.ts";
import { bot, openSlack } from "./slack-bench.ts";

const group = "slack:group:SOPS";
const methods = ["users.info", "usergroups.list", "usergroups.users.list"];

describeRoles("Slack", openBench);

async function openBench(): Promise<RolesBench> {
  let ahead = 0;
  const clock = { ...systemClock, now: () => new Date(Date.now() + ahead) };
  const bench = await openSlack("http", { groups: [group], clock });
  const { slack } = bench;
  const heard: Invocation[] = [];
  const answer: Answer = async function* (said) {
    heard.push(said);
    yield { message: { summary: "Done.", blocks: [] }, audience: "asker", pending: false };
  };
  let adapter = bench.adapter;
  await adapter.start(bot(answer));
  return {
    adapter: () => adapter,
    group,
    knownWithinMs: 5 * MINUTE,
    async put({ ada, others = 1 }) {
      const users = Array.from({ length: others }, (_, index) => `UX${index}`);
      slack.setGroup("SOPS", [...users, ...(ada ? ["UADA"] : [])]);
    },
    removeGroup: async () => slack.removeGroup("SOPS"),
    answers(how) {
      slack.faults.clear();
      if (how === "well") return;
      const fault = how === "not at all" ? { kind: "500" } : { kind: "429", retryAfter: 60 };
      for (const method of methods)
        slack.fail({ ...(fault as { kind: "500" }), method, times: 50 });
    },
    passes: (ms) => {
      ahead += ms;
    },
    async say() {
      const before = heard.length;
      await bench.say("status");
      await expect.poll(() => heard.length).toBe(before + 1);
      return heard[before]?.by as Invocation["by"];
    },
    async reborn() {
      await adapter.stop();
      adapter = await bench.reborn();
      await adapter.start(bot(answer));
    },
    asked: () => slack.calls.filter((call) => methods.includes(call)).length,
    close: bench.close,
  };
}
