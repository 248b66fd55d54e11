import { allows } from "./access.ts";
import type { CommandContext } from "./command.ts";
import { excerpt, oneLine } from "./excerpt.ts";
import type { LogEvent } from "./log-event.ts";
import { textOf } from "./log-match.ts";
import { type LogKind, logTypeOf } from "./log-types/index.ts";
import { type Mask, scrub, withoutSecrets } from "./mask.ts";
import { type Span, type Text, type Tone, tones } from "./message.ts";

/** Who will see the words: masked, for all but an operator who asks for themselves. One for each message. */
export interface Viewer {
  readonly masked: boolean;
  readonly mask: Mask;
}

export function viewerOf({
  audience,
  role,
  mask,
}: Pick<CommandContext, "audience" | "role" | "mask">): Viewer {
  return { masked: audience === "all" || !allows(role, "operator"), mask };
}

/** What of an event may be shown, by field. What is not named here is not for showing in a list. */
export interface EventView {
  /** Undefined for a type that we do not know: nothing is known of how it ended. */
  readonly kind: LogKind | undefined;
  readonly name: string;
  readonly code: string;
  readonly user?: string;
  readonly address?: string;
  readonly client?: string;
  readonly connection?: string;
  readonly organization?: string;
  readonly description?: string;
}

/**
 * The fields of an event for this viewer. Masked, it is a list of what is let through and never of what is taken
 * away: people and addresses by number, the description not at all (Auth0 writes names and values into it), the
 * client's id not at all (of a failed request it is whatever somebody sent), an organization by its id alone.
 */
export function viewOf(event: LogEvent, { masked, mask }: Viewer): EventView {
  const type = logTypeOf(event.type);
  const code = type || !masked ? event.type : codeLike(event.type);
  const named = { kind: type?.kind, name: type?.name ?? unknownName, code };
  return { ...named, ...(masked ? maskedFields(event, mask) : plainFields(event)) };
}

const unknownName = "Event of an unknown type";

/** Of an unknown type, a code is shown to many only if it looks like one. */
const codeLike = (written: string): string =>
  /^[a-z][a-z0-9_]{0,39}$/u.test(written) && scrub(written) === written ? written : "";

type Fields = Omit<EventView, "kind" | "name" | "code">;

function maskedFields(event: LogEvent, mask: Mask): Fields {
  const user = event.userId ?? event.userName;
  const { ip, clientName, connection, organization, raw } = event;
  const id = [organization, raw.organization_id].find(isOrganizationId);
  return {
    ...(user === undefined ? {} : { user: mask.user(user) }),
    ...(ip === undefined ? {} : { address: mask.address(ip) }),
    ...(clientName === undefined ? {} : { client: line(scrub(clientName)) }),
    ...(connection === undefined ? {} : { connection: line(scrub(connection)) }),
    ...(id === undefined ? {} : { organization: id }),
  };
}

const isOrganizationId = (given: unknown): given is string =>
  typeof given === "string" && /^org_[a-zA-Z0-9]{6,32}$/u.test(given);

function plainFields(event: LogEvent): Fields {
  const { ip, connection, organization, description } = event;
  const [user, client] = [event.userName ?? event.userId, event.clientName ?? event.clientId];
  return {
    ...(user === undefined ? {} : { user: line(user) }),
    ...(ip === undefined ? {} : { address: line(ip) }),
    ...(client === undefined ? {} : { client: line(client) }),
    ...(connection === undefined ? {} : { connection: line(connection) }),
    ...(organization === undefined ? {} : { organization: line(organization) }),
    ...(description === undefined ? {} : { description: line(description) }),
  };
}

/** What Auth0, or an Action, wrote of why; undefined where nothing was, and for many: names stand in it. */
export const reasonIn = (event: LogEvent, { masked }: Viewer): string | undefined =>
  masked ? undefined : line(event.description || textOf(event)) || undefined;

const line = (words: string): string => excerpt(oneLine(withoutSecrets(words)), 160);

const toneOfKind: Readonly<Record<LogKind, Tone>> = {
  success: "good",
  failure: "bad",
  warning: "warning",
  notice: "neutral",
};

/** "🔴 ": how it ended, beside the words that say so. */
export function signOf(kind: LogKind | undefined): string {
  const tone = kind ? toneOfKind[kind] : "neutral";
  return tone === "neutral" ? "" : `${tones[tone].sign} `;
}

/** One event as a list shows it: what happened first, then when, to whom, from where, through what. */
export function sayEvent(
  { at }: Pick<LogEvent, "at">,
  view: EventView,
  when: Span = { time: at },
): Text {
  const { user, address, client, connection, organization, description } = view;
  const parts = [
    ...(user ? [user] : []),
    ...(address ? [`from ${address}`] : []),
    ...(client ? [`through ${client}`] : []),
    ...(connection ? [`on ${connection}`] : []),
    ...(organization ? [`in ${organization}`] : []),
  ];
  const code: readonly Span[] = view.code ? [" ", { code: view.code }] : [];
  return [
    `${signOf(view.kind)}`,
    { bold: view.name },
    ...code,
    " – ",
    when,
    ...(parts.length > 0 ? [`, ${parts.join(", ")}`] : []),
    ...(description && description !== view.name ? [` – ${excerpt(description, 120)}`] : []),
  ].filter((span) => span !== "");
}
