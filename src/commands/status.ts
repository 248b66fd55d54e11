import { arg, optional } from "../core/args.ts";
import { defineCommand, formAction } from "../core/command.ts";
import { actions, text } from "../core/message.ts";
import { tenantNamed } from "../core/wish.ts";
import { reads, section } from "./status-sections.ts";
import { sayVerdict, toneOf } from "./status-verdict.ts";
import { everyone, viewsOf } from "./status-view.ts";

export const status = defineCommand({
  name: "status",
  summary: "Say how Auth0 and our own logins are, per tenant, and how fresh that is",
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
    return {
      summary: verdict.join(" "),
      tone: toneOf(views, open, context.now),
      blocks: [
        text([{ bold: verdict.join(" ") }]),
        ...section("Open incidents", open, "trouble", context.now),
        ...section("Maintenance under way", open, "work", context.now),
        ...section("Upcoming maintenance", open, "ahead", context.now),
        ...reads(views, context),
        actions(
          { label: "Incidents", line: "incidents" },
          { label: "Changes", line: "changes" },
          ...formAction(context, {
            name: "subscribe",
            label: "Subscribe",
            values: { source: "status" },
          }),
        ),
      ],
    };
  },
});
