import { afterEach, describe, expect, it } from "vitest";
import { formLine } from "../../adapters/local/page/form-line.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import { lineOf } from "../../src/core/form.ts";
import { fakeRecords } from "../fakes/records.ts";
import {
  bot,
  entriesOf,
  type Opened,
  openChat,
  ops,
  says,
  send,
  startChat,
} from "./local-bench.ts";

const all: Opened[] = [];
/** Ends the answers that a bot was killed over. */
const ends: (() => void)[] = [];

async function open(given: Parameters<typeof openChat>[0] = {}): Promise<Opened> {
  const opened = await startChat(given);
  all.push(opened);
  return opened;
}

/** A bot that shows progress and is killed before the answer. */
async function openDying(records: Opened["records"]): Promise<Opened> {
  const dying = await openChat({ records });
  const ended = new Promise<void>((end) => ends.push(end));
  await dying.chat.start(
    bot(async function* () {
      yield { message: says("Working on it"), audience: "asker", pending: true };
      await ended;
    }),
  );
  all.push(dying);
  return dying;
}

afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await Promise.all(all.splice(0).map((opened) => opened.close()));
});

describe("over a restart, the local chat", () => {
  it("shows the same messages, and can still edit and reply to them", async () => {
    const { chat, records } = await open();
    const at = await chat.post({ conversation: ops }, says("Login is slow"));
    const before = await entriesOf(chat);
    const { chat: reborn } = await open({ records });
    expect(await entriesOf(reborn)).toEqual(before);
    await reborn.edit(at, says("Login is well"));
    const reply = await reborn.post({ conversation: ops, thread: at.id }, says("It is over"));
    expect(reply.id > at.id).toBe(true);
    expect((await entriesOf(reborn)).map(({ message }) => message.summary)).toEqual([
      "Login is well",
      "It is over",
    ]);
  });

  it("takes another try of a post for that post, with what the try says now", async () => {
    const { chat, records } = await open();
    const card = await chat.post({ conversation: ops }, says("Login is slow"), "card/1");
    const { chat: reborn } = await open({ records });
    const again = await reborn.post({ conversation: ops }, says("Login is slow"), "card/1");
    expect(again).toEqual(card);
    expect(await entriesOf(reborn)).toMatchObject([{ id: card.id, editedAt: null }]);

    const thread = card.id;
    await reborn.post({ conversation: ops, thread }, says("Step one"), "reply/1");
    await reborn.post({ conversation: ops, thread }, says("Steps one and two"), "reply/1");
    await reborn.post({ conversation: ops, thread }, says("Step three"), "reply/3");
    expect((await entriesOf(reborn)).map(({ message }) => message.summary)).toEqual([
      "Login is slow",
      "Steps one and two",
      "Step three",
    ]);
  });

  it("puts the late answer in the place of the progress that was shown", async () => {
    const records = fakeRecords();
    const dying = await openDying(records);
    await send(dying.chat, { conversation: "ops", person: "ada", line: "ping" });
    await expect.poll(() => entriesOf(dying.chat)).toMatchObject([{ pending: true }]);

    const { chat } = await open({ records });
    await expect
      .poll(() => entriesOf(chat))
      .toMatchObject([{ pending: false, message: { summary: "You said ping" } }]);
    expect(await entriesOf(chat)).toHaveLength(1);
  });

  it("admits that a line from long ago will not be answered any more", async () => {
    const records = fakeRecords();
    const dying = await openDying(records);
    await send(dying.chat, { conversation: "ops", person: "ada", line: "ping" });
    await expect.poll(() => entriesOf(dying.chat)).toHaveLength(1);
    for (const { key, value } of await records.list<{ at: number }>("line/")) {
      await records.set(key, { ...value, at: value.at - 3_600_000 });
    }

    const { chat } = await open({ records });
    const [entry] = await entriesOf(chat);
    expect(entry).toMatchObject({ pending: false, message: { tone: "warning" } });
    expect(entry?.message.summary).toContain("not answered");
  });

  it("does not answer again what it answered before", async () => {
    const line = { conversation: "ops", person: "ada", line: "ping", id: "12345678-once" };
    const { chat, records } = await open();
    await send(chat, line);
    await expect.poll(() => entriesOf(chat)).toHaveLength(1);
    const before = await entriesOf(chat);
    await chat.stop();
    const { chat: reborn } = await open({ records });
    expect((await send(reborn, line)).status).toBe(202);
    await send(reborn, { ...line, id: "12345678-other" });
    await expect.poll(() => entriesOf(reborn)).toHaveLength(2);
    expect((await entriesOf(reborn))[0]).toEqual(before[0]);
  });
});

describe("on a disk that takes nothing for a while, the local chat", () => {
  it.each(["before", "after"] as const)(
    "answers the line as soon as there is room, and once; whether the write that failed was kept or not: %s",
    async (when) => {
      const records = fakeRecords();
      const { chat } = await open({ records });
      for (let nth = 0; nth < 2; nth += 1) records.breakNext("message/", when);
      await send(chat, { conversation: "ops", person: "ada", line: "ping" });
      await expect.poll(() => entriesOf(chat), { timeout: 10_000 }).toHaveLength(1);
      await expect.poll(() => records.list("line/"), { timeout: 10_000 }).toEqual([]);
      const answer = { pending: false, message: { summary: "You said ping" } };
      expect(await entriesOf(chat)).toMatchObject([answer]);
    },
  );
});

describe("the local chat as a place to post", () => {
  it.each([
    ["slack:channel:C1", "refused"],
    ["local:channel:No Such Name", "refused"],
    ["local:group:everyone", "refused"],
  ] as const)("refuses %s in words", async (conversation, outcome) => {
    const { chat } = await open();
    const failure = await chat.post({ conversation }, says("x")).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeliveryError);
    expect(failure).toMatchObject({ outcome, message: expect.stringContaining(conversation) });
  });

  it("says that a thread to reply in is gone", async () => {
    const { chat } = await open();
    const to = { conversation: ops, thread: "000000042" } as const;
    await expect(chat.post(to, says("x"))).rejects.toMatchObject({ outcome: "gone" });
  });

  it("keeps the newest messages of a conversation, and forgets the oldest", async () => {
    const { chat, records } = await open();
    const first = await chat.post({ conversation: ops }, says("first"));
    for (let n = 0; n < 2000; n += 1) await chat.post({ conversation: ops }, says(`${n}`));
    expect(await records.list("message/")).toHaveLength(2000);
    await expect(chat.edit(first, says("x"))).rejects.toMatchObject({ outcome: "gone" });
  });
});

describe("a form on the page", () => {
  it.each([
    [{ source: "status", feed: "" }],
    [{ source: " two words ", feed: 'quo"ted “words”' }],
    [{ feed: "https://example.com/?a=1&b=2" }],
    [{}],
    [{ tenant: ' " ' }],
    [{ tenant: "prod" }],
  ])("says the line that the core would make of %j", (answers) => {
    const fields = ["source", "feed"].map((name) => ({
      name,
      label: name,
      hint: "",
      required: false,
    }));
    const tenant = { name: "tenant", label: "", hint: "", required: false, value: "staging" };
    const form = { command: "subscribe", fields: [...fields, { ...tenant, ending: "all" }] };
    const given = answers as Record<string, string>;
    expect(formLine(form, given)).toBe(lineOf(form, given));
  });
});
