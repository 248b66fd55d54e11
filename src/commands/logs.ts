import { arg, keyed, optional, personal, shownAs } from "../core/args.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { logArgs, queryOf } from "../core/log-args.ts";
import { type Viewer, viewerOf } from "../core/log-words.ts";
import type { FoundEvents } from "../core/logs-desk.ts";
import { type Message, text } from "../core/message.ts";
import { sayTime } from "../core/say.ts";
import { tenantNamed } from "../core/wish.ts";
import { sayWhole } from "./logs-event.ts";
import { type FileKind, fileKinds, logsFile } from "./logs-file.ts";
import { eventLineFor, lineFor, type Wanted } from "./logs-lines.ts";
import { pageSize, sayFound } from "./logs-list.ts";
import { olderArg, sayTrail, type Trail } from "./logs-place.ts";
import { whichTenant } from "./one-tenant.ts";

export const logs = defineCommand({
  name: "logs",
  summary: "Search a tenant's log events, newest first",
  verb: "Search logs",
  examples: [
    "logs type:failures -type:mail since:1h",
    "logs user:ada@example.com on:yesterday",
    "logs type:fp,fu ip:203.0.113.0/24 during:14:00..15:00",
    "logs type:ratelimits since:7d as:csv",
    'logs "wrong password" -user:*@example.com since:7d',
  ],
  access: "operator",
  audience: "asker",
  args: {
    ...logArgs,
    event: optional(keyed(personal(arg.word("one event's id, to see all of it", "90020261122")))),
    tenant: optional(keyed(arg.word("a tenant's name", "prod"))),
    as: shownAs("As a file", optional(keyed(arg.choice("a kind of file", fileKinds))), {
      choiceLabels: { csv: "CSV, for tables", jsonl: "JSON lines, each event whole" },
    }),
    older: olderArg,
  },
  async run({ event, tenant: named, as, older: trail = [], ...asked }, context) {
    const viewer = viewerOf(context);
    const query = queryOf(asked, context);
    const wanted: Wanted = { asked, query };
    if (event && (query.since ?? query.until ?? query.terms[0])) {
      throw new UserError("event: shows one event by its id; say it without the other filters.");
    }
    const tenant = tenantFor(named, context);
    if (tenant === undefined) {
      const said = { wanted, event, trail, as };
      return whichTenant(context.tenants, (name) => lineIn(name, said, viewer));
    }
    if (event) return one(event, tenant, context, viewer);
    // A file holds people: before everybody the list stands for it.
    if (as && !viewer.masked) {
      return logsFile({ ...wanted, tenant, as, start: trail.at(-1) }, context, viewer);
    }
    const result = await searched(wanted, { tenant, trail }, context);
    return sayFound({ ...wanted, tenant, trail, result }, context, viewer);
  },
});

/** @throws TenantError where nobody could be asked. */
async function searched(
  { query }: Wanted,
  { tenant, trail }: { tenant: string; trail: Trail },
  context: CommandContext,
): Promise<FoundEvents> {
  const after = trail.at(-1)?.place;
  const reached = (at: Date) => context.reached(`looked back to ${sayTime(at, context.zone)}`);
  const at = { limit: pageSize, reached, ...(after ? { after } : { total: true }) };
  const found = await context.logs.search(tenant, query, at);
  const error = found.unseen.find((unseen) => unseen.error)?.error;
  if (error && found.events.length === 0 && found.from !== "both" && !found.kept) throw error;
  return found;
}

/** Undefined where there are several and none is named. */
function tenantFor(named: string | undefined, context: CommandContext): string | undefined {
  if (named) return tenantNamed(named, context);
  const [only, ...others] = context.tenants;
  if (!only) throw new UserError("No tenant is set up, so there are no logs to search.");
  return others.length === 0 ? only.name : undefined;
}

/** One event in full. */
async function one(
  id: string,
  tenant: string,
  context: CommandContext,
  viewer: Viewer,
): Promise<Message> {
  const event = await context.logs.event(tenant, id);
  const several = context.tenants.length > 1 ? tenant : undefined;
  if (event) return sayWhole(event, { zone: context.zone, tenant: several }, viewer);
  const words = `${tenant} has no event with this id, or none any more: neither the archive nor Auth0, which keeps events for 1 to 30 days, as the plan says.`;
  return { summary: words, tone: "warning", blocks: [text(words)] };
}

/** The whole line again, for a tenant; undefined where everybody would see whom it is about. */
function lineIn(
  tenant: string,
  given: { wanted: Wanted; event: string | undefined; trail: Trail; as: FileKind | undefined },
  viewer: Viewer,
): string | undefined {
  const { wanted, event, trail, as } = given;
  if (event) return eventLineFor(event, tenant, viewer);
  const older = trail.length > 0 ? { older: sayTrail(trail) } : {};
  return lineFor(wanted, { tenant, as, ...older }, viewer, []);
}
