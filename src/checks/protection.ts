import type { Finding } from "../core/check.ts";
import type { Protection } from "../core/tenant.ts";

/** What one of Auth0's attack protections comes to. Where it is to `block`, to notify somebody does not do. */
export function judgeProtection(
  name: string,
  { enabled, shields }: Protection,
  { blocks = false } = {},
): readonly Finding[] {
  const place = `in Auth0 under Security > Attack Protection > ${name}`;
  if (!enabled) {
    return [{ subject: name, problem: "is switched off", fix: `Switch it on ${place}.` }];
  }
  if (!blocks || shields === undefined || shields.includes("block")) return [];
  const problem = "is switched on, but set to block nothing that it notices";
  return [{ subject: name, problem, fix: `Let it block ${place}.` }];
}
