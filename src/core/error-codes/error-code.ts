/** Whose move it is when this comes back. */
export type Mover = "user" | "application" | "tenant" | "provider" | "auth0" | "time";

/** How whose move it is reads. */
export const movers: Readonly<Record<Mover, string>> = {
  user: "The person's, or whoever helps them",
  application: "Whoever runs the application that asked",
  tenant: "Whoever runs the Auth0 tenant",
  provider: "Whoever runs the provider beside Auth0: of identities, mail or text messages",
  auth0: "Auth0's",
  time: "Nobody's: wait and ask again",
};

/** One error that Auth0 answers with, in our own words. Its HTTP status differs between its own documents. */
export interface ErrorCode {
  readonly code: string;
  readonly statuses: readonly number[];
  readonly api: "Authentication API" | "Management API" | "any";
  readonly means: string;
  readonly advice: string;
  readonly move: Mover;
}

/** What a table says of one code. */
export type Row = readonly [
  statuses: readonly number[],
  move: Mover,
  means: string,
  advice: string,
];

export const rows = (
  api: ErrorCode["api"],
  table: Readonly<Record<string, Row>>,
): readonly ErrorCode[] =>
  Object.entries(table).map(([code, [statuses, move, means, advice]]) => ({
    code,
    statuses,
    api,
    move,
    means,
    advice,
  }));
