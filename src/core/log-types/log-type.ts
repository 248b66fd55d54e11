/** How it ended. warning: it went on, but somebody should look. notice: it is only told. */
export const logKinds = ["success", "failure", "warning", "notice"] as const;
export type LogKind = (typeof logKinds)[number];

/** What it is about. `silent` stands apart from `login`: an answer that nobody is logged in is no failed login. */
export const logTopics = [
  "login",
  "silent",
  "logout",
  "signup",
  "token",
  "mfa",
  "protection",
  "limit",
  "mail",
  "user",
  "organization",
  "provisioning",
  "extension",
  "management",
  "deprecation",
  "keys",
  "system",
] as const;
export type LogTopic = (typeof logTopics)[number];

/** One kind of event in a tenant's log, in our own words. */
export interface LogType {
  /** As Auth0 writes it; its letters say nothing reliable about how it ended. */
  readonly code: string;
  readonly name: string;
  readonly kind: LogKind;
  readonly topic: LogTopic;
  /** What happened. */
  readonly means: string;
  /** What usually brings it about. */
  readonly causes: string;
  /** What to do about it. */
  readonly advice: string;
}

/** What types of one family share, unless one says otherwise. */
type Shared = Omit<LogType, "code" | "name" | "means">;
/** Name and meaning, and what sets it apart from its family. */
type Member = readonly [name: string, means: string, own?: Partial<Shared>];

export function family(
  shared: Shared,
  members: Readonly<Record<string, Member>>,
): readonly LogType[] {
  return Object.entries(members).map(([code, [name, means, own]]) => ({
    ...shared,
    ...own,
    code,
    name,
    means,
  }));
}
