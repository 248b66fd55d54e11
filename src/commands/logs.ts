import { arg, keyed, optional, personal } from "../core/args.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { logArgs, queryOf } from "../core/log-args.ts";
import { type Viewer, viewerOf } from "../core/log-words.ts";
import { type Action, type Message, text } from "../core/message.ts";
import { pageArg } from "../core/page.ts";
import { sayList } from "../core/say.ts";
import { tenantNamed } from "../core/wish.ts";
import { sayWhole } from "./logs-event.ts";
import { eventLineFor, lineFor, rowsOf, type Wanted } from "./logs-lines.ts";
import { pageSize, sayFound } from "./logs-list.ts";

/** A search of Auth0's shows this many events, and no more. */
const searchEnds = 1000;
/** Tenants with a button of their own; the others are named. */
const mostTenants = 20;

export const logs = defineCommand({
  name: "logs",
  summary: "Search a tenant's log events, newest first",
  verb: "Search logs",
  examples: [
    "logs type:failures since:1h",
    "logs user:ada@example.com",
    "logs type:fp,fu ip:203.0.113.7 since:2026-11-22T14:00",
    "logs type:limits client:Checkout",
    "logs blocked since:7d",
  ],
  access: "operator",
  audience: "asker",
  args: {
    ...logArgs,
    event: optional(keyed(personal(arg.word("one event's id, to see all of it", "90020261122")))),
    tenant: optional(keyed(arg.word("a tenant's name", "prod"))),
    page: pageArg,
  },
  async run({ event, tenant: named, page = 1, ...asked }, context) {
    const viewer = viewerOf(context);
    const query = queryOf(asked, context);
    const wanted: Wanted = { asked, query };
    if (event && (query.since ?? query.until ?? query.terms[0])) {
      throw new UserError("event: shows one event by its id; say it without the other filters.");
    }
    const tenant = tenantFor(named, context);
    if (tenant === undefined) return whichTenant({ wanted, event, page }, context, viewer);
    if (event) return one(event, tenant, context, viewer);
    if (page * pageSize > searchEnds) {
      throw new UserError(
        `A search of Auth0's ends at ${searchEnds} events, which is page ${searchEnds / pageSize}. Narrow the time with since: and until:.`,
      );
    }
    const result = await context.tenant(tenant).logs(query, { page: page - 1, size: pageSize });
    return sayFound({ ...wanted, tenant, page, result }, context, viewer);
  },
});

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
  const event = await context.tenant(tenant).logEvent(id);
  const several = context.tenants.length > 1 ? tenant : undefined;
  if (event) return sayWhole(event, { zone: context.zone, tenant: several }, viewer);
  const words = `${tenant} has no event with this id, or none any more: Auth0 keeps events for 1 to 30 days, as the plan says.`;
  return { summary: words, tone: "warning", blocks: [text(words)] };
}

/** Asks which one, with a button for each that says the whole line again. */
function whichTenant(
  given: { wanted: Wanted; event: string | undefined; page: number },
  { tenants }: CommandContext,
  viewer: Viewer,
): Message {
  const { wanted, event, page } = given;
  const names = tenants.map(({ name }) => name);
  const words = `Which tenant? There are ${sayList(names)}: choose one, or add tenant:${names[0]}.`;
  const buttons = names.flatMap((tenant): readonly Action[] => {
    const line = event
      ? eventLineFor(event, tenant, viewer)
      : lineFor(wanted, { tenant, ...(page > 1 ? { page } : {}) }, viewer, []);
    return line ? [{ label: tenant, line }] : [];
  });
  return { summary: words, blocks: [text(words), ...rowsOf(buttons.slice(0, mostTenants))] };
}
