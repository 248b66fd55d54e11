import type { CommandContext } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { excerpt } from "../core/excerpt.ts";
import { newestOf } from "../core/found-events.ts";
import type { Viewer } from "../core/log-words.ts";
import { type Action, type Block, type Message, text } from "../core/message.ts";
import { sayList } from "../core/say.ts";
import { rowsOf } from "./logs-lines.ts";
import { peopleLike, type Wanted } from "./user-find.ts";
import { userLine } from "./user-view.ts";

/** Tenants with a button of their own; the others are named. */
const mostTenants = 20;

/** Those whose archive knows the person; the only one that there is, whether or not. */
export async function tenantsKnowing(
  { who, since }: Pick<Wanted, "who" | "since">,
  { tenants, archive }: CommandContext,
): Promise<readonly string[]> {
  const [only, ...others] = tenants;
  if (!only) throw new UserError("No tenant is set up, so there are no logs to look through.");
  if (others.length === 0) return [only.name];
  if (who.includes("*")) return [];
  const query = { since, terms: [{ field: "person" as const, values: [who] }] };
  const known = await Promise.all(
    tenants.map(async ({ name }) => {
      const { events } = await newestOf(archive.search, { tenant: name, query, limit: 1 });
      return events.length > 0 ? [name] : [];
    }),
  );
  return known.flat();
}

interface Asked extends Pick<Wanted, "who" | "since"> {
  /** As since: was written. */
  readonly written: string | undefined;
  /** Tenants whose archive knows them. */
  readonly known: readonly string[];
}

/** Several tenants know the person, or none does: who may have been meant, and where to look. */
export async function sayWhere(
  asked: Asked,
  context: CommandContext,
  viewer: Viewer,
): Promise<Message> {
  const { who, known } = asked;
  const whom = viewer.masked ? "this person" : `"${excerpt(who, 60)}"`;
  const words =
    known.length > 0
      ? `${sayList(known)} know ${whom}: choose one, or add tenant:${known[0]}.`
      : `No tenant's archive knows ${whom}.`;
  const like = viewer.masked || known.length > 0 ? [] : await likeAnywhere(asked, context);
  return {
    summary: words,
    ...(known.length > 0 ? { asksBack: true } : { tone: "warning" as const }),
    blocks: [
      text([{ bold: words }]),
      ...(like.length > 0 ? [text("Did you mean one of these?"), ...rowsOf(like)] : []),
      ...(viewer.masked ? [] : tenantsToAsk(asked, context)),
    ],
  };
}

/** A button for each that may know more. A part of a name is nothing that Auth0 is asked for. */
function tenantsToAsk(
  { who, known, written }: Asked,
  { tenants }: CommandContext,
): readonly Block[] {
  if (known.length === 0 && who.includes("*")) return [];
  const names = known.length > 0 ? known : tenants.map(({ name }) => name);
  const since = written ? { since: written } : {};
  const buttons = names.slice(0, mostTenants).map((tenant) => ({
    label: tenant,
    line: userLine(who, { ...since, tenant }),
  }));
  const words = `Auth0's own search may know more: choose a tenant, or add tenant:${names[0]}.`;
  return [...(known.length > 0 ? [] : [text(words)]), ...rowsOf(buttons)];
}

async function likeAnywhere(
  { who, since }: Asked,
  context: CommandContext,
): Promise<readonly Action[]> {
  const found = await Promise.all(
    context.tenants.slice(0, mostTenants).map(async ({ name: tenant }) => {
      const like = await peopleLike({ who, since, tenant }, context);
      return like.map((name) => ({
        label: `${excerpt(name, 40)} in ${tenant}`,
        line: userLine(name, { tenant }),
      }));
    }),
  );
  return found.flat().slice(0, mostTenants);
}
