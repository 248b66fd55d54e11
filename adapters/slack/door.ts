import { createHmac, timingSafeEqual } from "node:crypto";
import { parse as parseForm } from "node:querystring";
import type { DoorAnswer, DoorRequest, OpenDoor } from "../../src/core/door.ts";
import { readModestly } from "../../src/core/modest-json.ts";

/** Slack's own tolerance for the age of a request; nothing from the future is taken either. */
const toleranceMs = 5 * 60_000;

/** Far more than Slack says at once. What nests deeper cannot be handed on to another thread, and would end this one. */
const modesty = { values: 50_000, depth: 200 };

/** What the door is given. */
export interface SlackDoorData {
  /** Each as bytes, which no picture of a heap shows. Two while one is changed for the other. */
  readonly keys: readonly Uint8Array[];
}

/** What it hands over: whatever Slack says, read. */
export type Said = Readonly<Record<string, unknown>>;

/**
 * Where Slack's requests come in over HTTP, in a thread of its own: each is checked, acknowledged and handed over. Only a
 * filled form is answered by the bot itself, since what is wrong with it stands in the acknowledgement.
 */
export const openDoor: OpenDoor<SlackDoorData> = (data) => {
  const seen = createSeen();
  return (request) => {
    const form = isForm(request);
    // Slack tries the address without a signature; nothing comes of it.
    if (form && parseForm(request.body).ssl_check === "1") return { status: 200 };
    // Its bytes alone tell requests apart: they can be written in many ways, and whatever stands around them counts for nothing.
    const hash = isSigned(request, data.keys) && claimedIn(request).toString("hex");
    if (!hash || seen(hash)) return turnedAway(401);
    const said = read(request.body, form);
    return said === undefined ? turnedAway(400) : answerTo(said);
  };
};

const signature = "x-slack-signature";

function answerTo(said: Said): DoorAnswer {
  if (said.type === "url_verification") return tell({ challenge: said.challenge });
  return said.type === "view_submission" ? { asks: said } : { status: 200, hand: said };
}

const turnedAway = (status: number): DoorAnswer => ({
  status,
  headers: { "x-slack-no-retry": "1" },
});

const tell = (content: object): DoorAnswer => ({
  status: 200,
  headers: { "content-type": "application/json; charset=utf-8" },
  body: JSON.stringify(content),
});

/** By Slack, not too old, and not from the future. */
function isSigned(request: DoorRequest, keys: readonly Uint8Array[]): boolean {
  const written = headerOf(request, "x-slack-request-timestamp");
  const age = Date.now() - Number(written) * 1000;
  if (!/^\d{1,12}$/.test(written) || Math.abs(age) > toleranceMs) return false;
  const claimed = claimedIn(request);
  const fits = keys.map((key) => {
    const right = createHmac("sha256", key).update(`v0:${written}:${request.body}`).digest();
    return claimed.length === right.length && timingSafeEqual(claimed, right);
  });
  return fits.includes(true);
}

/** Empty for a signature of another version. */
function claimedIn(request: DoorRequest): Buffer {
  const [version, given = ""] = headerOf(request, signature).split("=");
  return Buffer.from(version === "v0" ? given : "", "hex");
}

const headerOf = ({ headers }: DoorRequest, name: string): string => String(headers[name] ?? "");

const isForm = (request: DoorRequest): boolean =>
  headerOf(request, "content-type").split(";")[0]?.trim().toLowerCase() ===
  "application/x-www-form-urlencoded";

/** What Slack says, be it a form, a form around JSON, or JSON; undefined for what is none of these. */
function read(body: string, form: boolean): Said | undefined {
  try {
    const fields = form ? parseForm(body) : {};
    if (form && typeof fields.payload !== "string") return { ...fields };
    const said = readModestly(form ? String(fields.payload) : body, modesty);
    return typeof said === "object" && said !== null ? (said as Said) : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers what it was asked for as long as a request is fresh; true for what it was asked before. */
function createSeen(): (signature: string) => boolean {
  const until = new Map<string, number>();
  return (signature) => {
    const now = Date.now();
    for (const [old, end] of until) {
      if (end > now) break;
      until.delete(old);
    }
    if (until.has(signature)) return true;
    // Twice: a request may be dated that far ahead and be as far behind when it comes again.
    until.set(signature, now + 2 * toleranceMs);
    return false;
  };
}
