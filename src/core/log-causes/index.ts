import type { CauseRow, LogCause } from "./log-cause.ts";
import { messageCauses } from "./messages.ts";
import { peopleCauses } from "./people.ts";
import { tenantCauses } from "./tenant.ts";

export type { LogCause } from "./log-cause.ts";

const all: readonly (readonly [string, CauseRow])[] = [
  ...Object.entries(peopleCauses),
  ...Object.entries(messageCauses),
  ...Object.entries(tenantCauses),
];

/** Every cause that we have a name for, by its code. */
export const logCauses: ReadonlyMap<string, LogCause> = new Map(
  all.map(([code, [phrase, move, means, advice]]) => [code, { code, phrase, move, means, advice }]),
);

/** Words that we have no name for, by eight digits of them. */
export const isNameless = (cause: string): boolean => /^~[0-9a-f]{8}$/u.test(cause);

/** "wrong password"; of a cause without a name, by what it can be told from others. Empty for what did not go wrong. */
export function sayCause(code: string): string {
  if (code === "") return "";
  return logCauses.get(code)?.phrase ?? `another reason (${code})`;
}
