import type { Doubt, Finding } from "../core/check.ts";
import type { TenantSettings } from "../core/tenant.ts";

const place = "in Auth0 under Settings > General";

/** Auth0 leaves out what was never set. But an answer without any setting tells nothing. */
export function judgeContact(
  settings: TenantSettings,
  contact: { of: "supportEmail" | "supportUrl"; name: string },
): readonly (Finding | Doubt)[] {
  if (settings[contact.of]?.trim()) return [];
  const subject = "The tenant";
  if (Object.keys(settings).length === 0) {
    return [{ subject, unknown: "Auth0 tells none of its settings.", fix: `See them ${place}.` }];
  }
  const problem = `names no ${contact.name}, so users whom an error stops are not told where to ask`;
  return [{ subject, problem, fix: `Add it ${place}.` }];
}
