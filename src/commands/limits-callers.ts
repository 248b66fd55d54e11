import type { Caller, LimitEvent } from "../core/limit-event.ts";
import { isHash } from "../core/log-name-forms.ts";
import { logTypeOf } from "../core/log-types/index.ts";
import { type Viewer, viewOf } from "../core/log-words.ts";

/** Everything of one caller. */
export interface Share {
  readonly caller: Caller;
  readonly name: string;
  readonly events: readonly LimitEvent[];
  /** Requests were refused. */
  readonly hits: number;
  readonly close: number;
  /** The most frequent first: `GET /api/v2/users/{id}`. */
  readonly endpoints: readonly { readonly name: string; readonly count: number }[];
}

/** The one with most refusals first. */
export function sharesOf(events: readonly LimitEvent[], viewer: Viewer): readonly Share[] {
  const by = new Map<string, LimitEvent[]>();
  for (const event of events) {
    const key = `${event.caller.kind}\n${event.caller.key}`;
    by.set(key, [...(by.get(key) ?? []), event]);
  }
  return [...by.values()]
    .flatMap((mine) => shareOf(mine, viewer))
    .sort((a, b) => b.hits - a.hits || b.close - a.close);
}

function shareOf(events: readonly LimitEvent[], viewer: Viewer): readonly Share[] {
  const [first] = events;
  if (!first) return [];
  const hits = events.filter(({ event }) => isHit(event.type)).length;
  return [
    {
      caller: first.caller,
      name: nameOf(first, viewer),
      events,
      hits,
      close: events.length - hits,
      endpoints: tally(events.map(placeOf)),
    },
  ];
}

export const isHit = (type: string): boolean => logTypeOf(type)?.kind === "failure";

export const placeOf = ({ endpoint, bucket }: LimitEvent): string | undefined => endpoint ?? bucket;

/** Who it is, as far as the viewer may know. */
function nameOf({ caller, event }: LimitEvent, viewer: Viewer): string {
  const { client, address } = viewOf(event, viewer);
  switch (caller.kind) {
    case "watchpost":
      return "Watchpost itself";
    case "deploy":
      return sayTool(client, caller.tool ?? "A tool");
    case "application":
      return client ?? "An application without a name";
    case "attacker":
    case "address":
      // A hash is asked for again as it stands.
      return address && isHash(address) ? `Address ${address}` : capital(address ?? "an address");
    case "unknown":
      return "Nobody that the log names";
  }
}

const sayTool = (client: string | undefined, tool: string): string => {
  if (!client) return capital(tool);
  const said = tool.startsWith("a ") || client.toLowerCase().includes(tool.toLowerCase());
  return said ? client : `${client} (${tool})`;
};

const capital = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

/** What kind of caller it is, in brackets after its name. */
export const sayCaller: Readonly<Record<Caller["kind"], string>> = {
  watchpost: "this bot",
  deploy: "our own deploy",
  application: "an application",
  attacker: "an attacker's address",
  address: "an address, no application",
  unknown: "unknown",
};

/** What each kind of caller asks for. */
export const adviceFor: Readonly<Record<Caller["kind"], string>> = {
  watchpost:
    "Watchpost asks as little as it can and waits when it is told to; let the log stream bring events instead (docs/logs.md).",
  deploy:
    "Let the deploy do less at once (Terraform: -parallelism=1; Deploy CLI: AUTH0_API_MAX_RETRIES and fewer resource types), and not while others deploy.",
  application:
    "Let the application keep its tokens and what it has read, and wait as Retry-After or x-ratelimit-reset says before it asks again.",
  attacker:
    "It is held back already. Look at logs ip: for what it tried, and leave the block where it is.",
  address: "Find out whose address it is with logs ip:; a loop in a script or a page is usual.",
  unknown: "Look at an event's details with logs type:limits; Auth0 did not name who asked.",
};

export function tally(
  words: readonly (string | undefined)[],
): readonly { readonly name: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const word of words) if (word) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
