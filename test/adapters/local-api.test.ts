import { afterEach, describe, expect, it } from "vitest";
import type { Entry } from "../../adapters/local/entry.ts";
import type { Answer } from "../../src/core/chat-adapter.ts";
import { text } from "../../src/core/message.ts";
import { hostile } from "../contracts/chat-adapter.ts";
import {
  echo,
  entriesOf,
  type Opened,
  type openChat,
  ops,
  says,
  send,
  startChat,
} from "./local-bench.ts";

const all: Opened[] = [];
const streams: AbortController[] = [];

async function open(given: Parameters<typeof openChat>[0] = {}, answer: Answer = echo) {
  const opened = await startChat(given, answer);
  all.push(opened);
  return opened;
}

afterEach(async () => {
  for (const stream of streams.splice(0)) stream.abort();
  await Promise.all(all.splice(0).map((opened) => opened.close()));
});

/** Reads the stream as a program does; resolves when the server has answered. */
async function listen(
  chat: Opened["chat"],
  { query = "as=ada", last }: { query?: string; last?: string } = {},
) {
  const stream = new AbortController();
  streams.push(stream);
  const response = await fetch(`${chat.address()}/api/local/events?${query}`, {
    signal: stream.signal,
    headers: last === undefined ? {} : { "last-event-id": last },
  });
  const events: { id: string; entry: Entry }[] = [];
  void collect(response, events).catch(() => undefined);
  const summaries = () => events.map(({ entry }) => entry.message.summary);
  return {
    events,
    summaries,
    type: response.headers.get("content-type"),
    end: () => stream.abort(),
  };
}

async function collect(response: Response, events: { id: string; entry: Entry }[]): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk, { stream: true });
    const parts = rest.split("\n\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const [, id, data] = /^id: (\d+)\ndata: (.*)$/.exec(part) ?? [];
      if (id && data) events.push({ id, entry: JSON.parse(data) as Entry });
    }
  }
}

describe("the local API", () => {
  it("keeps a line before it acknowledges it, so that a kill right behind loses nothing", async () => {
    const course: string[] = [];
    const { chat } = await open({
      journal: () => ({
        keep() {
          course.push("kept");
          return () => {};
        },
        left: () => [],
      }),
      acknowledged: () => void course.push("acknowledged"),
    });
    await send(chat, { conversation: "ops", person: "ada", line: "ping" });
    expect(course.slice(0, 2)).toEqual(["kept", "acknowledged"]);
  });

  it("acknowledges a line at once, and answers it in the conversation", async () => {
    const { chat } = await open();
    const response = await send(chat, { conversation: "ops", person: "ada", line: "ping" });
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as { id: string };
    await expect.poll(() => entriesOf(chat)).toHaveLength(1);
    expect(await entriesOf(chat)).toEqual([
      {
        id: expect.any(String),
        conversation: "ops",
        replyTo: null,
        alsoInChannel: false,
        privateTo: null,
        inAnswerTo: id,
        asked: { by: "ada", line: "ping", at: expect.any(String) },
        pending: false,
        postedAt: expect.any(String),
        editedAt: null,
        version: expect.any(Number),
        message: { summary: "You said ping", blocks: [] },
      },
    ]);
  });

  it("repeats a line before everybody only as the core says it may be", async () => {
    const { chat } = await open({}, async function* ({ line }) {
      yield { message: says("Working on it"), audience: "all", pending: true, said: "find …" };
      yield { message: says(`${line.length} letters`), audience: "all", pending: false };
    });
    await send(chat, { conversation: "ops", person: "ada", line: "find ada@example.com" });
    await expect.poll(() => entriesOf(chat)).toMatchObject([{ pending: false }]);
    expect(await entriesOf(chat)).toMatchObject([{ asked: { by: "ada", line: "find …" } }]);
  });

  it("shows cards, edits and replies, oldest first, with times as text", async () => {
    const { chat } = await open();
    const at = await chat.post({ conversation: ops }, says("Login is slow"));
    const thread = { conversation: ops, thread: at.id } as const;
    const reply = await chat.post(thread, says("We know why"));
    await chat.post({ ...thread, thread: reply.id, alsoInChannel: true }, says("It is over"));
    const time = new Date("2026-11-22T09:05:00Z");
    await chat.edit(at, { summary: "Login is well", blocks: [text([{ time }])] });
    const [card, first, second] = await entriesOf(chat);
    expect(card).toMatchObject({
      id: at.id,
      replyTo: null,
      inAnswerTo: null,
      editedAt: expect.any(String),
      message: {
        summary: "Login is well",
        blocks: [{ kind: "text", text: [{ time: "2026-11-22T09:05:00.000Z" }] }],
      },
    });
    expect(first).toMatchObject({ replyTo: at.id, alsoInChannel: false });
    expect(second).toMatchObject({ replyTo: at.id, alsoInChannel: true });
  });

  it("hands on hostile words exactly as they are", async () => {
    const { chat } = await open();
    const { summaries } = await listen(chat);
    await chat.post({ conversation: ops }, says(`${hostile}\n\ndata: forged`));
    await expect.poll(summaries).toEqual([`${hostile}\n\ndata: forged`]);
  });

  it("answers where the button stood, with the asker's zone", async () => {
    const heard: unknown[] = [];
    const { chat } = await open({}, async function* (invocation) {
      heard.push(invocation);
      yield* echo(invocation);
    });
    const card = await chat.post({ conversation: ops }, says("Login is slow"));
    const reply = await chat.post({ conversation: ops, thread: card.id }, says("We know why"));
    const said = { conversation: "ops", person: "ada", zone: "Europe/Berlin" };
    await send(chat, { ...said, line: "one", thread: reply.id });
    await send(chat, { ...said, line: "two", thread: "999999999" });
    await expect.poll(() => entriesOf(chat)).toHaveLength(4);
    expect((await entriesOf(chat)).slice(2)).toMatchObject([
      { replyTo: card.id, message: { summary: "You said one" } },
      { replyTo: null, message: { summary: "You said two" } },
    ]);
    expect(heard[0]).toMatchObject({
      by: { id: "local:user:ada", name: "ada", zone: "Europe/Berlin", groups: [], member: true },
      from: { conversation: ops, thread: card.id },
    });
  });

  it("tells the page about itself", async () => {
    const command = { name: "ping", summary: "Answers", examples: ["ping"], args: {} };
    const { chat } = await open({ notice: "All pretend.", commands: [command] });
    await chat.post({ conversation: "local:user:ada" }, says("For you"));
    const response = await fetch(`${chat.address()}/api/local/about?as=ada`);
    expect(await response.json()).toEqual({
      title: "Watchpost",
      notice: "All pretend.",
      conversation: "ops",
      person: "ada",
      conversations: ["@ada", "ops"],
      commands: [{ name: "ping", summary: "Answers", usage: "ping", examples: ["ping"] }],
      newest: 1,
    });
  });
});

