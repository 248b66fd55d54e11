import { composeCard, composeUpdates } from "../../src/core/card.ts";
import { HOUR, MINUTE } from "../../src/core/clock.ts";
import type { LoginRun } from "../../src/core/login.ts";
import type { KnownSubject, Subject } from "../../src/core/subject.ts";
import { follow } from "../../src/login/alert.ts";
import { type Nights, nights, openLogins } from "./logins.ts";
import { ago, night } from "./night.ts";
import type { Specimen } from "./painter.ts";
import { advisories } from "./subjects.ts";

const wish = {
  as: "thread",
  mention: "local:user:ada",
  by: { id: "local:user:ada", name: "Ada" },
} as const;

/** What channels get to see of the tenant without asking: alerts of its logins, and advisories. */
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
    ...cardOf("advisory", affected),
    ...cardOf("notice", notice),
  ];
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
