import { afterEach, describe, expect, it } from "vitest";
import type { Answer } from "../../src/core/chat-adapter.ts";
import { file, text } from "../../src/core/message.ts";
import { fakeRecords } from "../fakes/records.ts";
import { bot, openSlack, type SlackBench, shownIn } from "./slack-bench.ts";

const content = "id,type\r\n1,fp\r\n";

/** Hands over a file, to the asker alone or to all. */
const exporting: Answer = async function* ({ line }) {
  const audience = line.startsWith("secret") ? "asker" : "all";
  const blocks = [text("One event."), file("logs-prod.csv", "text/csv", content)];
  yield { message: { summary: "One event.", blocks }, audience, pending: false };
};

const open: SlackBench[] = [];
afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close();
});

async function openBench() {
  const bench = await openSlack("http", { records: fakeRecords() });
  open.push(bench);
  await bench.adapter.start(bot(exporting));
  return bench;
}

const texts = ({ slack }: SlackBench) => shownIn(slack).map((shown) => shown.text);
const filesOf = ({ slack }: SlackBench) => [...slack.world.files.known.values()];

describe("a file in Slack", () => {
  it("comes to whoever asked as a direct message, and to nobody else", async () => {
    const bench = await openBench();
    await bench.say("secret export");
    await expect.poll(() => filesOf(bench)[0]?.sharedIn).toMatch(/^D/);
    expect(filesOf(bench)).toMatchObject([{ name: "logs-prod.csv", title: "logs-prod.csv" }]);
    expect(filesOf(bench)[0]?.bytes?.toString()).toBe(content);
    expect(texts(bench).join("\n")).toContain("Here is logs-prod.csv, 0.1 kB.");
    const seen = bench.slack.world.operations.filter(({ text }) => text.includes("logs-prod.csv"));
    expect(seen.filter(({ channel, user }) => !(channel.startsWith("D") || user))).toEqual([]);
  });

  it("comes into the channel where the answer is for all", async () => {
    const bench = await openBench();
    await bench.say("export");
    await expect.poll(() => filesOf(bench)[0]?.sharedIn).toBe("C1");
  });

  it("that Slack does not take is said so, with what to do", async () => {
    const bench = await openBench();
    bench.slack.fail({
      kind: "refuse",
      method: "files.getUploadURLExternal",
      code: "missing_scope",
    });
    await bench.say("secret export");
    const words =
      "logs-prod.csv, 0.1 kB could not be handed over: the app lacks the scope files:write";
    await expect.poll(() => texts(bench).join("\n")).toContain(words);
    expect(texts(bench).join("\n")).toContain("One event.");
  });

  it("whose upload breaks off is said so, and the answer stands", async () => {
    const bench = await openBench();
    bench.slack.world.files.state.uploadTo = "http://127.0.0.1:1";
    await bench.say("secret export");
    await expect.poll(() => texts(bench).join("\n")).toContain("Slack did not take it");
  });
});
