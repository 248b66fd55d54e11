import type { Archive } from "../../src/core/archive.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import type { LogReading } from "../../src/core/log-coverage.ts";
import { fakeArchive } from "../../test/fakes/archive.ts";
import { everyHour, logRecord } from "../../test/fakes/log-records.ts";
import { knownPeople } from "./known-people.ts";
import { ago, night } from "./night.ts";
import type { SituationName } from "./situation.ts";

const apps = ["Checkout", "Acme Web", "Partner portal", "Mobile app"];
const nth = <T>(all: readonly T[], index: number): T => all[index % all.length] as T;

type Given = (back: number, index: number) => Readonly<Record<string, unknown>>;

const someone: Given = (back, index) => ({
  client_name: nth(apps, back + index),
  user_name: `person${back}.${index}@example.com`,
  user_id: `auth0|${back}x${index}`,
  ip: `203.0.113.${(back * 7 + index) % 250}`,
});

const usual = [
  ...everyHour(night, 24 * 29, (back) => 2 + ((back * 5) % 3), someone),
  ...everyHour(
    night,
    24 * 29,
    (back) => 1 - (back % 2),
    (back, index) => ({ ...someone(back, index), type: "fu", description: "Unknown user" }),
  ),
  ...everyHour(
    night,
    24 * 29,
    (back) => (back % 3 === 0 ? 1 : 0),
    (back, index) => ({
      ...someone(back, index),
      type: "feacft",
      description: "Invalid authorization code",
      connection: null,
    }),
  ),
];

/** Somebody tries a list of stolen passwords, a deploy asks too much, and mail goes wrong. */
const wrong = [
  ...everyHour(
    night,
    2,
    (back) => (back === 0 ? 140 : 70),
    (back, index) => ({
      ...someone(back, index),
      client_name: "Checkout",
      type: index % 9 === 0 ? "fu" : "fp",
      ip: `198.51.100.${index % 3}`,
    }),
  ),
  ...everyHour(
    ago(9 * HOUR),
    2,
    () => 26,
    (back, index) => ({
      ...someone(back, index),
      type: "fn",
      details: { error: "535 Authentication failed", email_type: "verify_email" },
    }),
  ),
  logRecord(ago(3 * HOUR), {
    type: "actions_execution_failed",
    description: "Action 'Enrich' exceeded its time limit",
  }),
  // Nobody has a name for this reason.
  ...[0, 1].map((index) =>
    logRecord(ago(2 * HOUR + index * MINUTE), {
      type: "feacft",
      description: "The key to sign with is stale",
    }),
  ),
  ...[0, 1, 2].map((index) =>
    logRecord(ago(70 * MINUTE - index * MINUTE), { type: "limit_mu", ip: `198.51.100.${index}` }),
  ),
  ...limits("api_limit", "Terraform", 14, { method: "get", path: "/api/v2/clients/abc123" }),
  ...limits("api_limit_warning", "Terraform", 9, { method: "get", path: "/api/v2/connections" }),
  ...limits("api_limit_warning", "Checkout", 4, { method: "post", path: "/oauth/token" }),
];

function limits(type: string, client: string, count: number, request: object) {
  return Array.from({ length: count }, (_, index) =>
    logRecord(ago((index % 3) * DAY + 5 * HOUR + index * MINUTE), {
      type,
      description: "Too many requests",
      client_id: client,
      client_name: client,
      user_id: null,
      user_name: null,
      connection: null,
      details: { request, limit: { bucket: `${client.toLowerCase()}_burst`, size: 50 } },
    }),
  );
}

const made = new Map<SituationName, Promise<Archive>>();

/** What the bot has kept of the tenant prod; nothing where it is new or not set up. */
export function keptLogs(name: SituationName): Promise<Archive> {
  const known = made.get(name) ?? fill(name);
  made.set(name, known);
  return known;
}

async function fill(name: SituationName): Promise<Archive> {
  const archive = fakeArchive(() => night);
  const kept = { calm: usual, trouble: [...usual, ...wrong, ...knownPeople] };
  const records = kept[name as keyof typeof kept];
  if (!records) return archive;
  const hole = {
    from: ago(9 * DAY),
    to: ago(9 * DAY - HOUR),
    why: "Watchpost had not read the log for longer than Auth0 keeps it; a log stream may have brought some of it, which proves nothing",
    foundAt: ago(8 * DAY),
  };
  const proof = { checkpoint: "1", until: ago(MINUTE), since: ago(60 * DAY) };
  const proved = name === "trouble" ? { ...proof, hole } : proof;
  await archive.add({ tenant: "prod", way: "reader", records, proof: proved });
  return archive;
}

/** How reading the kept logs goes. */
export function readingOf(name: SituationName): (tenant: string) => LogReading | undefined {
  const stuck = {
    since: ago(HOUR),
    why: "The Management API of prod could not be reached",
    fix: "Look at Auth0's status; if that is well, see whether this machine reaches the tenant.",
  };
  const reading = name === "silent" ? { streamed: true, stuck } : { streamed: true };
  return (tenant) => (tenant === "prod" ? reading : undefined);
}
