import { inTime } from "../../src/core/in-time.ts";
import type { Outgoing } from "../../src/core/outgoing.ts";

/** What a service of Microsoft's answered. */
export interface Answered {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Headers;
  /** As JSON; undefined where it is something else, or nothing. */
  readonly body: unknown;
}

const patienceMs = 10_000;

/** One request, never repeated. @throws what `fetch` throws. */
export type Send = (url: string, init: RequestInit) => Promise<Answered>;

export const createSend =
  ({ fetch }: Pick<Outgoing, "fetch">): Send =>
  (url, init) =>
    inTime(patienceMs, async (signal) => {
      const response = await fetch(url, { ...init, redirect: "manual", signal });
      const { ok, status, headers } = response;
      return { ok, status, headers, body: parse(await response.text()) };
    });

function parse(words: string): unknown {
  try {
    return JSON.parse(words) as unknown;
  } catch {
    return undefined; // A gateway's page, or nothing: the status says enough.
  }
}
