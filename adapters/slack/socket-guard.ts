import type { SocketModeReceiver } from "@slack/bolt";
import type { Log } from "../../src/core/log.ts";
import { createStrangers } from "./strangers.ts";

type Client = SocketModeReceiver["client"];
type Reading = (data: unknown, isBinary: boolean) => unknown;

/**
 * Lets only those messages of the socket through to the client that it can read: it takes a few fields for granted, and
 * without them throws where nobody listens, and acknowledges nothing. What is turned away is acknowledged all the same, where it has an id.
 */
export function guardMessages({ client, log }: { client: Client; log: Log }): void {
  const readings = client.listeners("ws_message") as readonly Reading[];
  const strangers = createStrangers(log);
  client.removeAllListeners("ws_message");
  client.on("ws_message", (data: unknown, isBinary: boolean) => {
    const message = isBinary ? undefined : messageOf(data);
    if (message && isReadable(message)) {
      for (const read of readings) read(data, isBinary);
      return;
    }
    strangers.meet(strangeIn(message));
    acknowledge(client, message?.envelope_id);
  });
}

/** What is said to be strange: what is in the envelope, if it says what it is, else the envelope. */
function strangeIn(message: Message | undefined): unknown {
  const { type = "unreadable", payload } = message ?? {};
  return isObject(payload) && typeof payload.type === "string" ? payload : { type };
}

type Message = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Message => typeof value === "object" && value !== null;

function messageOf(data: unknown): Message | undefined {
  try {
    const message: unknown = JSON.parse(String(data));
    return isObject(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

/** The kinds of message there are, and what the client takes for granted in each. */
const readable: Readonly<Record<string, (payload: unknown) => boolean>> = {
  hello: () => true,
  disconnect: () => true,
  slash_commands: isObject,
  interactive: isObject,
  events_api: (payload) =>
    isObject(payload) && isObject(payload.event) && typeof payload.event.type === "string",
};

function isReadable({ type, payload }: Message): boolean {
  const check = Object.hasOwn(readable, String(type)) ? readable[String(type)] : undefined;
  return check?.(payload) ?? false;
}

function acknowledge(client: Client, id: unknown): void {
  if (typeof id !== "string" || !client.websocket?.isActive()) return;
  client.websocket.send(JSON.stringify({ envelope_id: id, payload: {} }), () => {});
}
