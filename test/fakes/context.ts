import { commands } from "../../src/commands/index.ts";
import { beginning } from "../../src/core/audit-chain.ts";
import { MINUTE } from "../../src/core/clock.ts";
import type { CommandContext, SourceFacts } from "../../src/core/command.ts";
import { UserError } from "../../src/core/errors.ts";
import { parseArgs, wordsOf } from "../../src/core/line.ts";
import { createMask } from "../../src/core/mask.ts";
import type { Message } from "../../src/core/message.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { createLogsDesk } from "../../src/logs/desk.ts";
import { fakeArchive } from "./archive.ts";
import { fakeRoles } from "./roles.ts";
import { fakeStore } from "./store.ts";
import { noon } from "./subjects.ts";
import { fakeTenant } from "./tenant.ts";

const sources: readonly SourceFacts[] = [
  source("status", "Auth0 status", { labels: ["incident", "maintenance"] }),
  source("changelog", "Auth0 change log", { labels: ["breaking", "deprecation", "feature"] }),
  source("rss", "Any feed", { feedNamed: true }),
];

function source(id: string, title: string, more: Partial<SourceFacts>): SourceFacts {
  return {
    id,
    title,
    summary: title,
    labels: [],
    feedNamed: false,
    every: MINUTE,
    staleAfter: 10 * MINUTE,
    ...more,
  };
}

export const ada = {
  id: "local:user:ada",
  name: "Ada",
  zone: "Europe/Berlin",
  groups: [],
  member: true,
} as const;

const noLogins: CommandContext["logins"] = {
  standing: async () => undefined,
  run: async (tenant) => {
    throw new UserError(`No synthetic login is set up for ${tenant}.`);
  },
  latest: async () => [],
};

const notConfigured = {
  missing: { reason: "not configured", why: "no credentials", fix: "Give some." },
} as const;
const noFigures: CommandContext["figures"] = {
  read: async () => ({ failedLogins: notConfigured, limits: notConfigured }),
};

export const noTails: CommandContext["tails"] = {
  begin: async () => {
    throw new UserError("Nothing can be posted in this conversation.");
  },
  stop: async () => undefined,
  forget: async () => 0,
  list: async () => [],
};

const noDigests: CommandContext["digests"] = {
  usual: { weekday: 1, minute: 9 * 60, zone: "Europe/Berlin" },
  compose: async () => ({ summary: "All is well.", blocks: [] }),
};

const noAudit: CommandContext["audit"] = {
  find: async () => [],
  standing: async () => ({ dropped: beginning, head: beginning }),
};

const keptAs = (_tenant: string, name: string): string => name;

/** An operator called Ada asks in the channel ops, at noon, of two tenants. */
export function fakeContext(given: Partial<CommandContext> = {}): CommandContext {
  const archive = fakeArchive(() => noon);
  return {
    by: ada,
    from: { conversation: "local:channel:ops" },
    role: "operator",
    audience: "asker",
    mask: createMask(),
    now: noon,
    zone: "Europe/Berlin",
    whom: "whoever runs Watchpost",
    reached: () => {},
    store: fakeStore(),
    sources,
    tenants: [{ name: "prod", domain: "acme.us.auth0.com" }],
    commands,
    follow: async () => [],
    reach: async () => undefined,
    roles: fakeRoles(),
    probe: async () => [],
    tenant: (name) => fakeTenant({ name }).tenant,
    archive,
    streams: { standing: () => undefined, strangers: () => undefined },
    logs: createLogsDesk({
      archive,
      tenant: given.tenant ?? ((name) => fakeTenant({ name }).tenant),
      clock: { now: () => given.now ?? noon },
    }),
    audit: noAudit,
    forgetting: { forget: (tenant, names) => archive.forget(tenant, names), keptAs },
    logReading: () => undefined,
    tails: noTails,
    logins: noLogins,
    figures: noFigures,
    readiness: { checks: [], assess: async (tenant) => ({ tenant, at: noon, results: [] }) },
    digests: noDigests,
    ...given,
  };
}

/** Says a line, with the role it takes, and gives the answer. */
export async function ask(line: string, given: Partial<CommandContext> = {}): Promise<Message> {
  const context = fakeContext(given);
  const [name, ...words] = wordsOf(line);
  const command = commands.find((known) => known.name === name);
  if (!command) throw new Error(`there is no command ${name}`);
  return command.run(parseArgs(words, command.args, context), context);
}

/** The whole answer as plain lines. */
export async function askPlainly(line: string, given: Partial<CommandContext> = {}) {
  return renderPlain(await ask(line, given));
}
