import type { ChatAdapter, MessageRef, Place } from "../../src/core/chat-adapter.ts";
import type { DeliveryError } from "../../src/core/errors.ts";
import type { Message } from "../../src/core/message.ts";
import { type Pace, unpaced } from "../../src/core/pace.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { noRoster } from "./roles.ts";

/** One thing that the platform was asked to do and did. */
export interface Done {
  readonly what: "post" | "edit";
  readonly conversation: string;
  readonly id: string;
  readonly thread?: string | undefined;
  readonly alsoInChannel?: boolean | undefined;
  readonly text: string;
  readonly key?: string | undefined;
}

/** A platform in memory. `meets` decides what the next request meets: a failure is thrown, a promise is waited for. */
export function fakePlatform(given: { name?: string; pace?: Pace } = {}) {
  const done: Done[] = [];
  const tried: (string | undefined)[] = [];
  const state = {
    meets: (_to: string, _message: Message): Promise<void> | DeliveryError | undefined => undefined,
  };
  let last = 0;

  async function meet(to: string, message: Message): Promise<void> {
    const met = state.meets(to, message);
    if (met instanceof Error) throw met;
    await met;
  }

  const adapter: ChatAdapter = {
    name: given.name ?? "pretend",
    pace: given.pace ?? unpaced,
    start: async () => {},
    stop: async () => {},
    check: async () => [],
    reach: async () => {},
    roster: noRoster,
    async post({ conversation, thread, alsoInChannel }: Place, message, key) {
      tried.push(key);
      await meet(conversation, message);
      last += 1;
      const id = `m${last}`;
      done.push({
        what: "post",
        conversation,
        id,
        thread,
        alsoInChannel,
        text: renderPlain(message),
        key,
      });
      return { conversation, id };
    },
    async edit({ conversation, id }: MessageRef, message) {
      await meet(conversation, message);
      done.push({ what: "edit", conversation, id, text: renderPlain(message) });
    },
  };
  return { adapter, done, tried, state };
}
