import { afterEach, describe, expect, it } from "vitest";
import { createCharts } from "../../src/charts/charts.ts";
import { systemClock } from "../../src/clock.ts";
import type { Answer } from "../../src/core/chat-adapter.ts";
import type { Chart, Message } from "../../src/core/message.ts";
import { fakeRecords } from "../fakes/records.ts";
import type { Fault } from "../fakes/slack/faults.ts";
import { bot, channel, type Mode, openSlack, type SlackBench, shownIn } from "./slack-bench.ts";

const logins = (newest = 431): Chart => ({
  kind: "chart",
  title: "The last 3 logins",
  shape: "line",
  unit: "ms",
  points: [
    { label: "14:00", value: 412 },
    { label: "14:01", value: "failed" },
    { label: "14:02", value: newest },
  ],
});
const words =
  "[Line chart: The last 3 logins. Lowest 412 ms (14:00), highest 431 ms (14:02), latest 431 ms (14:02); 1 failed (14:01).]";
const charted = (chart = logins()): Message => ({ summary: "Logins work.", blocks: [chart] });
const inC1 = { conversation: channel("C1") };

const open: SlackBench[] = [];
afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close();
});

async function openBench(mode: Mode = "http", wishes: Parameters<typeof openSlack>[1] = {}) {
  const bench = await openSlack(mode, wishes);
  open.push(bench);
  return bench;
}

const uploads = ({ slack }: SlackBench) => slack.calls.filter((call) => call === "upload").length;
const texts = ({ slack }: SlackBench) => shownIn(slack).map(({ text }) => text);
/** What was logged about pictures, besides what Slack's SDK has to say. */
const told = ({ troubles }: SlackBench) =>
  troubles.filter((words) => words.startsWith("charts are shown as text"));
const lastBlock = ({ slack }: SlackBench) => {
  const { blocks } = slack.world.messages.at(-1) ?? {};
  return Array.isArray(blocks) ? blocks.at(-1) : undefined;
};

describe.each(["http", "socket"] as const)("a chart in Slack over %s", (mode) => {
  /** Says a chart to whoever asks; slowly, with progress before it. */
  const answer: Answer = async function* ({ line }) {
    const audience = line.startsWith("secret") ? "asker" : "all";
    if (line.endsWith("slowly"))
      yield { message: { summary: "Working on it", blocks: [] }, audience, pending: true };
    yield { message: charted(), audience, pending: false };
  };

  it("is a picture with words for those who cannot see it, in the channel that asked", async () => {
    const bench = await openBench(mode);
    await bench.adapter.start(bot(answer));
    await bench.say("status");
    await expect.poll(() => texts(bench)).toEqual([words]);
    const [file] = bench.slack.world.files.known.values();
    expect(lastBlock(bench)).toEqual({
      type: "image",
      slack_file: { id: file?.id },
      title: { type: "plain_text", text: "The last 3 logins", emoji: false },
      alt_text: words.slice(1, -1),
    });
    expect(file?.bytes?.toString()).toContain("PNG");
  });

  it("is left out rather than waited for, where Slack asks to wait and there is another way", async () => {
    const bench = await openBench(mode);
    await bench.adapter.start(bot(answer));
    bench.slack.fail({ kind: "429", method: "chat.postMessage", retryAfter: 600 });
    await bench.say("status");
    await expect.poll(() => texts(bench).join()).toContain("Lowest 412");
    expect(lastBlock(bench)).not.toMatchObject({ type: "image" });
  });

  it("takes the place of progress, since an edit brings no new picture", async () => {
    const bench = await openBench(mode);
    await bench.adapter.start(bot(answer));
    await bench.say("status slowly");
    await expect.poll(() => texts(bench)).toEqual([words]);
    expect(bench.slack.world.operations.map(({ op }) => op)).toEqual(["post", "post", "delete"]);
    expect(bench.slack.world.files.notFound).toEqual([]);
  });

  it("is drawn with characters where only the asker or a line's own address shows it", async () => {
    const bench = await openBench(mode);
    await bench.adapter.start(bot(answer));
    await bench.say("secret");
    await expect.poll(() => texts(bench)).toEqual([expect.stringContaining("▁×█")]);
    bench.slack.setChannel("C1", "not-a-member");
    await bench.say("status");
    await expect.poll(() => texts(bench)).toHaveLength(2);
    expect(texts(bench)[1]).toContain("▁×█");
    expect(bench.slack.world.messages.map(({ channel }) => channel)).toEqual(["C1", "C1"]);
    // Where the bot cannot post, none is made again for a while.
    const calls = bench.slack.calls.length;
    await bench.say("status");
    await expect.poll(() => texts(bench)).toHaveLength(3);
    expect(bench.slack.calls.slice(calls)).toEqual(["response_url"]);
  });
});

