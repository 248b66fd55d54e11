import type { Check } from "../core/check.ts";
import { actionsRuntime } from "./actions-runtime.ts";
import { advisoriesFollowed } from "./advisories-followed.ts";
import { breachedPasswordDetection } from "./breached-password-detection.ts";
import { bruteForceProtection } from "./brute-force-protection.ts";
import { customDomain } from "./custom-domain.ts";
import { idTokenSignature } from "./id-token-signature.ts";
import { logKeptLonger } from "./log-kept-longer.ts";
import { logRetention } from "./log-retention.ts";
import { logStream } from "./log-stream.ts";
import { logWhole } from "./log-whole.ts";
import { mailDelivered } from "./mail-delivered.ts";
import { noHooks } from "./no-hooks.ts";
import { noImplicitGrant } from "./no-implicit-grant.ts";
import { noLocalAddresses } from "./no-local-addresses.ts";
import { noPasswordGrant } from "./no-password-grant.ts";
import { noRules } from "./no-rules.ts";
import { ownMailProvider } from "./own-mail-provider.ts";
import { rateLimitHeadroom } from "./rate-limit-headroom.ts";
import { statusFollowed } from "./status-followed.ts";
import { supportEmail } from "./support-email.ts";
import { supportUrl } from "./support-url.ts";
import { suspiciousIpThrottling } from "./suspicious-ip-throttling.ts";
import { syntheticLogin } from "./synthetic-login.ts";
import { syntheticLoginPassing } from "./synthetic-login-passing.ts";
import { tenantRuntime } from "./tenant-runtime.ts";
import { testUserUnprivileged } from "./test-user-unprivileged.ts";

/** What a tenant is held against, in the order that `readiness` shows it. */
export const checks: readonly Check[] = [
  syntheticLoginPassing,
  statusFollowed,
  advisoriesFollowed,
  ownMailProvider,
  bruteForceProtection,
  suspiciousIpThrottling,
  noPasswordGrant,
  noLocalAddresses,
  testUserUnprivileged,
  actionsRuntime,
  tenantRuntime,
  noRules,
  noHooks,
  syntheticLogin,
  breachedPasswordDetection,
  noImplicitGrant,
  idTokenSignature,
  customDomain,
  logStream,
  logRetention,
  logWhole,
  logKeptLonger,
  rateLimitHeadroom,
  mailDelivered,
  supportEmail,
  supportUrl,
];
