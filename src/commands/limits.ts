import { arg, asWritten, keyed, optional } from "../core/args.ts";
import { type CommandContext, defineCommand, sayLine } from "../core/command.ts";
import { sayDuration } from "../core/duration.ts";
import { UserError } from "../core/errors.ts";
import { limitsWeek, readLimits } from "../core/limits.ts";
import { viewerOf } from "../core/log-words.ts";
import { longestBack, sayLimits } from "./limits-view.ts";
import { tenantOr } from "./one-tenant.ts";

export const limits = defineCommand({
  name: "limits",
  summary: "Say which rate limits were met, by whom and on what, and what is left",
  verb: "Show limits",
  examples: ["limits", "limits since:24h"],
  access: "operator",
  audience: "asker",
  args: {
    since: optional(keyed(asWritten(arg.moment("from when on", "begin")))),
    tenant: optional(keyed(arg.word("a tenant's name", "prod"))),
  },
  async run({ since, tenant: named }, context) {
    const written = since?.written ?? "7d";
    const name = tenantOr(named, context, (one) =>
      sayLine("limits", { since: written, tenant: one }),
    );
    if (typeof name !== "string") return name;
    const from = since?.value ?? new Date(context.now.getTime() - limitsWeek);
    refuse(from, context);
    const tenant = context.tenants.find((one) => one.name === name) ?? { name, domain: "" };
    const limits = await readLimits(
      { tenant: name, since: from, now: context.now },
      {
        archive: context.archive,
        logs: context.logs,
        ownClient: tenant.management?.clientId,
      },
    );
    const when = `in the last ${sayDuration(context.now.getTime() - from.getTime())}`;
    return sayLimits({ limits, tenant, when, since: written, viewer: viewerOf(context) }, context);
  },
});

function refuse(from: Date, { now }: CommandContext): void {
  if (from >= now) throw new UserError("That time is still to come; no limit was met since.");
  if (now.getTime() - from.getTime() <= longestBack) return;
  throw new UserError(
    `limits looks back ${sayDuration(longestBack)} at most; ask for less with since:.`,
  );
}
