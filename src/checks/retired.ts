import type { Finding } from "../core/check.ts";

/** When Auth0 ended Rules and Hooks. */
const end = new Date("2026-11-18T00:00:00Z");

/** A finding for each Rule or Hook that is left. */
export function findRetired(
  kind: "Rule" | "Hook",
  given: { names: readonly string[]; place: string; at: Date },
): readonly Finding[] {
  const said =
    given.at < end
      ? "reach their end of life"
      : "reached their end of life, and may not run any more,";
  return given.names.map((name) => ({
    subject: `The ${kind} ${name}`,
    problem: `is left behind: ${kind}s ${said} on 18 Nov 2026`,
    fix: `Let an Action do what it did, then delete it in Auth0 under ${given.place}.`,
  }));
}
