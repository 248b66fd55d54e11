import { allows } from "../core/access.ts";
import { arg, optional } from "../core/args.ts";
import { type CommandContext, defineCommand, sayLine } from "../core/command.ts";
import { formAction } from "../core/form.ts";
import { type Action, actions, text } from "../core/message.ts";
import { tenantNamed } from "../core/wish.ts";
import { parts, reads, section } from "./status-sections.ts";
import { sayVerdict, toneOf } from "./status-verdict.ts";
import { everyone, type View, viewsOf } from "./status-view.ts";

export const status = defineCommand({
  name: "status",
  summary: "Say how Auth0 and our own logins are, per tenant, and how fresh that is",
  verb: "Show status",
  examples: ["status", "status prod"],
  access: "viewer",
  audience: "all",
  args: { tenant: optional(arg.word("a tenant's name", "prod")) },
  async run({ tenant }, context) {
    const names = tenant ? [tenantNamed(tenant, context)] : context.tenants.map(({ name }) => name);
    const views = await viewsOf(context, names.length > 0 ? names : [everyone]);
    const open = [
      ...new Map(views.flatMap((view) => view.open).map((o) => [o.subject.id, o])).values(),
    ];
    const verdict = sayVerdict(views, open, context.now);
    const [first = "", ...rest] = verdict;
    return {
      summary: verdict.join(" "),
      tone: toneOf(views, open, context.now),
      blocks: [
        text([{ bold: first }, ...rest.map((sentence) => ` ${sentence}`)]),
        ...section("Open incidents", open, "trouble", context.now),
        ...parts(views, context),
        ...section("Maintenance under way", open, "work", context.now),
        ...section("Upcoming maintenance", open, "ahead", context.now),
        ...reads(views, context.now),
        actions(...asked(views, context)),
      ],
    };
  },
});

/** What people ask next. */
function asked(views: readonly View[], context: CommandContext): readonly Action[] {
  const [only] = views.length === 1 ? views : [];
  return [
    ...(only ? nextOf(only, context) : views.slice(0, mostButtons).map(buttonOf)),
    { label: "Incidents", line: "incidents" },
    { label: "Changes", line: "changes" },
    ...formAction(context, { name: "subscribe", label: "Subscribe", values: { source: "status" } }),
  ];
}

const mostButtons = 3;
const buttonOf = ({ name }: View): Action => ({
  label: name,
  line: sayLine("status", { tenant: name }),
});

/** Only what the asker may say, of what is set up. */
function nextOf(
  { name, login, figures }: View,
  { commands, role }: CommandContext,
): readonly Action[] {
  const may = (word: string) =>
    commands.some((command) => command.name === word && allows(role, command.access));
  const failed = { type: "failed-logins", since: "1h", tenant: name };
  const hasLog = figures && figures.failedLogins.missing?.reason !== "not configured";
  return [
    ...(login?.standing && may("login")
      ? [{ label: "Log in now", line: sayLine("login", { tenant: name }) }]
      : []),
    ...(hasLog && may("logs") ? [{ label: "Failed logins", line: sayLine("logs", failed) }] : []),
  ];
}
