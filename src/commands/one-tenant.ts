import type { CommandContext } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { type Message, text } from "../core/message.ts";
import { sayList } from "../core/say.ts";
import { tenantNamed } from "../core/wish.ts";
import { rowsOf } from "./logs-lines.ts";

/** Tenants with a button of their own; the others are named. */
const mostButtons = 20;

/** The tenant that a line is about; where there are several and none is named, the question which. */
export function tenantOr(
  named: string | undefined,
  { tenants }: Pick<CommandContext, "tenants">,
  lineFor: (tenant: string) => string,
): string | Message {
  if (named) return tenantNamed(named, { tenants });
  const [only, ...others] = tenants;
  if (!only) throw new UserError("No tenant is set up, so there are no logs to look at.");
  if (others.length === 0) return only.name;
  return whichTenant(tenants, lineFor);
}

/** Asks which one, with a button for each that says the whole line again, where there may be such a line. */
export function whichTenant(
  tenants: CommandContext["tenants"],
  lineFor: (tenant: string) => string | undefined,
): Message {
  const names = tenants.map(({ name }) => name);
  const words = `Which tenant? There are ${sayList(names)}: choose one, or add tenant:${names[0]}.`;
  const buttons = names.slice(0, mostButtons).flatMap((tenant) => {
    const line = lineFor(tenant);
    return line === undefined ? [] : [{ label: tenant, line }];
  });
  return { summary: words, asksBack: true, blocks: [text(words), ...rowsOf(buttons)] };
}
