import { composeCard, composeUpdates } from "../../src/core/card.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import type { LoginRun } from "../../src/core/login.ts";
import type { Observation } from "../../src/core/store.ts";
import type { KnownSubject, Subject } from "../../src/core/subject.ts";
import { staleAlert } from "../../src/feeds/staleness.ts";
import { follow } from "../../src/login/alert.ts";
import { ended, lost, silent, unread } from "../../src/logs/reading/alerts.ts";
import { type Nights, nights, openLogins } from "./logins.ts";
import { ago, night } from "./night.ts";
import type { Specimen } from "./painter.ts";
import { advisories } from "./subjects.ts";

const wish = {
  as: "thread",
  mention: "local:user:ada",
  by: { id: "local:user:ada", name: "Ada" },
} as const;

/** What channels get to see of the tenant without asking: alerts of its logins, of what is not read any more, and advisories. */
export async function cards(): Promise<readonly Specimen[]> {
  const [outage, password] = await Promise.all([alertOf(nights.outage), alertOf(nights.password)]);
  const again = await recovery();
  const [affected, notice] = advisories.map(known);
  return [
    ...[outage, password].flatMap((subject) => cardOf("alert", subject)),
    ...cardOf("alert over", again),
    ...(again
      ? [{ name: "alert over, update", message: composeUpdates(again, again.revisions, wish) }]
      : []),
    ...unheard().flatMap((subject) => cardOf("alert of the bot's own", subject)),
    ...cardOf("advisory", affected),
    ...cardOf("notice", notice),
  ];
}

/** Sources and logs that went silent. */
function unheard(): readonly KnownSubject[] {
  const [prod, since] = ["prod", ago(25 * MINUTE)];
  const feed = { key: "changelog", source: "changelog", title: "Auth0 change log" };
  const stuck = {
    since,
    why: "Auth0 gave Watchpost no token (401 access_denied)",
    fix: "Compare management.clientId and clientSecret with the application's Settings in Auth0.",
  };
  const hole = { from: ago(9 * DAY), to: ago(9 * DAY - HOUR), foundAt: night };
  const why =
    "Watchpost had not read the log for longer than Auth0 keeps it; a log stream may have brought some of it, which proves nothing";
  const logs: readonly Observation[] = [
    unread({ kind: "unread", tenant: prod, since }, stuck, night),
    silent({ kind: "silent", tenant: prod, since }, night),
    lost({ kind: "lost", tenant: prod, since }, { ...hole, why }, "Europe/Berlin", night),
    ended({ kind: "silent", tenant: prod, since }, night),
  ];
  const stale = staleAlert(feed, ago(14 * HOUR), "auth0.com answered HTTP 503.", 12 * HOUR);
  return [stale, ...logs.flatMap(({ subjects = [] }) => subjects)].map(known);
}

const cardOf = (name: string, subject: KnownSubject | undefined): readonly Specimen[] =>
  subject ? [{ name, message: composeCard(subject, wish) }] : [];

async function alertOf(kind: Nights): Promise<KnownSubject | undefined> {
  const since = ago(kind.failing ?? HOUR);
  const run = await newest(kind);
  const { observation } = follow(run, { alert: undefined, since, stopped: kind.stopped });
  return observation?.subjects?.map(known)[0];
}

async function recovery(): Promise<KnownSubject | undefined> {
  const alert = { tenant: "prod", since: ago(38 * MINUTE), told: new Set(["cause:auth0-error"]) };
  const run = await newest(nights.well);
  const { observation } = follow(run, { alert, since: undefined, stopped: undefined });
  return observation?.subjects?.map(known)[0];
}

async function newest(kind: Nights): Promise<LoginRun> {
  const [run] = await openLogins(kind).latest("prod", 1);
  if (!run) throw new Error("there was no login that night");
  return run;
}

const known = (subject: Subject): KnownSubject => ({
  ...subject,
  tenants: subject.source === "logins" ? ["prod"] : [],
  firstSeenAt: ago(HOUR),
  changedAt: night,
});
