/** The steps of a login, in order. `answer`: from the request until the first byte of the answer. `verify`: the token, held against the tenant's keys. */
export const loginSteps = ["dns", "tcp", "tls", "answer", "verify"] as const;
export type LoginStep = (typeof loginSteps)[number];

/** Whose move it is: nobody's (all is well), ours (settings, user, quota), Auth0's, or the network's between. */
export type Move = "nobody" | "ours" | "auth0" | "network";

/** One synthetic login. */
export interface LoginRun {
  readonly tenant: string;
  /** When it was over. */
  readonly at: Date;
  readonly ok: boolean;
  /** A stable word for how it went, like `succeeded`, `wrong-password`, `mfa-required`: `src/login/outcomes.ts` lists them. */
  readonly outcome: string;
  /** What happened, as a sentence for people. Holds no secret and no personal data. */
  readonly words: string;
  /** What to do, as a sentence; empty where nothing need be done. */
  readonly fix: string;
  readonly move: Move;
  /** Auth0 answered and was not down, whatever it said: an error of its own (5xx) is no answer. */
  readonly answered: boolean;
  /** Milliseconds of each step that was reached. */
  readonly steps: readonly { readonly step: LoginStep; readonly ms: number }[];
  readonly trigger: "schedule" | "person" | "confirmation";
  /** A mark that changes when the settings' credentials do; nothing can be told from it. */
  readonly credentials?: string;
}

/** The history of synthetic logins. */
export interface LoginRuns {
  add(run: LoginRun): Promise<void>;
  /** Newest first. */
  latest(tenant: string, limit: number): Promise<readonly LoginRun[]>;
  /** Forgets what is older. */
  forget(before: Date): Promise<void>;
}

/** How the synthetic login of a tenant stands. */
export interface LoginStanding {
  /** Milliseconds between scheduled runs; absent where there are none. */
  readonly every?: number;
  readonly username: string;
  readonly clientId: string;
  /** Why no more are run by themselves, as a sentence, and what ends that. */
  readonly stopped?: string;
  /** An alert is open since then. */
  readonly failingSince?: Date;
}

/** Synthetic logins, as commands and checks ask for them. */
export interface LoginDesk {
  /** Undefined where the tenant has none set up. */
  standing(tenant: string): Promise<LoginStanding | undefined>;
  /**
   * Runs one now, or waits for the one under way: two people who ask at once get one run, and whoever asks within
   * seconds of the last one gets that. `again`: although it has stopped after too many refused credentials.
   * @throws UserError where none is set up, or when another would be one too many.
   */
  run(tenant: string, how?: { readonly again?: boolean }): Promise<LoginRun>;
  /** Newest first. */
  latest(tenant: string, limit: number): Promise<readonly LoginRun[]>;
}
