import { pretendTenant } from "../src/sandbox/credentials.ts";
import { openTenant } from "../src/sandbox/tenant/tenant.ts";
import { type Dependency, serveDependency } from "./counting.ts";

/** The pretend tenant: its Management API, its token endpoint and its keys. */
export async function serveTenant(): Promise<Dependency> {
  const clock = { now: () => new Date() };
  const tenant = await openTenant({}, { began: clock.now(), clock });
  return serveDependency((request, response) => tenant.answer(request, response));
}

/** As the settings name it: everything that a tenant can be asked for is on. */
export function tenantSettings({ url }: Dependency): object {
  const { domain, management, syntheticLogin } = pretendTenant;
  return {
    name: "prod",
    domain,
    origin: url,
    plan: "enterprise",
    management,
    syntheticLogin: { ...syntheticLogin, every: "1m" },
  };
}
