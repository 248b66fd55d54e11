import { authentication } from "./authentication.ts";
import { type ErrorCode, rows } from "./error-code.ts";
import { managementErrors } from "./management.ts";
import { statuses } from "./statuses.ts";

export { type ErrorCode, movers } from "./error-code.ts";

const all: readonly ErrorCode[] = [
  ...rows("Authentication API", authentication),
  ...rows("Management API", managementErrors),
  ...rows("any", statuses),
];

/** Errors of both APIs, and HTTP statuses, by code. */
export const errorCodes: ReadonlyMap<string, ErrorCode> = new Map(
  all.map((error) => [error.code, error]),
);

const byLower = new Map(all.map((error) => [error.code.toLowerCase(), error]));

/** In any case. Undefined for one that we do not know. */
export const errorCodeOf = (code: string): ErrorCode | undefined => byLower.get(code.toLowerCase());
