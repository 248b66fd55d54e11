import { allows } from "../core/access.ts";
import { type CommandContext, defineCommand, sayLine } from "../core/command.ts";
import { formAction } from "../core/form.ts";
import { type Action, actions, type Message, note, type Tone, text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import { person } from "./home-person.ts";
import { tenantLines } from "./home-tenants.ts";
import { type Trouble, troubleOf } from "./home-trouble.ts";
import { section } from "./status-sections.ts";
import { sayVerdict, toneOf } from "./status-verdict.ts";
import { everyone, type Open, type View, viewsOf } from "./status-view.ts";

export const home = defineCommand({
  name: "home",
  summary: "Show on one page how all is, what you follow, and what is stale or paused",
  examples: ["home"],
  access: "viewer",
  audience: "asker",
  args: {},
  async run(_none, context): Promise<Message> {
    const { now } = context;
    const names = context.tenants.map(({ name }) => name);
    const views = await viewsOf(context, names.length > 0 ? names : [everyone]);
    const [trouble, here, mine] = await Promise.all([
      troubleOf(views, context),
      context.store.subscriptions.list(context.from.conversation),
      // Shown to all, the page tells of nobody in particular.
      context.audience === "asker" ? person(context) : [],
    ]);
    const open = openIn(views);
    const verdict = [...sayVerdict(views, open, now), ...sayTrouble(trouble)];
    const [first = "", ...rest] = verdict;
    return {
      summary: verdict.join(" "),
      tone: withTrouble(toneOf(views, open, now), trouble),
      blocks: [
        text([{ bold: first }, ...rest.map((sentence) => ` ${sentence}`)]),
        note(["As of ", { time: now }, "."]),
        ...section("Open incidents", open, "trouble", now),
        ...section("Maintenance under way", open, "work", now),
        ...tenantLines(views, now),
        actions(...aboutTenants(views, context)),
        ...trouble.blocks,
        ...mine,
        actions(...aboutWatchpost(here.length > 0, context)),
      ],
    };
  },
});

const openIn = (views: readonly View[]): readonly Open[] => [
  ...new Map(views.flatMap(({ open }) => open).map((one) => [one.subject.id, one])).values(),
];

const sayTrouble = ({ count }: Trouble): readonly string[] =>
  count > 0 ? [`${sayCount(count, "thing is", "things are")} stale or paused; see below.`] : [];

const withTrouble = (tone: Tone, { count }: Trouble): Tone =>
  count > 0 && (tone === "good" || tone === "neutral") ? "warning" : tone;

const mostTenants = 3;

function aboutTenants(views: readonly View[], context: CommandContext): readonly Action[] {
  const logins = views.filter(({ login }) => login?.standing).map(({ name }) => name);
  const label = (name: string) => (logins.length > 1 ? `Log in to ${name}` : "Log in now");
  return [
    ...saying(context, "status", "Status"),
    ...logins
      .slice(0, mostTenants)
      .flatMap((name) => saying(context, "login", label(name), sayLine("login", { tenant: name }))),
    ...(context.tenants.length > 0 ? saying(context, "readiness", "Readiness") : []),
  ];
}

function aboutWatchpost(follows: boolean, context: CommandContext): readonly Action[] {
  return [
    ...formAction(context, { name: "subscribe", label: "Subscribe" }),
    ...(follows ? saying(context, "subscriptions", "Subscriptions") : []),
    ...saying(context, "doctor", "Doctor"),
    ...saying(context, "help", "Help"),
    ...saying(context, "home", "Refresh"),
  ];
}

/** Only what the asker may say. */
function saying(
  { commands, role }: CommandContext,
  name: string,
  label: string,
  line = name,
): readonly Action[] {
  const command = commands.find((one) => one.name === name);
  return command && allows(role, command.access) ? [{ label, line }] : [];
}
