import { HOUR, MINUTE } from "../../src/core/clock.ts";
import { UserError } from "../../src/core/errors.ts";
import type { LoginDesk, LoginRun, LoginStanding, LoginStep } from "../../src/core/login.ts";
import { type Outcome, sayOutcome } from "../../src/login/outcomes.ts";
import { ago, night } from "./night.ts";

/** How the last login of a night went, and how long it has gone so. */
export interface Nights {
  readonly outcome: Outcome;
  readonly particulars?: Parameters<typeof sayOutcome>[1];
  readonly failing?: number;
  readonly stopped?: string;
}

/** Logins of every minute; those of other tenants than `prod` are not set up. */
export function openLogins(last: Nights | undefined): LoginDesk {
  const past = last ? runsOf(last) : [];
  const { failing, stopped } = last ?? {};
  const standing: LoginStanding = {
    every: MINUTE,
    username: "probe@acme.example",
    clientId: "app-probe",
    ...(failing ? { failingSince: ago(failing) } : {}),
    ...(stopped ? { stopped } : {}),
  };
  return {
    standing: async (tenant) => (last && tenant === "prod" ? standing : undefined),
    latest: async (tenant, limit) => (tenant === "prod" ? past.slice(0, limit) : []),
    async run(tenant) {
      const [newest] = past;
      if (!newest || tenant !== "prod") {
        throw new UserError(`No synthetic login is set up for ${tenant}.`);
      }
      return { ...newest, at: night, trigger: "person" };
    },
  };
}

function runsOf({ outcome, particulars, failing = 0, stopped }: Nights): readonly LoginRun[] {
  const rest = stopped ? failing - 3 * MINUTE : 0;
  return Array.from({ length: 300 }, (_, index) => {
    const age = rest + 25_000 + index * MINUTE;
    const bad = age < failing;
    const said = bad || failing === 0 ? sayOutcome(outcome, particulars) : sayOutcome("succeeded");
    return {
      tenant: "prod",
      at: ago(age),
      ...said,
      steps: stepsOf(said.ok, said.answered, index),
      trigger: "schedule" as const,
    };
  });
}

function stepsOf(ok: boolean, answered: boolean, index: number) {
  const jitter = (index * 37) % 90;
  const reached: readonly LoginStep[] = ok
    ? ["dns", "tcp", "tls", "answer", "verify"]
    : ["dns", "tcp", "tls", "answer"];
  const usual = { dns: 4, tcp: 18, tls: 41, answer: 290 + jitter, verify: 3 };
  const slow = ok || answered ? 0 : 9_000;
  return reached.map((step) => ({ step, ms: usual[step] + (step === "answer" ? slow : 0) }));
}

/** What each kind of night has to tell. */
export const nights = {
  well: { outcome: "succeeded" },
  outage: {
    outcome: "auth0-error",
    particulars: { status: 503 },
    failing: 31 * MINUTE,
  },
  password: {
    outcome: "wrong-password",
    particulars: { error: "invalid_grant" },
    failing: 2 * HOUR,
    stopped:
      "No more logins are tried by themselves since the test user's password was refused 3 times in a row: 10 would block it. Mend it, then say: login prod again:yes.",
  },
} as const satisfies Readonly<Record<string, Nights>>;
