import { randomUUID } from "node:crypto";
import type { Entry } from "../../adapters/local/entry.ts";
import { createMessages } from "../../adapters/local/messages.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { Bench, Shown } from "../contracts/chat-bench.ts";
import { fakeJournals } from "../fakes/journals.ts";
import { fakeRecords } from "../fakes/records.ts";
import { clock, openChat, send } from "./local-bench.ts";

/** Ada in the channel `ops` of the local chat. */
export async function openBench(): Promise<Bench> {
  const records = fakeRecords();
  const journal = fakeJournals().open;
  const opened = [await openChat({ records, journal })];
  const [{ chat }] = opened as [(typeof opened)[0]];
  let last: object = {};

  /** What a page opened now would show, also when nobody listens any more. */
  async function entries(): Promise<readonly Entry[]> {
    const messages = createMessages(records, clock);
    await messages.load();
    return messages.list({ as: "ada", conversation: "ops" });
  }

  async function say(line: string): Promise<void> {
    last = { conversation: "ops", person: "ada", line, id: randomUUID() };
    await acknowledged(last);
  }

  async function acknowledged(body: object): Promise<void> {
    const response = await send(opened.at(-1)?.chat ?? chat, body);
    if (response.status !== 202) throw new Error(await response.text());
  }

  return {
    adapter: chat,
    conversation: "local:channel:ops",
    unreachable: "local:channel:no name at all",
    person: "local:user:ada",
    say,
    sayAgain: () => acknowledged(last),
    async press(label) {
      const blocks = (await entries()).flatMap(({ message }) => message.blocks).reverse();
      const found = blocks
        .flatMap((block) => (block.kind === "actions" ? block.actions : []))
        .find((action) => action.label === label);
      if (!(found && "line" in found)) throw new Error(`no button reads "${label}"`);
      await say(found.line);
    },
    shown: async () => (await entries()).map(shownOf),
    async fail(fault) {
      records.breakNext("message/", fault === "drop-after" ? "after" : "before");
    },
    isProgressKept: async () => (await entries()).some(({ pending }) => pending),
    die: records.stall,
    async reborn() {
      records.revive();
      const again = await openChat({ records, journal });
      opened.push(again);
      return again.chat;
    },
    close: async () => {
      records.giveUp();
      await Promise.all(opened.map((one) => one.close()));
    },
  };
}

function shownOf({ id, replyTo, privateTo, message }: Entry): Shown {
  return {
    id,
    text: renderPlain(message),
    thread: replyTo ?? undefined,
    isPrivate: privateTo !== null,
  };
}
