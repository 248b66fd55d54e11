import { sayLine } from "../core/command.ts";
import { errorCodeOf } from "../core/error-codes/index.ts";
import { excerpt } from "../core/excerpt.ts";
import { quoted } from "../core/line.ts";
import { causeOf } from "../core/log-cause.ts";
import { logCauses } from "../core/log-causes/index.ts";
import type { LogEvent } from "../core/log-event.ts";
import { logTypeOf } from "../core/log-types/index.ts";
import { type EventView, signOf, type Viewer, viewOf } from "../core/log-words.ts";
import { redact, withoutSecrets } from "../core/mask.ts";
import {
  type Action,
  actions,
  type Block,
  code,
  type Field,
  fields,
  heading,
  type Message,
  note,
  text,
} from "../core/message.ts";
import { sayTime } from "../core/say.ts";

/** Characters of the raw event; every platform shows so many at once. */
const mostRaw = 2600;
/** Characters of one value in it: whole requests and pages stand in some. */
const mostValue = 300;
const mostItems = 20;

/**
 * One event in full: what it means and what to do, then all that is known of it.
 * `tenant`: named in the lines of buttons, where there are several.
 */
export function sayWhole(
  event: LogEvent,
  given: { readonly zone: string; readonly tenant: string | undefined },
  viewer: Viewer,
): Message {
  const view = viewOf(event, viewer);
  const who = [
    ...(view.user ? [` of ${view.user}`] : []),
    ...(view.address ? [` from ${view.address}`] : []),
  ].join("");
  const summary = `${view.name}${who}, ${sayTime(event.at, given.zone)}.`;
  const tone = view.kind === "failure" ? "bad" : view.kind === "warning" ? "warning" : "neutral";
  return {
    summary,
    tone,
    blocks: [
      // A tone brings a sign of its own.
      heading(tone === "neutral" ? `${signOf(view.kind)}${view.name}` : view.name),
      fields(fieldsOf(event, view, viewer)),
      ...meaning(event),
      ...(viewer.masked ? [note(hiddenWords)] : rawOf(event)),
      ...onward(event, given.tenant, viewer),
    ],
  };
}

const hiddenWords =
  "Everybody here sees this, so it leaves out whom it is about, the description and the details. Operators see them privately with the event's button or line.";

function fieldsOf(event: LogEvent, view: EventView, { masked }: Viewer): readonly Field[] {
  const { user, address, client, connection, organization, description, kind } = view;
  const told: readonly (readonly [string, string | undefined])[] = [
    ["Ended as", kind ?? "unknown"],
    ["User", user],
    ["Address", address],
    ["Application", client],
    ["Connection", connection],
    ["Organization", organization],
    ["Why", whyOf(event)],
    ["Error", errorOf(event)],
    ["Description", description],
    ...(masked ? [] : plainFields(event, view)),
  ];
  return [
    ...(view.code ? [{ label: "Type", value: [{ code: view.code }] }] : []),
    { label: "When", value: [{ time: event.at }] },
    ...told.flatMap(([label, value]) => (value ? [{ label, value }] : [])),
  ];
}

/** In our own words, where we have any. */
const whyOf = (event: LogEvent): string | undefined => logCauses.get(causeOf(event))?.phrase;

function plainFields(
  event: LogEvent,
  view: EventView,
): readonly (readonly [string, string | undefined])[] {
  const shown = (words: string | undefined) => words && excerpt(withoutSecrets(words), 200);
  return [
    ["User id", event.userId === view.user ? undefined : event.userId],
    ["Application id", event.clientId === view.client ? undefined : event.clientId],
    ["API", shown(event.audience)],
    ["Scopes", shown(event.scope?.join(" "))],
    ["Host", shown(event.hostname)],
    ["Browser or program", shown(event.userAgent)],
    ["Event id", event.id],
  ];
}

/** The error's code, if it is one of those that Auth0 gives: nothing else can stand there then. */
function errorOf({ details }: LogEvent): string | undefined {
  const error = at(details, "error");
  const words = [error, at(error, "oauthError"), at(error, "type"), at(error, "code")];
  return words.flatMap((word) => (typeof word === "string" ? (errorCodeOf(word) ?? []) : []))[0]
    ?.code;
}

function at(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function meaning({ type }: LogEvent): readonly Block[] {
  const known = logTypeOf(type);
  if (!known) {
    return [text("Watchpost does not know this type of event: Auth0 may have added it since.")];
  }
  return [
    text(known.means),
    text([{ bold: "Usually: " }, known.causes]),
    text([{ bold: "What to do: " }, known.advice]),
  ];
}

/** The event as Auth0 gave it, without what opens doors. */
function rawOf({ raw }: LogEvent): readonly Block[] {
  const whole = JSON.stringify(shorten(redact(raw)), null, 1);
  const shown = whole.slice(0, mostRaw);
  const cut = whole.length - shown.length;
  const rest = cut > 0 ? ` ${cut} more characters are in Auth0's dashboard.` : "";
  return [
    code(cut > 0 ? `${shown}…` : shown),
    note(`As Auth0 gave it; tokens, passwords and codes are removed, long values are cut.${rest}`),
  ];
}

function shorten(value: unknown): unknown {
  if (typeof value === "string") {
    return value.length > mostValue ? `${value.slice(0, mostValue)}…` : value;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, mostItems).map(shorten);
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, shorten(held)]));
}

/** From one event to what stands around it. */
function onward(event: LogEvent, tenant: string | undefined, { masked }: Viewer): readonly Block[] {
  const { type, userName, userId, ip } = event;
  const user = userName ?? userId;
  const around: readonly Action[] = [
    ...(user ? [{ label: "This user", line: sayLine("logs", { user, tenant }) }] : []),
    ...(user ? [{ label: "Their story", line: sayLine(`user ${quoted(user)}`, { tenant }) }] : []),
    ...(ip ? [{ label: "This address", line: sayLine("logs", { ip, tenant }) }] : []),
  ];
  const explain = logTypeOf(type) ? [{ label: "Explain type", line: `explain ${type}` }] : [];
  const all = [...(masked ? [] : around), ...explain];
  return all.length > 0 ? [actions(...all)] : [];
}