describe("what is private", () => {
  it("is shown to the one person alone, in lists, streams and the page's facts", async () => {
    const { chat } = await open();
    const [ada, grace, nobody] = await Promise.all([
      listen(chat),
      listen(chat, { query: "as=grace" }),
      listen(chat, { query: "" }),
    ]);
    await chat.post({ conversation: "local:user:ada" }, says("direct"));
    await chat.post({ conversation: ops, onlyFor: "local:user:ada" }, says("aside"));
    await send(chat, { conversation: "ops", person: "ada", line: "secret" });
    await send(chat, { conversation: "@ada", person: "ada", line: "hello" });
    await expect.poll(() => ada?.events).toHaveLength(4);
    await chat.post({ conversation: ops }, says("for all"));
    await expect.poll(() => grace?.summaries()).toEqual(["for all"]);
    await expect.poll(() => nobody?.summaries()).toEqual(["for all"]);
    const again = await listen(chat, { query: "as=grace", last: "0" });
    await expect.poll(again.summaries).toEqual(["for all"]);

    const listed = await entriesOf(chat, { as: "grace" });
    expect(listed.map(({ message }) => message.summary)).toEqual(["for all"]);
    const anybody = await fetch(`${chat.address()}/api/local/conversations/ops/messages`);
    expect(await anybody.json()).toHaveLength(1);
    const own = await entriesOf(chat, { conversation: "@ada" });
    expect(own.map(({ privateTo }) => privateTo)).toEqual(["ada", "ada"]);
    const about = await fetch(`${chat.address()}/api/local/about?as=grace`);
    expect(await about.json()).toMatchObject({ conversations: ["ops"], newest: 5 });
  });
});

describe("the event stream", () => {
  it("gives everything there is, then each message shown or edited", async () => {
    const { chat } = await open();
    const at = await chat.post({ conversation: ops }, says("before"));
    const { events, summaries, type } = await listen(chat);
    expect(type).toContain("text/event-stream");
    await chat.post({ conversation: "local:channel:support" }, says("elsewhere"));
    await chat.edit(at, says("after"));
    await expect.poll(summaries).toEqual(["before", "elsewhere", "after"]);
    expect(events.at(-1)?.entry).toMatchObject({ id: at.id, editedAt: expect.any(String) });
    const one = await listen(chat, { query: "as=ada&conversation=support" });
    await expect.poll(one.summaries).toEqual(["elsewhere"]);
  });

  it("resumes where a reader was cut off, also over a restart, without a loss", async () => {
    const { chat, records } = await open();
    const at = await chat.post({ conversation: ops }, says("one"));
    const reader = await listen(chat);
    await chat.post({ conversation: ops }, says("two"));
    await expect.poll(reader.summaries).toEqual(["one", "two"]);
    reader.end();
    await chat.post({ conversation: ops }, says("three"));
    await chat.stop();

    const { chat: reborn } = await open({ records });
    await reborn.edit(at, says("one, edited"));
    const last = reader.events.at(-1)?.id ?? "";
    const again = await listen(reborn, { last });
    await expect.poll(again.summaries).toEqual(["three", "one, edited"]);
    await reborn.post({ conversation: ops }, says("four"));
    await expect.poll(again.summaries).toEqual(["three", "one, edited", "four"]);
  });

  it.each(["999", "nonsense"])("begins anew for a reader who comes with %s", async (last) => {
    const { chat } = await open();
    await chat.post({ conversation: ops }, says("one"));
    const { summaries } = await listen(chat, { last });
    await expect.poll(summaries).toEqual(["one"]);
  });
});
