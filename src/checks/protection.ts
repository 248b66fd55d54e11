import type { Finding } from "../core/check.ts";
import type { Protection } from "../core/tenant.ts";

/** What one of Auth0's attack protections comes to. */
export function judgeProtection(name: string, { enabled }: Protection): readonly Finding[] {
  if (enabled) return [];
  const fix = `Switch it on in Auth0 under Security > Attack Protection > ${name}.`;
  return [{ subject: name, problem: "is switched off", fix }];
}
