import { MINUTE } from "../../src/core/clock.ts";
import type { LoginDesk, LoginRun, LoginStanding } from "../../src/core/login.ts";
import { ago } from "./subjects.ts";

/** A login of forty seconds ago that worked, unless said otherwise. */
export function loginRun(more: Partial<LoginRun> = {}): LoginRun {
  return {
    tenant: "prod",
    at: ago(40_000),
    ok: true,
    outcome: "succeeded",
    words: "The login succeeded.",
    fix: "",
    move: "nobody",
    answered: true,
    steps: [
      { step: "dns", ms: 10 },
      { step: "answer", ms: 380 },
    ],
    trigger: "schedule",
    ...more,
  };
}

/** One that failed since the password is wrong: ours. */
export const wrongPassword = (more: Partial<LoginRun> = {}): LoginRun =>
  loginRun({
    ok: false,
    outcome: "wrong-password",
    words: "Auth0 does not accept the test user's name and password (invalid_grant).",
    fix: "Set its password anew.",
    move: "ours",
    ...more,
  });

/** One that Auth0 failed with an error of its own. */
export const auth0Down = (more: Partial<LoginRun> = {}): LoginRun =>
  loginRun({
    ok: false,
    outcome: "auth0-error",
    words: "Auth0 failed with an error of its own (503).",
    fix: "Wait, and follow the status page.",
    move: "auth0",
    answered: false,
    ...more,
  });

/** So many runs, a minute apart, the newest forty seconds old. */
export const eachMinute = (
  length: number,
  run: (more: Partial<LoginRun>) => LoginRun,
): readonly LoginRun[] =>
  Array.from({ length }, (_, index) => run({ at: ago(40_000 + index * MINUTE) }));

/** A desk where logins run each minute, with these runs behind it. */
export function fakeLogins(
  runs: readonly LoginRun[],
  standing: Partial<LoginStanding> = {},
): LoginDesk {
  const set = { username: "probe@example.com", clientId: "probe", every: MINUTE, ...standing };
  return {
    standing: async () => set,
    latest: async (tenant, limit) => runs.filter((run) => run.tenant === tenant).slice(0, limit),
    run: async () => {
      throw new Error("the fake desk runs none");
    },
  };
}
