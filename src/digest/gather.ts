import type { Archive } from "../core/archive.ts";
import type { Evidence, EvidenceName, Gathered, Piece, Plan } from "../core/check.ts";
import { ownEvidence } from "../core/check.ts";
import { type Clock, SECOND } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { LogReading } from "../core/log-coverage.ts";
import type { LoginDesk } from "../core/login.ts";
import type { Store } from "../core/store.ts";
import { type PartName, type Refusal, type Tenant, TenantError } from "../core/tenant.ts";
import { askAll } from "./ask-all.ts";
import { weekOf } from "./log-week.ts";

/** A tenant as the settings have it. */
export interface TenantSettingsFacts {
  readonly name: string;
  readonly plan?: Plan | undefined;
  readonly syntheticLogin?: object | undefined;
  readonly logs?: { readonly keep: number } | undefined;
}

export interface GatherOptions {
  /** May throw for a tenant that is not set up. */
  tenant(name: string): Tenant;
  readonly tenants: readonly TenantSettingsFacts[];
  readonly logins: Pick<LoginDesk, "standing" | "latest">;
  readonly subscriptions: Pick<Store["subscriptions"], "list" | "conditions">;
  readonly archive: Pick<Archive, "coverage" | "counts">;
  logReading(name: string): LogReading | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whatever has not come by then is missing. Well within the time that a line's answer may take. */
const deadlineMs = 20 * SECOND;
/** Synthetic logins that checks look back on. */
const runsSeen = 10;

type Missing = Extract<Piece, { missing: string }>;

/** Reads each of these once and says for each what came of it. Never rejects, and never takes longer than its deadline. */
export async function gather(
  name: string,
  wanted: Iterable<EvidenceName>,
  options: GatherOptions,
): Promise<Gathered> {
  const { clock } = options;
  const all = [...new Set(wanted)];
  const pieces = new Map<EvidenceName, Piece>(all.map((each) => [each, late(name)]));
  const end = new AbortController();
  const until = new Date(clock.now().getTime() + deadlineMs);
  const over = clock.after(deadlineMs, end.signal).then(() => end.abort());
  async function ask(what: EvidenceName): Promise<number | undefined> {
    const { piece, roomInMs } = await pieceOf(name, what, options);
    if (!end.signal.aborted) pieces.set(what, piece);
    return roomInMs;
  }
  // What is at hand stands in no line behind a tenant that is slow to answer.
  const atHand = all.filter(isOwn).map(ask);
  const far = all.filter((each) => !isOwn(each));
  const asked = askAll(far, { ask, clock, until, signal: end.signal });
  await Promise.race([over, Promise.all([...atHand, asked])]);
  end.abort();
  return Object.fromEntries(pieces);
}

const late = (name: string): Missing => ({
  missing: `Auth0 did not answer in time for ${name}.`,
  fix: "Ask again in a while.",
  reason: "down",
});

interface Learned {
  readonly piece: Piece;
  /** Milliseconds until it may be asked for again, where room in the quota is all that was lacking. */
  readonly roomInMs?: number | undefined;
}

async function pieceOf(name: string, what: EvidenceName, options: GatherOptions): Promise<Learned> {
  try {
    return {
      piece: isOwn(what) ? await own[what](name, options) : await read(name, what, options),
    };
  } catch (error) {
    const throttled = error instanceof TenantError && error.reason === "throttled";
    return {
      piece: missingAfter(error, { name, what, log: options.log }),
      roomInMs: throttled ? error.retryAfterMs : undefined,
    };
  }
}

type OwnName = (typeof ownEvidence)[number];
const isOwn = (what: EvidenceName): what is OwnName =>
  (ownEvidence as readonly EvidenceName[]).includes(what);

async function read(name: string, part: PartName, options: GatherOptions): Promise<Piece> {
  const settings = options.tenants.find((tenant) => tenant.name === name);
  if (part === "testUser" && !settings?.syntheticLogin) {
    return {
      missing: `${name} has no synthetic login, so there is no test user to look at.`,
      fix: "Add syntheticLogin to this tenant in watchpost.yaml.",
      reason: "not configured",
    };
  }
  return { value: await options.tenant(name).read(part) };
}

const own: {
  readonly [Name in OwnName]: (tenant: string, options: GatherOptions) => Promise<Piece<Name>>;
} = {
  async plan(name, { tenants }) {
    const plan = tenants.find((tenant) => tenant.name === name)?.plan;
    if (plan) return { value: plan };
    return {
      missing: `The settings do not say which plan ${name} has.`,
      fix: `Add a line like "plan: professional" to this tenant in watchpost.yaml (free, essentials, professional or enterprise).`,
      reason: "not configured",
    };
  },
  async syntheticLogin(name, { logins }) {
    const standing = await logins.standing(name);
    if (!standing) return { value: null };
    return { value: { ...standing, runs: await logins.latest(name, runsSeen) } };
  },
  async logArchive(name, { archive, tenants, logReading }) {
    const coverage = await archive.coverage(name);
    if (coverage.events === 0 && !coverage.proved) return { value: null };
    const keep = tenants.find((tenant) => tenant.name === name)?.logs?.keep ?? Infinity;
    const reading = logReading(name);
    return { value: { coverage, keep, ...(reading ? { reading } : {}) } };
  },
  logWeek: async (name, options) => weekOf(name, options),
  followed: async (name, { subscriptions }) => ({ value: await followedFor(name, subscriptions) }),
};

/** What is held back in a paused conversation reaches nobody. */
async function followedFor(
  name: string,
  subscriptions: GatherOptions["subscriptions"],
): Promise<Evidence["followed"]> {
  const conditions = await subscriptions.conditions();
  const paused = new Set(
    conditions.filter((each) => each.paused).map(({ conversation }) => conversation),
  );
  return (await subscriptions.list())
    .filter(({ tenant, conversation }) => (tenant ?? name) === name && !paused.has(conversation))
    .map(({ source, only }) => ({ source, ...(only === undefined ? {} : { only }) }));
}

/** Each refusal in its own words. What is no refusal is a mistake of ours, and says so. */
function missingAfter(
  error: unknown,
  { name, what, log }: { name: string; what: EvidenceName; log: Log },
): Missing {
  if (error instanceof TenantError) {
    log.warn({ err: error, tenant: name, part: what }, "a part of a tenant could not be read");
    return { ...sayRefusal(name, error), reason: error.reason };
  }
  log.error({ err: error, tenant: name, part: what }, "evidence could not be gathered");
  return {
    missing: `Watchpost could not learn this of ${name}: something went wrong on its side.`,
    fix: "Whoever runs Watchpost finds the reason in its log.",
    reason: "down",
  };
}

/** What keeps everything away is said in the same words for each part, so that it can be said once. */
function sayRefusal(
  name: string,
  { reason, message, fix }: TenantError,
): Pick<Missing, "missing" | "fix"> {
  const missing = widely[reason]?.(name) ?? sentence(message);
  return { missing, fix: reason === "throttled" ? "Ask again in a few minutes." : sentence(fix) };
}

const widely: Readonly<Partial<Record<Refusal, (name: string) => string>>> = {
  "not configured": (name) => `Watchpost has no credentials for ${name}'s Management API.`,
  credentials: (name) => `Auth0 does not accept the credentials that Watchpost has for ${name}.`,
  throttled: (name) => `${name}'s Management API is asked too much, and had no room for this.`,
  down: (name) => `${name}'s Management API was not reached, or gave no answer of its own.`,
};

const sentence = (words: string): string => (/[.!?…]$/u.test(words) ? words : `${words}.`);
