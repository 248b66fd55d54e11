import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer, Invocation, Reply } from "../../src/core/chat-adapter.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import { actions, heading, type Message, text } from "../../src/core/message.ts";
import { neverChanges } from "../fakes/changes.ts";
import type { Bench, Skip } from "./chat-bench.ts";

export function describeChatAdapter(
  name: string,
  open: () => Promise<Bench>,
  { skip = [] }: { skip?: readonly Skip[] } = {},
): void {
  describe(`chat adapter: ${name}`, () => {
    let bench: Bench;
    let heard: Invocation[];
    let finish: () => void;
    let finished: Promise<void>;

    const clause = (title: string, body: () => Promise<void>) =>
      (skip.some((skipped) => skipped.clause === title) ? it.skip : it)(title, body);

    /** Lines that take until the test says so. */
    const slow = ["hang", "dawdle", "progress"];
    const answer: Answer = async function* (invocation) {
      const { line } = invocation;
      heard.push(invocation);
      if (line === "progress") yield reply(says("Working on it"), { pending: true });
      if (slow.includes(line)) await finished;
      const audience = line.startsWith("secret") ? "asker" : "all";
      yield reply(says(`You said ${line}`), { audience });
    };
    const answerNow: Answer = async function* ({ line }) {
      yield reply(says(`Late answer to ${line}`), {});
    };
    const bot = { answer, happened: async () => {}, onChange: neverChanges };
    const texts = async () => (await bench.shown()).map((shown) => shown.text);
    const root = (message: Message) =>
      bench.adapter.post({ conversation: bench.conversation }, message);

    beforeEach(async () => {
      heard = [];
      finished = new Promise((done) => {
        finish = done;
      });
      bench = await open();
      await bench.adapter.start(bot);
    });
    afterEach(async () => {
      finish(); // Stopping waits for answers under way.
      await bench.close();
    });

    clause("hands over the line, who said it and where", async () => {
      await bench.say("changes since:7d");
      await expect
        .poll(() => heard)
        .toMatchObject([
          {
            line: "changes since:7d",
            by: { id: bench.person, member: true },
            from: { conversation: bench.conversation },
          },
        ]);
    });

    clause("hands over an address as it was typed", async () => {
      const line = "subscribe rss https://example.com/feed?a=1&b=2";
      await bench.say(line);
      await expect.poll(() => heard.map((one) => one.line)).toEqual([line]);
    });

    clause("shows the answer where the question was asked", async () => {
      await bench.say("ping");
      await expect.poll(texts).toEqual([expect.stringContaining("You said ping")]);
    });

    clause("shows a private answer to the asker alone", async () => {
      await bench.say("secret");
      await expect.poll(bench.shown).toContainEqual(
        expect.objectContaining({
          isPrivate: true,
          text: expect.stringContaining("You said secret"),
        }),
      );
      expect((await bench.shown()).filter((shown) => !shown.isPrivate)).toEqual([]);
    });

    clause("answers a line once, however often it is delivered", async () => {
      await bench.say("ping");
      await expect.poll(texts).toHaveLength(1);
      await bench.sayAgain();
      await bench.say("pong");
      await expect.poll(texts).toHaveLength(2);
      expect(heard.map((one) => one.line)).toEqual(["ping", "pong"]);
    });

    clause(
      "acknowledges while an answer hangs, and finishes the others before it stops",
      async () => {
        await bench.say("dawdle"); // Resolves on acknowledgement, with the answer still to come.
        await expect.poll(() => heard).toHaveLength(1);
        expect(await texts()).toEqual([]);
        const stopped = bench.adapter.stop();
        finish();
        await stopped;
        expect(await texts()).toEqual([expect.stringContaining("You said dawdle")]);
      },
    );

    clause("shows progress, then the answer in its place", async () => {
      await bench.say("progress");
      await expect.poll(texts).toEqual([expect.stringContaining("Working on it")]);
      finish();
      await expect.poll(texts).toEqual([expect.stringContaining("You said progress")]);
    });

    clause("answers after a restart what it acknowledged before", async () => {
      await bench.say("hang");
      await expect.poll(() => heard).toHaveLength(1);
      const again = await bench.reborn();
      await again.start({ ...bot, answer: answerNow });
      await expect.poll(texts).toEqual([expect.stringContaining("Late answer to hang")]);
      await again.stop();
    });

    clause(
      "shows an answer in the place of its progress, also where that is from before a restart",
      async () => {
        await bench.say("progress");
        await expect.poll(texts).toEqual([expect.stringContaining("Working on it")]);
        await expect.poll(bench.isProgressKept).toBe(true);
        const again = await bench.reborn();
        await again.start({ ...bot, answer: answerNow });
        await expect.poll(texts).toEqual([expect.stringContaining("Late answer to progress")]);
        await again.stop();
      },
    );

    clause(
      "answers what it acknowledged, though it was killed before it wrote it down",
      async () => {
        bench.die();
        await bench.say("hang");
        const again = await bench.reborn();
        await again.start({ ...bot, answer: answerNow });
        await expect.poll(texts).toEqual([expect.stringContaining("Late answer to hang")]);
        await again.stop();
      },
    );

    clause("answers what an earlier life left once the bot listens, and not before", async () => {
      await bench.say("hang");
      await expect.poll(() => heard).toHaveLength(1);
      const again = await bench.reborn();
      let opened = () => {};
      const listening = new Promise<void>((resolve) => {
        opened = resolve;
      });
      const asked: Invocation[] = [];
      const answerLate: Answer = (invocation) => {
        asked.push(invocation);
        return answerNow(invocation);
      };
      await again.start({ ...bot, answer: answerLate, listening });
      await bench.sayAgain();
      expect(asked).toEqual([]);
      opened();
      await expect.poll(texts).toEqual([expect.stringContaining("Late answer to hang")]);
      expect(asked).toHaveLength(1);
      await again.stop();
    });

    clause("a pressed button is the presser saying its line", async () => {
      await root({
        ...says("Choose"),
        blocks: [text("Choose"), actions({ label: "Check", line: "ping" })],
      });
      await bench.press("Check");
      await expect.poll(() => heard).toMatchObject([{ line: "ping", by: { id: bench.person } }]);
      await expect.poll(texts).toContainEqual(expect.stringContaining("You said ping"));
    });

    clause("posts unasked, and can change what it posted", async () => {
      const at = await root(says("Login is slow"));
      await bench.adapter.edit(at, says("Login is well again"));
      expect(await texts()).toEqual([expect.stringContaining("Login is well again")]);
    });

    clause("replies in a thread", async () => {
      const at = await root(says("Login is slow"));
      await bench.adapter.post(
        { conversation: bench.conversation, thread: at.id },
        says("We know why"),
      );
      const [card, answered] = await bench.shown();
      expect(card).toMatchObject({ id: at.id, thread: undefined });
      expect(answered).toMatchObject({
        thread: at.id,
        text: expect.stringContaining("We know why"),
      });
    });

    clause("shows hostile words as words", async () => {
      await root(says(hostile));
      expect((await texts()).join()).toContain(hostile);
    });

    clause("says that it was throttled, and for how long", async () => {
      await bench.fail("throttled");
      const failure = await failureOf(root(says("Login is slow")));
      expect(failure).toMatchObject({ outcome: "throttled", retryAfterMs: expect.any(Number) });
      expect(await texts()).toEqual([]);
    });

    clause("knows when nothing was shown, and when it cannot know", async () => {
      await bench.fail("unavailable");
      expect(await failureOf(root(says("one")))).toMatchObject({
        outcome: expect.stringMatching(/^un/),
      });
      expect(await texts()).toEqual([]);
      await bench.fail("drop-after");
      expect(await failureOf(root(says("two")))).toMatchObject({ outcome: "unknown" });
      expect(await texts()).toEqual([expect.stringContaining("two")]); // Once: it never tries again by itself.
      await bench.fail("drop-before");
      expect(await failureOf(root(says("three")))).toMatchObject({ outcome: "unknown" });
      expect(await texts()).toHaveLength(1);
    });

    clause("says why a conversation is closed to it", async () => {
      await bench.fail("refused");
      const failure = await failureOf(root(says("Login is slow")));
      expect(failure).toMatchObject({ outcome: "refused" });
      expect(failure.message.length).toBeGreaterThan(20);
    });

    clause("finds that a conversation which it posts to can be reached", async () => {
      await root(says("Login is slow"));
      await expect(bench.adapter.reach(bench.conversation)).resolves.toBeUndefined();
      expect(await bench.shown()).toHaveLength(1);
    });

    clause("says in words why a conversation cannot be reached, without a post", async () => {
      const failure = await failureOf(bench.adapter.reach(bench.unreachable));
      expect(failure).toMatchObject({ outcome: "refused" });
      expect(failure.message.length).toBeGreaterThan(20);
      expect(await bench.shown()).toEqual([]);
    });

    clause("says that a message to edit is gone", async () => {
      const at = await root(says("Login is slow"));
      const gone = { ...at, id: at.id.replace(/\d/g, "1") };
      expect(await failureOf(bench.adapter.edit(gone, says("x")))).toMatchObject({
        outcome: "gone",
      });
    });

    clause("finds its own connection well", async () => {
      const probes = await bench.adapter.check();
      expect(probes.length).toBeGreaterThan(0);
      expect(probes.filter(({ ok }) => !ok)).toEqual([]);
    });

    clause("may be stopped twice", async () => {
      await bench.adapter.stop();
      await expect(bench.adapter.stop()).resolves.toBeUndefined();
    });
  });
}

/** Words that would be a call, a link, markup or a template somewhere. */
export const hostile =
  "<!channel> <@U1> *x* _y_ [y](https://evil.example) <at>all</at> {{DATE(2020-01-01)}} & <b>b</b> `z`";

async function failureOf(attempt: Promise<unknown>): Promise<DeliveryError> {
  const failure = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof DeliveryError) return failure;
  throw new Error(`expected a DeliveryError, got ${String(failure)}`);
}

function reply(message: Message, { audience = "all", pending = false }: Partial<Reply>): Reply {
  return { message, audience, pending };
}

function says(words: string): Message {
  return { summary: words.slice(0, 60), blocks: [heading("From the bot"), text(words)] };
}
