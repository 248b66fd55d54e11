/**
 * What a term asks about. `user`: an id, a name or an e-mail address of whoever did it. `person`: the same, wherever in the
 * event it stands (a mail's recipient, whose account was changed). `client`, `connection`, `organization`: name or id.
 * `ip`: an address, or a network like 203.0.113.0/24. `text`: words of the description and of the error's message.
 */
export const logFields = [
  "type",
  "user",
  "person",
  "client",
  "connection",
  "organization",
  "ip",
  "text",
] as const;
export type LogField = (typeof logFields)[number];

/** One of the values is enough. Case never matters; `*` in a value stands for anything, but in `text` and `ip`. */
export interface LogTerm {
  readonly field: LogField;
  readonly values: readonly string[];
  /** Holds where the term without it does not. */
  readonly not?: true;
}

/** Which events: since (inclusive) until (exclusive), and all terms hold. Values are literal words of a person. */
export interface LogQuery {
  readonly since?: Date;
  readonly until?: Date;
  readonly terms: readonly LogTerm[];
}
