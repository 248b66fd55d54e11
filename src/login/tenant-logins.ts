import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { LoginRun, LoginRuns, LoginStanding } from "../core/login.ts";
import { isOver, noWait, type Wait } from "../core/passed.ts";
import type { Records } from "../core/records.ts";
import type { Store } from "../core/store.ts";
import { type Alert, follow, openAlerts } from "./alert.ts";
import { type Begun, createBegun } from "./begun.ts";
import { markOf, type SyntheticLogin } from "./login-tenant.ts";
import {
  failingSince,
  type Haste,
  type History,
  nextRun,
  type Past,
  refuseTooMany,
  restAfter,
  stoppedBy,
} from "./manners.ts";
import type { Login } from "./run.ts";

export interface TenantLoginsOptions {
  readonly name: string;
  readonly settings: SyntheticLogin;
  readonly haste: Haste;
  readonly login: Login;
  readonly loginRuns: LoginRuns;
  readonly records: Records;
  readonly subjects: Pick<Store["subjects"], "observe" | "find">;
  readonly clock: Clock;
  readonly log: Log;
  /** Something was observed; there may be news to deliver. */
  onObserved(): void;
}

/** The synthetic logins of one tenant: one at a time, however many ask. */
export interface TenantLogins {
  /** Begins a run if one is due; does not wait for it. */
  tick(): Promise<void>;
  ask(again: boolean): Promise<LoginRun>;
  standing(): Promise<LoginStanding>;
  /** Resolves once the run under way, if any, is over. Never rejects. */
  settled(): Promise<void>;
}

/** As many as decisions are made by: an hour at the fastest pace, and what people ask for. */
const remembered = 300;

/** What the bot goes by; all of it is in the store too, so that a restart changes nothing. */
interface Memory extends Past {
  history: History;
  cutShort: number;
  alert: Alert | undefined;
}

export function createTenantLogins(options: TenantLoginsOptions): TenantLogins {
  const { name, settings, clock, log } = options;
  const every = paceOf(options);
  const runs = createRuns(options);

  return {
    async tick() {
      if (!every) return;
      const known = await runs.memory();
      const now = clock.now();
      const busy = runs.current() !== undefined || !isOver(runs.resting(), now);
      if (busy || stoppedBy(name, known)) return;
      const next = nextRun(known.history, { every, now, confirmed: known.alert !== undefined });
      if (next.at > now) return;
      runs
        .begin(next.trigger, known)
        .catch((error: unknown) =>
          log.error({ err: error, tenant: name }, "a synthetic login could not be run"),
        );
    },
    async ask(again) {
      const known = await runs.memory();
      const current = runs.current();
      if (current !== undefined) return current;
      const now = clock.now();
      const recent = recentOf(known.history, now, options.haste);
      if (recent) return recent;
      refuseTooMany(name, { ...known, again, now, notBefore: runs.notBefore() });
      return runs.begin("person", known);
    },
    async standing() {
      const known = await runs.memory();
      const { alert } = known;
      const stopped = stoppedBy(name, known);
      const { username, clientId } = settings;
      return {
        username,
        clientId,
        ...(every ? { every } : {}),
        ...(stopped ? { stopped } : {}),
        ...(alert ? { failingSince: alert.since } : {}),
      };
    },
    async settled() {
      await Promise.allSettled([runs.current()]);
    },
  };
}

const paceOf = ({
  settings: { every },
  haste,
}: Pick<TenantLoginsOptions, "settings" | "haste">): number | undefined =>
  every && Math.max(every, haste.fastestMs);

/** The last run, if it is so young that another would tell nothing new. */
function recentOf([last]: History, now: Date, { repeatMs }: Haste): LoginRun | undefined {
  const age = last ? now.getTime() - last.at.getTime() : -1;
  return age >= 0 && age < repeatMs ? last : undefined;
}

/** Runs, one at a time, and all that is remembered and told of them. */
function createRuns(options: TenantLoginsOptions) {
  const { name, settings, clock, log, loginRuns, subjects } = options;
  let loading: Promise<Memory> | undefined;
  let under: Promise<LoginRun> | undefined;
  /** Auth0 asked for patience until then. */
  let notBefore = new Date(0);
  let resting = noWait;
  const begun = createBegun(options.records, name);
  // Other credentials: that earlier ones were refused says nothing of them.
  for (const secret of [settings.password, settings.clientSecret]) {
    secret?.watch(() => {
      loading = undefined;
    });
  }

  async function perform(trigger: LoginRun["trigger"], known: Memory): Promise<LoginRun> {
    // Should it fail in a way of its own, the schedule does not hurry to the next.
    resting = { from: clock.now().getTime(), ms: options.haste.fastestMs };
    await begun.begin(clock.now());
    const { went, retryAfterMs = 0 } = await options.login();
    const at = clock.now();
    const run = { tenant: name, at, trigger, credentials: known.credentials, ...went };
    known.history = [run, ...known.history].slice(0, remembered);
    await loginRuns.add(run);
    await begun.end(run.ok);
    if (run.ok) known.cutShort = 0;
    notBefore = new Date(at.getTime() + retryAfterMs);
    if (!run.ok) log.warn({ tenant: name, outcome: run.outcome, trigger }, "a login failed");
    if (settings.every) await tell(run, known);
    resting = { from: at.getTime(), ms: retryAfterMs };
    return run;
  }

  /** Only where there is a schedule: without one nothing would end an alert. */
  async function tell(run: LoginRun, known: Memory): Promise<void> {
    const { history, alert } = known;
    const stopped = stoppedBy(name, known);
    const followed = follow(run, { alert, since: failingSince(history), stopped });
    if (followed.observation) await subjects.observe([followed.observation]);
    known.alert = followed.alert;
    if (alert && !known.alert) log.info({ tenant: name }, "logins work again");
    if (followed.observation) options.onObserved();
  }

  return {
    memory(): Promise<Memory> {
      loading ??= load(options, begun).then(
        (known) => {
          resting = until(known.rest, clock.now());
          return known;
        },
        (error: unknown) => {
          loading = undefined;
          throw error;
        },
      );
      return loading;
    },
    begin(trigger: LoginRun["trigger"], known: Memory): Promise<LoginRun> {
      under ??= perform(trigger, known).finally(() => {
        under = undefined;
      });
      return under;
    },
    current: () => under,
    notBefore: () => notBefore,
    resting: () => resting,
  };
}

const until = (end: Date, now: Date): Wait => ({
  from: now.getTime(),
  ms: end.getTime() - now.getTime(),
});

async function load(options: TenantLoginsOptions, begun: Begun): Promise<Memory> {
  const { name, settings, loginRuns, subjects, haste } = options;
  const [credentials, history, alerts] = await Promise.all([
    markOf(name, settings),
    loginRuns.latest(name, remembered),
    openAlerts(subjects),
  ]);
  const { count: cutShort, at } = await begun.load(history[0]);
  const rest = new Date(at.getTime() + restAfter(cutShort, haste));
  const alert = settings.every ? alerts.find(({ tenant }) => tenant === name) : undefined;
  return { credentials, history, cutShort, rest, alert };
}
