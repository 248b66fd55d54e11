import type { SocketModeReceiver } from "@slack/bolt";
import { type Clock, SECOND } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import { codesOf, slackCodeOf } from "./errors.ts";

type Client = SocketModeReceiver["client"];

const startMs = 5 * SECOND;
const helloMs = 20 * SECOND;
const longestPauseMs = 30 * SECOND;
/** A connection that ends sooner than this counts as failed, so that one which never holds is not tried without pause. */
const holdsMs = 5 * SECOND;

export interface Connection {
  /** Resolves after the first attempt, however it went, or after a while: Slack being away must not keep the bot from starting. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Keeps a Socket Mode client connected. The client's own reconnecting is off: while it reconnects, a token that was
 * revoked or a network that is away becomes an unhandled rejection, which ends the process.
 */
export function keepConnected(given: {
  client: Client;
  /** Is told whenever the connection comes or goes. */
  connected?: PlatformContext["connected"];
  clock: Clock;
  log: Log;
}): Connection {
  const { client, connected, clock, log } = given;
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function attempt(tried: () => void): Promise<boolean> {
    const began = clock.now().getTime();
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    client.once("disconnected", end);
    try {
      await connect(given);
      tried();
      connected?.(true);
      await ended;
    } catch (error) {
      const cause = slackCodeOf(error) ?? codesOf(error).join(" ");
      log.warn({ cause }, "Slack's Socket Mode could not be reached; it is tried again");
      tried();
      client.removeListener("disconnected", end);
    }
    connected?.(false);
    return clock.now().getTime() - began >= holdsMs;
  }

  async function run(tried: () => void): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      failures = (await attempt(tried)) ? 0 : failures + 1;
      const pause = Math.min(longestPauseMs, 250 * 2 ** Math.min(failures, 10));
      await clock.after(pause, stopping.signal);
    }
  }

  return {
    async start() {
      connected?.(false);
      const enough = new AbortController();
      running = run(() => enough.abort());
      await clock.after(startMs, enough.signal);
    },
    async stop() {
      stopping.abort();
      await disconnect(client, clock);
      await running;
    },
  };
}

async function connect({ client, clock }: { client: Client; clock: Clock }): Promise<void> {
  const enough = new AbortController();
  const late = clock.after(helloMs, enough.signal).then(async () => {
    if (enough.signal.aborted) return;
    await disconnect(client, clock);
    throw new Error("Slack did not say hello");
  });
  try {
    await Promise.race([client.start(), late]);
  } finally {
    enough.abort();
  }
}

/** Asking twice ends a connection whose far end does not answer the farewell. */
async function disconnect(client: Client, clock: Clock): Promise<void> {
  const enough = new AbortController();
  const gone = client.disconnect().then(() => enough.abort());
  await Promise.race([gone, clock.after(SECOND, enough.signal)]);
  if (!enough.signal.aborted) await Promise.race([client.disconnect(), clock.after(SECOND)]);
}
