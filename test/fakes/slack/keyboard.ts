import { setTimeout as after } from "node:timers/promises";
import {
  bodyOf,
  type Delivered,
  deliver,
  findButton,
  newId,
  type Oddities,
  patienceMs,
  type Sending,
  sign,
  typed,
} from "./driver.ts";
import type { Identity } from "./methods/method.ts";
import {
  type Actor,
  commandPayload,
  eventPayload,
  mentionEvent,
  pressPayload,
} from "./payloads.ts";
import type { SocketEnd } from "./socket.ts";
import type { Views } from "./views.ts";
import type { FakeMessage, World } from "./world.ts";

export interface KeyboardOptions {
  readonly world: World;
  readonly views: Views;
  readonly identity: Identity;
  /** Read at each delivery, so that a test may change them. */
  readonly settings: { readonly deliverTo: string | undefined; readonly signingSecret: string };
  readonly command: string;
  readonly sockets: readonly SocketEnd[];
  /** Somebody waits for the acknowledgement of an envelope. */
  readonly acknowledged: Map<string, (payload: unknown) => void>;
  /** A new response_url. */
  responseUrl(given: { channel: string; user: string; source?: FakeMessage }): string;
}

export type By = Oddities & { by?: Actor };

/** Someone at the keyboard: what they do is delivered as Slack delivers it, by HTTP or over the socket while one is open. */
export function createKeyboard(options: KeyboardOptions) {
  const { world, views, identity, settings, sockets, acknowledged, responseUrl } = options;
  const ada: Actor = { user: "UADA", name: "ada", team: identity.team, channel: "C1" };
  let last: { sending: Sending; body: string; headers: Record<string, string> } | undefined;

  async function send(sending: Sending, odd: Oddities = {}): Promise<Delivered> {
    const { body, contentType } = bodyOf(sending);
    const timestamp = odd.timestamp ?? Math.floor(Date.now() / 1000);
    const headers = {
      "content-type": odd.contentType ?? contentType,
      "x-slack-request-timestamp": String(timestamp),
      "x-slack-signature": sign(odd.signingSecret ?? settings.signingSecret, timestamp, body),
      ...odd.headers,
    };
    last = { sending, body, headers };
    const socket = sockets.at(-1);
    if (socket) return sendOver(socket, sending);
    return deliver(settings.deliverTo ?? "", { body, headers });
  }

  async function sendOver(socket: SocketEnd, { kind, payload }: Sending): Promise<Delivered> {
    const envelope_id = newId();
    const began = performance.now();
    const answered = new Promise<Omit<Delivered, "ms">>((resolve) => {
      acknowledged.set(envelope_id, (given) =>
        resolve({ status: 200, body: given === undefined ? "" : JSON.stringify(given) }),
      );
    });
    socket.send({
      type: kind,
      envelope_id,
      payload,
      accepts_response_payload: kind !== "events_api",
    });
    const silence = after(patienceMs, { status: 0, body: "" }, { ref: false });
    const taken = await Promise.race([answered, silence]);
    acknowledged.delete(envelope_id);
    return { ...taken, ms: performance.now() - began };
  }

  return {
    person: ada,
    send,
    /** Someone types the slash command. */
    type(line: string, { by = ada, ...odd }: By = {}): Promise<Delivered> {
      const address = responseUrl({ channel: by.channel, user: by.user });
      const { command } = options;
      const given = { actor: by, command, responseUrl: address, trigger: views.trigger(by.user) };
      return send(commandPayload(line, given), odd);
    },
    /** Someone says a line to the bot in a channel, or in a thread of it. */
    mention(line: string, { by = ada, thread, ...odd }: By & { thread?: string } = {}) {
      const said = `<@${identity.botUser}> ${typed(line)}`;
      const message = world.say(by.user, by.channel, said, thread);
      return send(eventPayload(mentionEvent(message, by), identity), odd);
    },
    /** Someone presses the button that reads so, on the newest message that has one. */
    press(label: string, { by = ada, ...odd }: By = {}): Promise<Delivered> {
      const found = findButton(world, label);
      const { channel } = found.message;
      const address = responseUrl({ channel, user: by.user, source: found.message });
      const trigger = views.trigger(by.user);
      return send(pressPayload(found, { actor: by, responseUrl: address, identity, trigger }), odd);
    },
    event: (event: Readonly<Record<string, unknown>>, odd: Oddities = {}) =>
      send(eventPayload(event, identity), odd),
    /** The last delivery once more, signed anew: Slack believes that it was lost. */
    again(): Promise<Delivered> {
      if (!last) throw new Error("nothing was delivered yet");
      return send(last.sending, { timestamp: Math.floor(Date.now() / 1000) + 1 });
    },
    /** The last HTTP request once more, byte by byte: somebody recorded it. */
    replay(): Promise<Delivered> {
      if (!last) throw new Error("nothing was delivered yet");
      return deliver(settings.deliverTo ?? "", last);
    },
  };
}
