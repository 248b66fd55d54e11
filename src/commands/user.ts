import { arg, asWritten, keyed, optional, personal } from "../core/args.ts";
import { DAY } from "../core/clock.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { type Viewer, viewerOf } from "../core/log-words.ts";
import { type Message, text } from "../core/message.ts";
import { sayList } from "../core/say.ts";
import { tenantNamed } from "../core/wish.ts";
import { rowsOf } from "./logs-lines.ts";
import { findPerson } from "./user-find.ts";
import { sayNobody } from "./user-nobody.ts";
import { saySeveral } from "./user-several.ts";
import { sayStory, userLine } from "./user-view.ts";

/** So far back is looked unless since: says otherwise. */
const usually = 30 * DAY;

export const user = defineCommand({
  name: "user",
  summary: "Tell a person's story: why they cannot log in, and what to do",
  verb: "Tell their story",
  examples: [
    "user ada@example.com",
    "user ada@example.com since:90d",
    "user auth0|5f7c8ec7c33c6c004bbafe82",
  ],
  access: "operator",
  audience: "asker",
  args: {
    who: personal(
      arg.rest("an e-mail address, a name or an id; * stands for what you do not know"),
    ),
    since: optional(keyed(asWritten(arg.moment("from when on; 30 days unless you say", "begin")))),
    tenant: optional(keyed(arg.word("a tenant's name", "prod"))),
  },
  async run({ who: written, since, tenant: named }, context) {
    const who = written.trim();
    if (who === "") {
      throw new UserError(
        "Say whom: an e-mail address, a name or an id, like user ada@example.com.",
      );
    }
    const from = since?.value ?? new Date(context.now.getTime() - usually);
    if (from > context.now) throw new UserError(`since:${since?.written} is still to come.`);
    const viewer = viewerOf(context);
    const tenant = named ? tenantNamed(named, context) : await tenantKnowing(who, from, context);
    if (!tenant) return whichTenant(who, since?.written, context, viewer);
    const wanted = { who, tenant, since: from };
    const none = {
      accounts: [],
      others: [],
      events: 0,
      whole: true,
      unseen: [],
      from: "archive",
    } as const;
    const found = who.includes("*") ? none : await findPerson(wanted, context);
    const told = { wanted, found, context, viewer };
    const [only, ...others] = found.accounts;
    if (!only) return sayNobody(told);
    return others.length === 0 ? sayStory(only, told) : saySeveral(found.accounts, told);
  },
});

/** Of several tenants the one whose archive knows the person; undefined where none or several do. */
async function tenantKnowing(
  who: string,
  since: Date,
  { tenants, archive }: CommandContext,
): Promise<string | undefined> {
  const [only, ...others] = tenants;
  if (!only) throw new UserError("No tenant is set up, so there are no logs to look through.");
  if (others.length === 0) return only.name;
  const query = { since, terms: [{ field: "person" as const, values: [who] }] };
  const known = await Promise.all(
    tenants.map(async ({ name }) => {
      const { events } = await archive.search(name, query, { limit: 1 });
      return events.length > 0 ? [name] : [];
    }),
  );
  const [first, ...more] = known.flat();
  return more.length === 0 ? first : undefined;
}

/** Tenants with a button of their own; the others are named. */
const mostTenants = 20;

function whichTenant(
  who: string,
  since: string | undefined,
  { tenants }: CommandContext,
  viewer: Viewer,
): Message {
  const names = tenants.map(({ name }) => name);
  const words = `Which tenant? There are ${sayList(names)}: choose one, or add tenant:${names[0]}.`;
  const buttons = names.map((tenant) => ({
    label: tenant,
    line: userLine(who, { ...(since ? { since } : {}), tenant }),
  }));
  return {
    summary: words,
    blocks: [text(words), ...(viewer.masked ? [] : rowsOf(buttons.slice(0, mostTenants)))],
  };
}
