import { logs, organizations, parts } from "../adapters/auth0/scopes.ts";
import { platforms } from "../adapters/index.ts";
import { openSqliteStore } from "../adapters/sql/sqlite.ts";
import { openAudit } from "../src/audit/audit.ts";
import { checks } from "../src/checks/index.ts";
import { trailIn } from "../src/chores.ts";
import { systemClock as clock } from "../src/clock.ts";
import { commands } from "../src/commands/index.ts";
import type { Command, CommandContext } from "../src/core/command.ts";
import { noJournal } from "../src/core/journal.ts";
import { parseArgs, wordsOf } from "../src/core/line.ts";
import type { LogQuery } from "../src/core/log-query.ts";
import { sayList } from "../src/core/say.ts";
import type { PartName, Tenant } from "../src/core/tenant.ts";
import { openServices } from "../src/services.ts";
import { type Settings, settingsSchema } from "../src/settings.ts";
import { sources } from "../src/sources/index.ts";
import { soundParts } from "../test/digest/readiness-bench.ts";
import { fakeArchive } from "../test/fakes/archive.ts";
import { fakeContext } from "../test/fakes/context.ts";
import { code, markdownTable } from "./sync-tables.ts";

const all = [...Object.values(parts), logs, organizations];
/** In the order in which they are worth granting. */
const scopes = [...new Set([...logs.scopes, ...all.flatMap((wanted) => wanted.scopes)])];

/** What the application may read, which commands and checks need it, and what is lost without it. */
export async function auth0ScopeTable(): Promise<string> {
  const used = await usedByCommands();
  const rows = scopes.map((scope) => {
    const naming = [...used].filter(([, taken]) => taken.has(scope)).map(([name]) => code(name));
    const judging = checks.filter((check) => neededBy(check).has(scope)).map(({ id }) => code(id));
    const jobs = logs.scopes.includes(scope) ? ["reading the log in order"] : [];
    return [
      code(scope),
      whatIsRead(scope),
      [...naming, ...jobs].join(", "),
      withoutIt(scope, judging),
    ];
  });
  return markdownTable(["Scope", "Reads", "Used by", "Without it"], rows);
}

const whatIsRead = (scope: string): string =>
  all.flatMap(({ what, scopes: needed }) => (needed.includes(scope) ? [what] : [])).join(", ");

const neededBy = ({ reads, excusedBy = [] }: (typeof checks)[number]): ReadonlySet<string> =>
  new Set(
    [...reads, ...excusedBy].flatMap((name) =>
      name in parts ? parts[name as PartName].scopes : [],
    ),
  );

function withoutIt(scope: string, judging: readonly string[]): string {
  if (logs.scopes.includes(scope)) return withoutLogs;
  if (organizations.scopes.includes(scope)) return withoutOrganizations;
  return `${sayList(judging)} ${judging.length === 1 ? "is" : "are"} *unknown*`;
}

const withoutLogs =
  "answers come from what a log stream brought; what it lost stays lost, and nothing proves the log whole";
const withoutOrganizations = "`org:` takes ids alone, like `org:org_abc123`";

/** Each command's examples are said to a bot whose tenant notes what it is asked. */
async function usedByCommands(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const used = new Map<string, Set<string>>();
  for (const command of commands) {
    // Each to one that remembers nothing of what another has read.
    const store = await openSqliteStore({ file: ":memory:", clock });
    const taken = new Set<string>();
    const context = await contextWith(notingTenant(taken), store);
    for (const line of [...command.examples, ...more(command)]) await say(command, line, context);
    if (taken.size > 0) used.set(command.name, taken);
    await store.close();
  }
  return used;
}

/** What no example says: an organization by its name. */
const more = ({ name, args }: Command): readonly string[] =>
  "org" in args ? [`${name} org:Acme`] : [];

async function say(command: Command, line: string, context: CommandContext): Promise<void> {
  try {
    await command.run(parseArgs(wordsOf(line).slice(1), command.args, context), context);
  } catch {
    // What it asked for until then counts all the same.
  }
}

function notingTenant(taken: Set<string>): Tenant {
  const note = (wanted: readonly string[]) => {
    for (const scope of wanted) taken.add(scope);
  };
  return {
    name: "prod",
    domain: "acme.us.auth0.com",
    async read(part) {
      note(parts[part].scopes);
      return soundParts[part];
    },
    async logs(query) {
      note([...logs.scopes, ...(namesOrganization(query) ? organizations.scopes : [])]);
      return { events: [], more: false, cutOff: false };
    },
    async logEvent() {
      note(logs.scopes);
      return undefined;
    },
    async logsAfter(checkpoint) {
      note(logs.scopes);
      return { events: [], next: checkpoint, more: false };
    },
    quota: () => undefined,
  };
}

const namesOrganization = ({ terms }: LogQuery): boolean =>
  terms.some(
    ({ field, values }) =>
      field === "organization" && values.some((value) => !value.startsWith("org_")),
  );

type OpenStore = Awaited<ReturnType<typeof openSqliteStore>>;

async function contextWith(tenant: Tenant, store: OpenStore): Promise<CommandContext> {
  const syntheticLogin = { clientId: "id", username: "ada@example.com", password: "secret" };
  const tenants = [{ name: "prod", domain: "acme.us.auth0.com", syntheticLogin }];
  const settings = settingsSchema({ sources, platforms }).parse({ tenants }) as unknown as Settings;
  const archive = { ...fakeArchive(), take: () => Promise.reject(new Error("not here")) };
  const log = { info() {}, warn() {}, error() {} };
  const outside = fakeContext();
  const version = "0.0.0";
  const audit = await openAudit({
    journal: noJournal,
    ...trailIn(store),
    settings,
    version,
    clock,
    log,
  });
  const { services } = openServices({
    settings,
    store,
    archive,
    network: {},
    mountUnder() {},
    adapters: [],
    aside: { turn: () => 0, hold() {} },
    clock,
    log,
    version,
    audit,
    stopwatch: () => 0,
    tenants: new Map([["prod", tenant]]),
    sources: outside.sources,
    follow: outside.follow,
    reach: outside.reach,
    probe: outside.probe,
    wake() {},
  });
  return { ...outside, ...services, role: "admin", now: clock.now() };
}
