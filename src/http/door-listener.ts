import type { IncomingMessage, ServerResponse } from "node:http";
import type { DoorAnswer, Receive } from "../core/door.ts";
import type { RequestListener } from "../core/platform.ts";

/** No platform's message comes near it. */
const bodyLimit = 1_000_000;
/** Of all bodies that are being read: anybody may send one, since the whole of it shows who did. */
const mostHeld = 16_000_000;
/** A platform sends its few kilobytes at once, and gives up by itself after three seconds. */
const bodyPatienceMs = 5000;

type Answered = Exclude<DoorAnswer, { readonly asks: unknown }>;

/** The bot, as whoever stands at a door sees it. */
export interface Inside {
  /** False once the door is shut: who knocks is told so, and tries again later. */
  isOpen(): boolean;
  /** Keeps it; once that is called which it returns, the bot has it, and knows how long its sender waited. */
  take(said: unknown): (tookMs: number) => void;
  /** Resolves with JSON, or with nothing. */
  ask(said: unknown): Promise<string | undefined>;
  /** Who asked has the answer, after so many milliseconds. */
  told(tookMs: number): void;
}

interface Knock {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
  /** Milliseconds since it began. */
  passed(): number;
}

/** Stands at a door: reads the body, lets the door look at it, and answers at once. */
export function createDoorListener(receive: Receive, inside: Inside): RequestListener {
  const readBody = createBodyReader();

  function enter({ request, response, body, passed }: Knock): void {
    // Once more: nothing is acknowledged that would not be answered any more.
    const open = inside.isOpen();
    const answer = open ? receive({ headers: request.headers, body }) : { status: 503 };
    if ("asks" in answer) {
      void inside.ask(answer.asks).then((json) => {
        end(response, jsonAnswer(json));
        inside.told(passed());
      });
    } else {
      // In this order, within one turn: what is acknowledged is kept before, and the bot begins at once, and would take the
      // processor that the answer needs to get there.
      const hand = answer.hand === undefined ? undefined : inside.take(answer.hand);
      end(response, answer);
      hand?.(passed());
    }
  }

  return (request, response) => {
    if (request.method !== "POST") end(response, { status: 405, headers: { allow: "POST" } });
    else if (!inside.isOpen()) end(response, { status: 503 });
    else {
      const began = performance.now();
      const passed = () => performance.now() - began;
      readBody(request, (read) => {
        if (typeof read === "string") enter({ request, response, body: read, passed });
        else end(response, { ...read, headers: { connection: "close" } });
      });
    }
  };
}

const jsonAnswer = (body: string | undefined): Answered =>
  body === undefined
    ? { status: 200 }
    : { status: 200, headers: { "content-type": "application/json; charset=utf-8" }, body };

/** What came in, or the status that says why it was not read. */
type Read = string | { readonly status: 408 | 413 | 503 };

/** Reads bodies, and never holds more of them than it may, however many send at once. */
function createBodyReader() {
  let held = 0;

  /** `done` is called once, and never where the sender gives up. */
  return (request: IncomingMessage, done: (read: Read) => void): void => {
    const chunks: Buffer[] = [];
    let size = 0;
    let over = false;
    const finish = (read?: Read) => {
      if (over) return;
      over = true;
      clearTimeout(late);
      held -= size;
      chunks.length = 0;
      if (read !== undefined) done(read);
    };
    const late = setTimeout(() => finish({ status: 408 }), bodyPatienceMs);
    request.on("data", (chunk: Buffer) => {
      if (over) return;
      size += chunk.length;
      held += chunk.length;
      if (size > bodyLimit) finish({ status: 413 });
      else if (held > mostHeld) finish({ status: 503 });
      else chunks.push(chunk);
    });
    request.on("end", () => finish(over ? undefined : Buffer.concat(chunks).toString()));
    request.on("error", () => finish()); // The sender gave up.
    request.on("close", () => finish());
  };
}

function end(response: ServerResponse, { status, headers = {}, body = "" }: Answered): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, headers).end(body);
}
