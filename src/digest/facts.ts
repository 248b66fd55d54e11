import { isHandled, type LedgerLine, standingOf } from "../core/bulletin.ts";
import type { ProbeResult } from "../core/chat-adapter.ts";
import type { Assessment, Readiness, Waiver } from "../core/check.ts";
import { type Clock, DAY, SECOND } from "../core/clock.ts";
import type { CommandContext, SourceFacts, TenantKnown } from "../core/command.ts";
import { targetsOf } from "../core/freshness.ts";
import type { Log } from "../core/log.ts";
import type { LoginDesk, LoginRun, LoginStanding } from "../core/login.ts";
import type { TargetState } from "../core/store.ts";
import { isOpen, type KnownSubject } from "../core/subject.ts";
import { within } from "../core/within.ts";
import { type LogFacts, type LogFactsFrom, logFactsOf } from "./log-facts.ts";

/** What is known of one tenant. */
export interface TenantFacts {
  readonly name: string;
  /** Absent: it could not be held against the checks, and `gaps` says why. */
  readonly assessment?: Assessment;
  /** Absent: no synthetic login is set up, or nothing could be learned of it. */
  readonly logins?: { readonly standing: LoginStanding; readonly runs: readonly LoginRun[] };
  /** Absent: nothing of its log is kept. */
  readonly logs?: LogFacts;
}

export interface Bulletin {
  readonly subject: KnownSubject;
  /** Its last line in the ledger, if it has any. */
  readonly line: LedgerLine | undefined;
}

/** Everything that digests are made from, looked at once. */
export interface Facts {
  readonly at: Date;
  readonly tenants: readonly TenantFacts[];
  readonly assessments: readonly Assessment[];
  readonly waivers: readonly Waiver[];
  /** Of source `status`: open now, or spoken of lately. */
  readonly incidents: readonly KnownSubject[];
  /** Of source `logins`: alerts, open now or lately. */
  readonly alerts: readonly KnownSubject[];
  /** Published or changed lately, and whatever still waits for somebody. */
  readonly bulletins: readonly Bulletin[];
  readonly targets: readonly TargetState[];
  readonly sources: readonly SourceFacts[];
  /** Conversations in which nothing can be posted. */
  readonly held: number;
  readonly waiting: { readonly count: number; readonly oldest?: Date };
  readonly probes: readonly ProbeResult[];
  /** What could not be looked at, and why: whole sentences. */
  readonly gaps: readonly string[];
}

export interface FactsOptions {
  readonly store: CommandContext["store"];
  readonly tenants: readonly TenantKnown[];
  readonly archive: LogFactsFrom["archive"];
  readonly sources: readonly SourceFacts[];
  readonly readiness: Pick<Readiness, "assess">;
  readonly logins: Pick<LoginDesk, "standing" | "latest">;
  /** The bot's own health, as doctor has it. */
  probe(): Promise<readonly ProbeResult[]>;
  /** When it comes where nobody chose: hours are compared by the clocks there. */
  readonly usual: { readonly zone: string };
  readonly clock: Clock;
  readonly log: Log;
}

/** How far back anything here looks: a root-cause analysis comes weeks after. */
const farthest = 60 * DAY;
/** More than the fastest schedule makes in a week, one each 30 s. */
const mostRuns = 21_000;
const mostSubjects = 500;
/** A digest is made without what takes longer. */
const patience = 30 * SECOND;

/** The store must answer; a tenant, a platform or a login need not: what they do not tell is a gap. */
export async function gatherFacts(options: FactsOptions): Promise<Facts> {
  const { store, clock } = options;
  const at = clock.now();
  const gaps: string[] = [];
  const since = new Date(at.getTime() - farthest);
  const lately = (source: string) => store.subjects.find({ source, since, limit: mostSubjects });
  const open = (source: string) => store.subjects.find({ source, open: true, limit: mostSubjects });
  const [tenants, probes] = await Promise.all([
    Promise.all(options.tenants.map((tenant) => tenantFacts(tenant, { at, options }, gaps))),
    attempt("Watchpost's own parts", () => options.probe(), options, gaps),
  ]);
  const conditions = await store.subscriptions.conditions();
  return {
    at,
    tenants,
    assessments: tenants.flatMap(({ assessment }) => assessment ?? []),
    waivers: await store.waivers.list(),
    incidents: either(await open("status"), await lately("status")),
    alerts: either(await open("logins"), await lately("logins")),
    bulletins: await bulletinsOf(
      either(await open("advisories"), await lately("advisories")),
      options,
    ),
    targets: await targetsOf(options),
    sources: options.sources,
    held: conditions.filter(({ paused, failures }) => paused || failures > 0).length,
    waiting: await store.outbox.waiting(),
    probes: probes ?? [],
    gaps,
  };
}

async function tenantFacts(
  { name, management }: TenantKnown,
  { at, options }: { at: Date; options: FactsOptions },
  gaps: string[],
): Promise<TenantFacts> {
  const { readiness, logins, archive, usual } = options;
  const from = { archive, logins, zone: usual.zone, ownClient: management?.clientId };
  const [assessment, tried, logs] = await Promise.all([
    attempt(`How ready ${name} is`, () => readiness.assess(name), options, gaps),
    attempt(`The synthetic logins of ${name}`, () => loginsOf(name, logins), options, gaps),
    attempt(`The kept log of ${name}`, () => logFactsOf(name, at, from), options, gaps),
  ]);
  return {
    name,
    ...(assessment ? { assessment } : {}),
    ...(tried ? { logins: tried } : {}),
    ...(logs ? { logs } : {}),
  };
}

async function loginsOf(name: string, logins: FactsOptions["logins"]) {
  const standing = await logins.standing(name);
  return standing && { standing, runs: await logins.latest(name, mostRuns) };
}

/** Undefined where it fails or takes too long: then that is a gap. */
async function attempt<T>(
  what: string,
  job: () => Promise<T>,
  { clock, log }: FactsOptions,
  gaps: string[],
): Promise<T | undefined> {
  try {
    const came = await within(
      job().then((value) => ({ value })),
      { clock, ms: patience },
    );
    if (came) return came.value;
    log.warn({ what, patience }, "a digest is made without this: it took too long");
  } catch (error) {
    log.warn({ err: error, what }, "a digest is made without this");
  }
  gaps.push(`${what} could not be looked at; Watchpost's log says why.`);
  return undefined;
}

const keyOf = ({ source, id }: KnownSubject): string => `${source}\n${id}`;

function either(...lists: readonly (readonly KnownSubject[])[]): readonly KnownSubject[] {
  return [...new Map(lists.flat().map((subject) => [keyOf(subject), subject])).values()];
}

async function bulletinsOf(
  subjects: readonly KnownSubject[],
  { store }: FactsOptions,
): Promise<readonly Bulletin[]> {
  const lines = await store.ledger.list();
  return subjects.map((subject) => ({ subject, line: standingOf(subject.id, lines) }));
}

/** Somebody still has to act on it. */
export const isWaiting = ({ subject, line }: Bulletin): boolean =>
  isOpen(subject.phase) && !isHandled(line);
