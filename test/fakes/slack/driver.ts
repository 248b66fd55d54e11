import { createHmac, randomBytes } from "node:crypto";
import { isObject } from "../../../adapters/slack/block-kit.ts";
import type { World } from "./world.ts";

/** How the bot took what it was sent. */
export interface Delivered {
  /** The answer's HTTP status; 200 for an acknowledgement over the socket, 0 for none within three seconds. */
  readonly status: number;
  /** What the acknowledgement carried: the HTTP answer's body, or the socket envelope's payload as JSON; empty for none. */
  readonly body: string;
  readonly ms: number;
}

/** What Slack sends: how it travels by HTTP and what it is called on the socket. */
export interface Sending {
  readonly kind: "slash_commands" | "events_api" | "interactive";
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Ways for a request to be wrong, or merely odd. */
export interface Oddities {
  readonly signingSecret?: string;
  /** Seconds since the epoch. */
  readonly timestamp?: number;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Slack tells a person after three seconds that the app did not answer. */
export const patienceMs = 3000;

/** Slack's escapes for what a person types, links and all. */
export function typed(line: string): string {
  return line
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/https?:\/\/[^\s"]+/g, (url) => `<${url}>`);
}

/** The body of an HTTP delivery and its content type. */
export function bodyOf({ kind, payload }: Sending): { body: string; contentType: string } {
  if (kind === "events_api")
    return { body: JSON.stringify(payload), contentType: "application/json" };
  const form =
    kind === "interactive"
      ? new URLSearchParams({ payload: JSON.stringify(payload) })
      : new URLSearchParams(
          Object.entries(payload).map(([key, value]): [string, string] => [key, written(value)]),
        );
  return { body: form.toString(), contentType: "application/x-www-form-urlencoded" };
}

/** A form holds words alone. */
const written = (value: unknown): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value);

export function sign(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
}

/** Delivers over HTTP, with Slack's patience. */
export async function deliver(
  url: string,
  given: { body: string; headers: Readonly<Record<string, string>> },
): Promise<Delivered> {
  const began = performance.now();
  const taken = await fetch(url, {
    method: "POST",
    body: given.body,
    headers: given.headers,
    signal: AbortSignal.timeout(patienceMs),
  }).then(
    async (response) => ({ status: response.status, body: await response.text() }),
    () => ({ status: 0, body: "" }),
  );
  return { ...taken, ms: performance.now() - began };
}

export const newId = (): string => randomBytes(8).toString("hex").toUpperCase();

export interface FoundButton {
  readonly message: World["messages"][number];
  readonly button: Readonly<Record<string, unknown>>;
}

/** The newest message with a button that reads so, and that button. */
export function findButton(world: World, label: string): FoundButton {
  for (const message of [...world.messages].reverse()) {
    const button = buttonsOf(message.blocks).find(
      ({ text }) => isObject(text) && text.text === label,
    );
    if (button) return { message, button };
  }
  throw new Error(`no message shows a button "${label}"`);
}

function buttonsOf(blocks: unknown): readonly Readonly<Record<string, unknown>>[] {
  const all: readonly unknown[] = Array.isArray(blocks) ? blocks : [];
  return all
    .filter(isObject)
    .filter(({ type }) => type === "actions")
    .flatMap(({ elements }) => (Array.isArray(elements) ? elements.filter(isObject) : []));
}