describe("a chart's picture in Slack", () => {
  it("is the one that is drawn in the bot", async () => {
    const charts = createCharts();
    const bench = await openBench("http", { drawChart: charts.draw });
    await bench.adapter.post(inC1, charted());
    expect(texts(bench)).toEqual([words]);
    const [file] = bench.slack.world.files.known.values();
    expect(file?.bytes?.subarray(1, 4).toString()).toBe("PNG");
    expect(file).toMatchObject({ name: "chart.png", title: "The last 3 logins" });
    await charts.close();
  });

  it("is made once for all channels, asked for at once or later", async () => {
    const bench = await openBench();
    bench.slack.setChannel("C2", "open");
    const places = [inC1, { conversation: channel("C2") }];
    await Promise.all(places.map((place) => bench.adapter.post(place, charted())));
    await bench.adapter.post(inC1, charted());
    expect(texts(bench)).toEqual([words, words, words]);
    expect(uploads(bench)).toBe(1);
    await bench.adapter.post(inC1, charted(logins(500)));
    expect(uploads(bench)).toBe(2);
  });

  it("is remembered over a restart", async () => {
    const records = fakeRecords();
    const bench = await openBench("http", { records });
    await bench.adapter.post(inC1, charted());
    const again = await bench.reborn();
    await again.post(inC1, charted());
    expect(texts(bench)).toEqual([words, words]);
    expect(uploads(bench)).toBe(1);
  });

  it("stays in a card that is edited, and a new one in an edit is drawn with characters", async () => {
    const bench = await openBench();
    const at = await bench.adapter.post(inC1, charted());
    await bench.adapter.edit(at, { ...charted(), summary: "Edited." });
    expect(texts(bench)).toEqual([words]);
    await bench.adapter.edit(at, charted(logins(500)));
    expect(texts(bench)).toEqual([expect.stringContaining("▁×█")]);
    // It is uploaded now, and yet nobody but the bot has seen it.
    const closed = { conversation: channel("C9") };
    await expect(bench.adapter.post(closed, charted(logins(500)))).rejects.toThrow();
    expect(uploads(bench)).toBe(2);
    await bench.adapter.edit(at, charted(logins(500)));
    expect(texts(bench)).toEqual([expect.stringContaining("▁×█")]);
    expect(bench.slack.world.files.notFound).toEqual([]);
  });

  it("is waited for where Slack has not looked into its file yet", async () => {
    const bench = await openBench();
    bench.slack.world.files.state.settleMs = 300;
    await bench.adapter.post(inC1, charted());
    expect(texts(bench)).toEqual([words]);
    expect(told(bench)).toEqual([]);
  });

  it("gives way to characters where Slack never takes it, and is made anew later", async () => {
    const time = { ahead: 0 };
    const bench = await openBench("http", { clock: ahead(time) });
    bench.slack.world.files.state.settleMs = 3_600_000;
    await bench.adapter.post(inC1, charted());
    await bench.adapter.post(inC1, charted());
    expect(texts(bench)).toEqual([expect.stringContaining("▁×█"), expect.stringContaining("▁×█")]);
    expect(shownIn(bench.slack)).toHaveLength(2);
    bench.slack.world.files.state.settleMs = 0;
    time.ahead = 120_000;
    await bench.adapter.post(inC1, charted());
    expect(texts(bench).at(-1)).toBe(words);
    expect(uploads(bench)).toBe(2);
  });

  it("gives way to characters where its file is gone, and to plain words only then", async () => {
    const bench = await openBench();
    await bench.adapter.post(inC1, charted());
    bench.slack.world.files.known.clear();
    await bench.adapter.post(inC1, charted());
    expect(texts(bench).at(-1)).toContain("▁×█");
    expect(lastBlock(bench)).toBeDefined();
    const refuse: Fault = { kind: "refuse", code: "invalid_blocks", times: 1 };
    bench.slack.fail(refuse);
    await bench.adapter.post(inC1, charted());
    expect(lastBlock(bench)).toBeUndefined();
    expect(texts(bench).at(-1)).toContain("The last 3 logins (ms): ▁×█");
  });

  it("is not tried again and again without the scope, which the log says once", async () => {
    const time = { ahead: 0 };
    const bench = await openBench("http", { clock: ahead(time) });
    const { scopes } = bench.slack.settings;
    bench.slack.settings.scopes = scopes.filter((scope) => scope !== "files:write");
    await bench.adapter.post(inC1, charted());
    await bench.adapter.post(inC1, charted());
    expect(texts(bench)[1]).toContain("▁×█");
    expect(bench.slack.calls.filter((call) => call.startsWith("files."))).toHaveLength(1);
    expect(told(bench)).toEqual([expect.stringContaining("files:write")]);
    time.ahead = 3_600_000;
    await bench.adapter.post(inC1, charted());
    expect(told(bench)).toHaveLength(1);
    bench.slack.settings.scopes = scopes;
    time.ahead = 7_200_000;
    await bench.adapter.post(inC1, charted());
    expect(texts(bench).at(-1)).toBe(words);
  });

  const ways = ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"];
  const troubles: readonly Fault[] = [
    { kind: "429", retryAfter: 30 },
    { kind: "500" },
    { kind: "drop-before" },
    { kind: "drop-after" },
  ];
  it.each(ways.flatMap((method) => troubles.map((fault) => ({ method, ...fault }))))(
    "that meets $kind at $method gives way to characters, for a while",
    async (fault) => {
      const time = { ahead: 0 };
      const bench = await openBench("http", { clock: ahead(time) });
      bench.slack.fail(fault);
      await bench.adapter.post(inC1, charted());
      const calls = bench.slack.calls.length;
      await bench.adapter.post(inC1, charted());
      expect(texts(bench)[0]).toContain("▁×█");
      expect(texts(bench)[1]).toContain("▁×█");
      expect(bench.slack.calls.slice(calls)).toEqual(["chat.postMessage"]);
      expect(told(bench)).toHaveLength(1);
      time.ahead = 61_000;
      await bench.adapter.post(inC1, charted());
      expect(texts(bench).at(-1)).toBe(words);
    },
  );

  it.each(ways)(
    "that hangs at %s is waited for a few seconds, and is there later",
    async (method) => {
      const bench = await openBench("http", { clock: hasty });
      bench.slack.fail({ kind: "slow", method, ms: 700 });
      await bench.adapter.post(inC1, charted());
      expect(texts(bench)).toEqual([expect.stringContaining("▁×█")]);
      await expect
        .poll(
          async () => {
            await bench.adapter.post(inC1, charted());
            return texts(bench).at(-1);
          },
          { interval: 200 },
        )
        .toBe(words);
      expect(uploads(bench)).toBe(1);
    },
  );

  it("that cannot be drawn gives way to characters", async () => {
    const drawChart = async () => {
      throw new Error("the font has no letters");
    };
    const bench = await openBench("http", { drawChart });
    await bench.adapter.post(inC1, charted());
    expect(texts(bench)).toEqual([expect.stringContaining("▁×█")]);
    expect(bench.slack.calls).toEqual(["chat.postMessage"]);
  });

  it("is sent nowhere but over https, or to where the Web API is", async () => {
    const bench = await openBench();
    const elsewhere = await openBench();
    const { url } = elsewhere.slack;
    bench.slack.world.files.state.uploadTo = url;
    await bench.adapter.post(inC1, charted());
    expect(texts(bench)).toEqual([expect.stringContaining("▁×█")]);
    expect(elsewhere.slack.calls).toEqual([]);
  });
});

/** Time that a test may move on. */
const ahead = (time: { ahead: number }) => ({
  ...systemClock,
  now: () => new Date(Date.now() + time.ahead),
});

/** What takes seconds is over in a tenth of it. */
const hasty = {
  ...systemClock,
  after: (ms: number, signal?: AbortSignal) => systemClock.after(ms / 10, signal),
};
