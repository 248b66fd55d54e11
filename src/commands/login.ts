import { arg, keyed, optional } from "../core/args.ts";
import { DAY, SECOND } from "../core/clock.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { sayAge, sayDuration } from "../core/duration.ts";
import type { LoginRun, LoginStanding, LoginStep } from "../core/login.ts";
import { loginChart, moves, sayMs, sayTrend, totalMs, trendOf } from "../core/login-words.ts";
import {
  actions,
  type Block,
  code,
  fields,
  type Message,
  note,
  type Tone,
  table,
  text,
} from "../core/message.ts";
import { tenantNamed } from "../core/wish.ts";

export const login = defineCommand({
  name: "login",
  summary: "Log a test user in now, and say how it went, step by step",
  verb: "Log in",
  examples: ["login", "login prod", "login prod again:yes"],
  access: "operator",
  audience: "all",
  acts: true,
  args: {
    tenant: optional(arg.word("a tenant's name", "prod")),
    again: optional(
      keyed(arg.choice("although it has stopped after refused credentials", ["yes"])),
    ),
  },
  async run({ tenant: named, again }, context) {
    const set = await setUp(context);
    const tenant = named === undefined ? set[0]?.tenant : tenantNamed(named, context);
    if (named === undefined && set.length > 1) return askWhich(set.map((one) => one.tenant));
    const standing = set.find((one) => one.tenant === tenant)?.standing;
    if (!(tenant && standing)) return notSetUp(tenant, context);
    const run = await context.logins.run(tenant, { again: again === "yes" });
    return compose(run, context);
  },
});

/** The tenants that have a synthetic login. */
async function setUp({ tenants, logins }: CommandContext) {
  const all = await Promise.all(
    tenants.map(async ({ name }) => ({ tenant: name, standing: await logins.standing(name) })),
  );
  return all.filter(({ standing }) => standing !== undefined);
}

function askWhich(tenants: readonly string[]): Message {
  const words = `Say which tenant to log in to: ${tenants.join(", ")}.`;
  const buttons = tenants.slice(0, 5).map((name) => ({ label: name, line: `login ${name}` }));
  return { summary: words, blocks: [text(words), actions(...buttons)] };
}

function notSetUp(tenant: string | undefined, { tenants }: CommandContext): Message {
  const whose = tenant ?? tenants.map(({ name }) => name).join(", ");
  const words = `No synthetic login is set up${whose ? ` for ${whose}` : ""}.`;
  return {
    summary: `${words} Whoever runs Watchpost adds syntheticLogin to the tenant in the settings.`,
    tone: "warning",
    blocks: [
      text([
        { bold: words },
        " Whoever runs Watchpost creates a user without any privileges and an application with the Password grant, adds these to the tenant in the settings, and restarts Watchpost:",
      ]),
      code(settingsLine),
      note(
        "connection names the user's database connection (without it, the tenant's Default Directory is used); every is how often it logs in by itself.",
      ),
    ],
  };
}

/** On one line: Teams' phone app shows code without its indentation, which would mean something else. */
const settingsLine = `syntheticLogin: { clientId: the-application, clientSecret: "\${AUTH0_LOGIN_CLIENT_SECRET}", username: the-test-user, password: "\${AUTH0_LOGIN_PASSWORD}", connection: Username-Password-Authentication, every: 1m }`;

async function compose(run: LoginRun, context: CommandContext): Promise<Message> {
  const { logins } = context;
  const standing = await logins.standing(run.tenant);
  const runs = await logins.latest(run.tenant, runsOfADay(standing));
  const verdict = sayVerdict(run);
  return {
    summary: [verdict, ...sayMore(run)].join(" "),
    tone: toneOf(run),
    blocks: [
      text([{ bold: verdict }, ...sayMore(run).map((words) => ` ${words}`)]),
      ...(standing?.stopped ? [text([{ bold: standing.stopped }])] : []),
      ...stepsOf(run),
      fields([
        ...(run.answered && !run.ok
          ? [{ label: "Auth0", value: "answered, so it is not down" }]
          : []),
        { label: "Last 24 h", value: sayTrend(trendOf(runs, daysAgo(run.at))) },
      ]),
      ...loginChart(runs, context.zone),
      note([...sayRecent(run, context.now), saySchedule(standing)].join(" ")),
      actions(
        { label: "Again", line: `login ${run.tenant}${standing?.stopped ? " again:yes" : ""}` },
        { label: "Status", line: `status ${run.tenant}` },
      ),
    ],
  };
}

const sayVerdict = (run: LoginRun): string =>
  run.ok
    ? `Login on ${run.tenant} works: ${sayMs(totalMs(run))}.`
    : `Login on ${run.tenant} fails.`;

/** Why, and whose move it is. One that succeeded may still have found something to mend. */
function sayMore({ ok, words, move, fix }: LoginRun): readonly string[] {
  if (ok && !fix) return [];
  return [words, ...(fix ? [`${moves[move]}: ${fix}`] : [])];
}

function toneOf({ ok, fix }: LoginRun): Tone {
  if (!ok) return "bad";
  return fix ? "warning" : "good";
}

/** As many runs as a day may hold. */
const runsOfADay = (standing: LoginStanding | undefined): number =>
  Math.min(3000, Math.ceil(DAY / (standing?.every ?? DAY)) + 800);

const daysAgo = (at: Date): Date => new Date(at.getTime() - DAY);

const stepNames: Readonly<Record<LoginStep, string>> = {
  dns: "Name looked up",
  tcp: "Connected",
  tls: "Encrypted (TLS)",
  answer: "First byte of the answer",
  verify: "Token verified",
};

function stepsOf(run: LoginRun): readonly Block[] {
  if (run.steps.length === 0) return [];
  const rows = run.steps.map(({ step, ms }) => [stepNames[step], sayMs(ms)]);
  return [table(["Step", "Took"], [...rows, ["Together", sayMs(totalMs(run))]])];
}

/** Whoever asks within seconds of the last one is given that. */
function sayRecent({ at }: LoginRun, now: Date): readonly string[] {
  const age = now.getTime() - at.getTime();
  if (age < SECOND) return [];
  return [
    `This is the login of ${sayAge(at, now).replace("just now", "seconds ago")}: it is not run twice within 10 s.`,
  ];
}

function saySchedule(standing: LoginStanding | undefined): string {
  if (!standing?.every)
    return "It runs only when someone asks; set every to have it run by itself.";
  const alert = standing.failingSince ? " An alert is open." : "";
  if (standing.stopped) return `It no longer runs by itself.${alert}`;
  return `It runs by itself every ${sayDuration(standing.every)}.${alert}`;
}
