import type { Plan } from "../../src/core/check.ts";
import { type Clock, SECOND } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import type { Secret } from "../../src/core/secret.ts";
import type { PartName, Parts, Tenant } from "../../src/core/tenant.ts";
import { type Api, createApi } from "./api.ts";
import { createLogs } from "./logs.ts";
import { partReaders } from "./parts.ts";
import { failure, notConfigured } from "./refusals.ts";
import { parts, logs as theLogs, type Wanted } from "./scopes.ts";
import { readTestUser } from "./test-user.ts";
import { inTime } from "./transport.ts";

export interface TenantOptions {
  readonly name: string;
  /** The canonical domain. */
  readonly domain: string;
  /** Where the tenant is reached instead of https://<domain>: the sandbox, tests. */
  readonly origin?: string | undefined;
  /** Absent: every call says that they are. */
  readonly credentials?: { readonly clientId: string; readonly clientSecret: Secret } | undefined;
  /** Of the synthetic login. */
  readonly testUser?:
    | { readonly username: string; readonly connection?: string | undefined }
    | undefined;
  readonly plan?: Plan | undefined;
  readonly environment?: "production" | "development" | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds for one request; a call of several may take three times as long. */
  readonly timeoutMs?: number | undefined;
}

/** A tenant that also knows what its token is good for. */
export interface Auth0Tenant extends Tenant {
  /** Scopes; undefined before the first answer, or where Auth0 does not say. */
  granted(): readonly string[] | undefined;
}

/** A tenant through Auth0's Management API. */
export function createTenant(options: TenantOptions): Auth0Tenant {
  const { name, domain, credentials } = options;
  if (!credentials) return unconfigured(name, domain);
  const timeoutMs = options.timeoutMs ?? 8 * SECOND;
  const api = createApi({ ...options, credentials, timeoutMs, fetch: options.fetch ?? fetch });
  const logs = createLogs(api, options.log);

  /** Whatever happens, it ends in time and in a TenantError. */
  async function bounded<Value>(wanted: Wanted, call: () => Promise<Value>): Promise<Value> {
    try {
      return await inTime(call(), { clock: options.clock, timeoutMs: 3 * timeoutMs });
    } catch (error) {
      throw failure({ tenant: name, wanted }, error, options.clock.now());
    }
  }

  return {
    name,
    domain,
    read: (part) => bounded(parts[part], () => readPart(api, part, options.testUser)),
    logs: (filter, at) => bounded(theLogs, () => logs.search(filter, at)),
    logEvent: (id, haste) => bounded(theLogs, () => logs.one(id, haste)),
    logsAfter: (checkpoint, take, haste) =>
      bounded(theLogs, () => logs.after(checkpoint, take, haste)),
    quota: api.quota,
    granted: api.granted,
  };
}

/** The casts say what the table of readers does: TypeScript cannot follow a name to its own type. */
async function readPart<Name extends PartName>(
  api: Api,
  part: Name,
  testUser: TenantOptions["testUser"],
): Promise<Parts[Name]> {
  if (part === "testUser") {
    return (testUser ? await readTestUser(api, testUser) : null) as Parts[Name];
  }
  const read = partReaders[part as Exclude<PartName, "testUser">];
  return (await read(api)) as Parts[Name];
}

function unconfigured(name: string, domain: string): Auth0Tenant {
  const refuse = async (wanted: Wanted): Promise<never> => {
    throw notConfigured({ tenant: name, wanted });
  };
  return {
    name,
    domain,
    read: (part) => refuse(parts[part]),
    logs: () => refuse(theLogs),
    logEvent: () => refuse(theLogs),
    logsAfter: () => refuse(theLogs),
    quota: () => undefined,
    granted: () => undefined,
  };
}
