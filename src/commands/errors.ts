import { arg, keyed, optional, personal } from "../core/args.ts";
import { DAY } from "../core/clock.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { sayDuration } from "../core/duration.ts";
import { UserError } from "../core/errors.ts";
import { mattersOf } from "../core/failure-matters.ts";
import { readFailures } from "../core/failures.ts";
import { filterArgs, timeArgs } from "../core/log-args.ts";
import type { LogTerm } from "../core/log-query.ts";
import { codesMeant } from "../core/log-type-words.ts";
import { viewerOf } from "../core/log-words.ts";
import { lookAt } from "./errors-looked.ts";
import { sayErrors } from "./errors-view.ts";
import { tenantOr } from "./one-tenant.ts";

const usualSpan = { written: "24h", ms: DAY };
/** Farther back, counts of hours say little. */
const longest = 90 * DAY;
/** Matters whose events are looked at. */
const mostLooked = 4;

export const errors = defineCommand({
  name: "errors",
  summary: "Say what fails more than usual, what is new, and where it happens",
  verb: "Show errors",
  examples: ["errors", "errors since:7d", "errors type:login-failures", "errors client:Checkout"],
  access: "operator",
  audience: "asker",
  args: {
    since: timeArgs.since,
    type: filterArgs.type,
    client: optional(keyed(personal(arg.word("an application's name or id", "Checkout")))),
    connection: optional(keyed(personal(arg.word("a connection's name or id", "google-oauth2")))),
    tenant: optional(keyed(arg.word("a tenant's name", "prod"))),
  },
  async run({ since, type, client, connection, tenant: named }, context) {
    const words = { since: since?.written ?? usualSpan.written, client, connection };
    const asked = { ...words, type: type?.written };
    const tenant = tenantOr(named, context, { command: "errors", values: asked });
    if (typeof tenant !== "string") return tenant;
    const from = since?.value ?? new Date(context.now.getTime() - usualSpan.ms);
    refuse(from, context);
    const terms = termsOf({ client, connection });
    const viewer = viewerOf(context);
    const own = await context.logins.standing(tenant);
    const failures = await readFailures(
      {
        tenant,
        since: from,
        now: context.now,
        zone: context.zone,
        ...(type ? { types: codesMeant(type.terms) } : {}),
        ...(terms.length > 0 ? { terms } : {}),
      },
      { archive: context.archive, logs: context.logs, own },
    );
    const matters = mattersOf(failures).slice(0, mostLooked);
    const given = { tenant, from: failures.stretch.from, terms, viewer };
    const looked = await Promise.all(matters.map((matter) => lookAt(matter, given, context)));
    const shown = {
      failures,
      looked,
      when: `in the last ${sayDuration(context.now.getTime() - from.getTime())}`,
      what: sayWhat({ type: type?.written, client, connection }, viewer.masked),
    };
    return sayErrors({ shown, tenant, words, viewer }, context);
  },
});

function refuse(from: Date, { now }: CommandContext): void {
  if (from >= now) throw new UserError("That time is still to come; nothing has failed since.");
  if (now.getTime() - from.getTime() <= longest) return;
  throw new UserError(
    `errors looks back ${sayDuration(longest)} at most; ask for less with since:.`,
  );
}

function termsOf(given: {
  readonly client: string | undefined;
  readonly connection: string | undefined;
}): readonly LogTerm[] {
  const { client, connection } = given;
  return [
    ...(client ? [{ field: "client" as const, values: [client] }] : []),
    ...(connection ? [{ field: "connection" as const, values: [connection] }] : []),
  ];
}

function sayWhat(asked: Readonly<Record<string, string | undefined>>, masked: boolean): string {
  const words = Object.entries(asked).flatMap(([name, value]) =>
    value ? [`${name}:${value}`] : [],
  );
  if (words.length === 0) return "";
  return masked ? " of what was asked for" : ` of ${words.join(" ")}`;
}
