import type { Stretch } from "../core/archive.ts";
import { arg, keyed, optional } from "../core/args.ts";
import { DAY } from "../core/clock.ts";
import { type CommandContext, defineCommand, sayLine } from "../core/command.ts";
import { sayDuration } from "../core/duration.ts";
import { UserError } from "../core/errors.ts";
import { failureTypes } from "../core/failure-kinds.ts";
import { mattersOf } from "../core/failure-matters.ts";
import { readFailures } from "../core/failures.ts";
import { type LogAsked, logArgs, queryOf } from "../core/log-args.ts";
import { lineOf, sayWhat, sayWhen } from "../core/log-asked.ts";
import type { LogQuery } from "../core/log-query.ts";
import { codesMeant } from "../core/log-type-words.ts";
import { viewerOf } from "../core/log-words.ts";
import { lookAt } from "./errors-looked.ts";
import { sayErrors } from "./errors-view.ts";
import { wordedBy } from "./errors-worded.ts";
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
  examples: [
    "errors",
    "errors since:7d",
    "errors type:login-failures",
    "errors client:Checkout -type:mail",
    "errors on:yesterday",
  ],
  access: "operator",
  audience: "asker",
  args: { ...logArgs, tenant: optional(keyed(arg.word("a tenant's name", "prod"))) },
  async run({ tenant: named, ...said }, context) {
    const { masked } = viewerOf(context);
    const tenant = tenantOr(named, context, (name) =>
      masked ? sayLine("errors", { tenant: name }) : lineOf("errors", said, { tenant: name }),
    );
    if (typeof tenant !== "string") return tenant;
    const asked = timed(said, context);
    const query = queryOf(asked, context);
    const stretch = stretchOf(query, context);
    const terms = query.terms.filter(({ field }) => field !== "type");
    const viewer = viewerOf(context);
    const own = await context.logins.standing(tenant);
    const failures = await readFailures(
      {
        tenant,
        since: stretch.from,
        now: stretch.to,
        zone: context.zone,
        ...typesIn(query),
        ...(terms.length > 0 ? { terms } : {}),
      },
      { archive: context.archive, logs: context.logs, own },
    );
    const matters = mattersOf(failures).slice(0, mostLooked);
    const given = { tenant, from: failures.stretch.from, terms, viewer };
    const then = { ...context, now: stretch.to };
    const looked = await Promise.all(matters.map((matter) => lookAt(matter, given, then)));
    const shown = {
      failures,
      looked,
      worded: await wordedBy(failures, { tenant, viewer }, context),
      when: sayWhen(asked, query, context.zone).trim(),
      what: sayWhat(query, asked, viewer, []),
      over: stretch.to < context.now,
    };
    return sayErrors({ shown, tenant, asked, viewer }, context);
  },
});

/** The last day, where no time is said. */
function timed(asked: LogAsked, { now }: Pick<CommandContext, "now">): LogAsked {
  const { since, until, on, during } = asked;
  if (since ?? on ?? during) return asked;
  const from = new Date((until?.value ?? now).getTime() - usualSpan.ms);
  return { ...asked, since: { value: from, written: until ? isoOf(from) : usualSpan.written } };
}

const isoOf = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/u, "Z");

function stretchOf({ since, until }: LogQuery, { now }: Pick<CommandContext, "now">): Stretch {
  const from = since ?? new Date(now.getTime() - usualSpan.ms);
  const to = until && until < now ? until : now;
  if (now.getTime() - from.getTime() <= longest) return { from, to };
  throw new UserError(
    `errors looks back ${sayDuration(longest)} at most, because counts of farther back say little: ask for a later time, or ask logs.`,
  );
}

/** Failures, unless types are named; of what is only left out, failures are the rest. */
function typesIn({ terms }: LogQuery): { types?: readonly string[] } {
  const wanted = terms.filter(({ field }) => field === "type");
  if (wanted.length === 0) return {};
  const all = { field: "type", values: failureTypes } as const;
  const types = codesMeant(wanted.every(({ not }) => not) ? [all, ...wanted] : wanted);
  if (types.length > 0) return { types };
  throw new UserError("Nothing is both of the types that are asked for and of none left out.");
}
