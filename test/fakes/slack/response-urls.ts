import type { Draft, FakeMessage, World } from "./world.ts";
import { Refusal } from "./world.ts";

const mostUses = 5;
const lifetimeMs = 30 * 60_000;

interface ResponseUrl {
  readonly channel: string;
  readonly user: string;
  readonly madeAt: number;
  /** The message whose button was pressed; a command's address has none. */
  readonly source: FakeMessage | undefined;
  uses: number;
}

/** What may be sent to a response_url. */
export interface Response extends Draft {
  readonly response_type?: string;
  readonly replace_original?: boolean;
  readonly delete_original?: boolean;
  readonly thread_ts?: string;
}

/** The addresses that Slack hands out with a command or a press: five uses, half an hour, no membership needed. */
export function createResponseUrls(world: World, now: () => number) {
  const known = new Map<string, ResponseUrl>();
  return {
    known,
    make(given: { channel: string; user: string; source?: FakeMessage }): string {
      const id = `r${known.size + 1}`;
      known.set(id, { source: undefined, ...given, madeAt: now(), uses: 0 });
      return id;
    },
    /** @throws Refusal */
    accept(id: string, response: Response): void {
      const address = known.get(id);
      if (!address || now() - address.madeAt > lifetimeMs) throw new Refusal("expired_url");
      if (address.uses >= mostUses) throw new Refusal("used_url");
      world.checkDraft(response, "response_url");
      address.uses += 1;
      act(world, address, response);
    },
  };
}

function act(world: World, address: ResponseUrl, response: Response): void {
  const { source } = address;
  if (response.delete_original && source) world.remove(source, "response_url");
  // After a press it replaces the message with the button. After a command there is no original:
  // people report that Slack then posts anew (slackapi/bolt-js#2287, slackapi/bolt-python#1268).
  else if (response.replace_original && source) world.edit(source, response, "response_url");
  else answer(world, address, response);
}

function answer(world: World, { channel, user }: ResponseUrl, response: Response): void {
  const thread = world.threadOf(channel, response.thread_ts);
  world.commit(response, {
    channel,
    by: "response_url",
    ...(response.response_type === "in_channel" ? {} : { user }),
    ...(thread ? { thread } : {}),
  });
}
