import { commands } from "../../src/commands/index.ts";
import type { ConversationId } from "../../src/core/address.ts";
import type { Person, Reply } from "../../src/core/chat-adapter.ts";
import type { Clock } from "../../src/core/clock.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import { apology, overdue, tooLong } from "../../src/core/replies.ts";
import { ada } from "../../test/fakes/context.ts";
import { deaf } from "../../test/fakes/house.ts";
import { cards } from "./cards.ts";
import { night } from "./night.ts";
import type { Group, Specimen } from "./painter.ts";
import { access, bob, eve, grace, lin, muddled, rolesIn, unclaimed } from "./roles.ts";
import { openSituation, ops, type SituationName } from "./situation.ts";

/** Lines beside every command's own examples: what goes wrong, and what is there once trouble is over. */
const slips = [
  "sttus prod",
  "subscribe",
  "subscribe chnagelog",
  "changes zzz since:30d",
  "changes only:braking",
  "subscribe rss",
  "subscribe rss https://down.example.com/feed.xml",
  "mute for ever",
  "unsubscribe rss https://blog.example.com/feed.xml",
  "help subscribe share:here",
];
type Said = readonly [SituationName, string];
const inAll = (nights: readonly SituationName[], ...lines: readonly string[]): readonly Said[] =>
  nights.flatMap((night) => lines.map((line) => [night, line] as const));

/**
 * Groups of their own, each with the examples of its commands and what else is asked. One picture holds some twenty
 * answers on a phone's width, and no more.
 */
const more: readonly { name: string; of: readonly string[]; said: readonly Said[] }[] = [
  {
    name: "status",
    of: [],
    said: inAll(
      ["calm", "trouble", "ours", "silent", "hanging", "waiting", "new"],
      "status prod",
      "status",
    ),
  },
  {
    name: "doctor",
    of: [],
    said: inAll(["calm", "trouble", "ours", "silent", "hanging", "waiting", "new"], "doctor"),
  },
  {
    name: "home",
    of: ["home"],
    said: [
      ...inAll(["calm", "ours", "silent", "hanging", "paused", "waiting", "new"], "home"),
      ["trouble", "home share:here"],
    ],
  },
  { name: "login", of: ["login"], said: inAll(["ours", "calm", "waiting"], "login prod") },
  {
    name: "logs",
    of: ["logs"],
    said: [
      ["trouble", "logs type:failures since:1h tenant:prod"],
      ["trouble", "logs type:failures,-mail -client:Checkout on:today tenant:prod"],
      ["trouble", 'logs "time limit" since:60d tenant:prod'],
      ["trouble", "logs type:limits since:80d tenant:prod"],
      ["trouble", "logs type:ratelimits as:csv tenant:prod"],
      ["trouble", "logs usr:ada tenant:prod"],
      ["trouble", "logs user:nobody@example.com tenant:prod"],
      ...inAll(["hanging", "waiting"], "logs type:failures tenant:prod"),
    ],
  },
  {
    name: "user",
    of: [],
    said: [
      ["trouble", "user ada@example.com"],
      ["trouble", "user ada@example.com share:here"],
      ["trouble", "user grace@example.com"],
      ["trouble", "user radia.perl@example.com"],
      ["trouble", "user auth0|5f7c8ec7c33c6c004bbafe84"],
      ["trouble", "user hedy@subsidiary.example.com"],
      ["trouble", "user gra"],
      ["trouble", "user nobody@example.com tenant:prod"],
      ["waiting", "user ada@example.com"],
    ],
  },
  {
    name: "tail-answers",
    of: ["tail"],
    said: inAll(["trouble"], "tail type:failures tenant:prod", "tail for:9h", "tail"),
  },
  {
    name: "forget",
    of: ["forget"],
    said: [
      ["trouble", "forget ada@example.com confirm:yes"],
      ["silent", "forget nobody@example.com"],
      ["silent", "forget ada@example.com confirm:yes"],
    ],
  },
  {
    name: "audit",
    of: ["audit"],
    said: [
      ["trouble", "audit about:ada@example.com"],
      ["trouble", "audit share:here"],
      ["trouble", "audit command:forgt"],
      ["new", "audit"],
    ],
  },
  {
    name: "errors",
    of: ["errors"],
    said: [
      ...inAll(["trouble", "calm", "waiting"], "errors tenant:prod"),
      ["trouble", "errors since:7d tenant:prod"],
      ["trouble", "errors client:Checkout tenant:prod"],
      ["trouble", "errors tenant:prod share:here"],
    ],
  },
  {
    name: "limits",
    of: ["limits"],
    said: [
      ...inAll(["trouble", "calm", "waiting"], "limits tenant:prod"),
      ["trouble", "limits tenant:prod share:here"],
    ],
  },
  { name: "explain", of: ["explain"], said: [] },
  {
    name: "bulletins",
    of: ["bulletins", "bulletin"],
    said: [
      ["calm", "bulletins"],
      ["trouble", "bulletin CVE-2026-40155 done"],
      ["trouble", "bulletin CVE-2026-99999"],
    ],
  },
  {
    name: "readiness",
    of: ["readiness", "waive"],
    said: inAll(["calm", "hanging", "waiting"], "readiness prod"),
  },
  { name: "digest", of: ["digest"], said: inAll(["calm", "hanging", "waiting"], "digest now") },
];

const calm = ["status", "status prod", "incidents", "subscriptions", "doctor"];

/** What the bot answers, each line in a situation of its own. */
export async function answers(): Promise<readonly Group[]> {
  const refused = await ask("trouble", "subscribe status", grace);
  const others = (name: string) => name !== "access" && !more.some(({ of }) => of.includes(name));
  return [
    { name: "answers", specimens: await askAll("trouble", examplesOf(others)) },
    ...(await Promise.all(more.map(drawn))),
    { name: "access", specimens: await askAccess() },
    { name: "home-tab", specimens: await homeTabs() },
    { name: "events", specimens: await askEvent() },
    { name: "alerts", specimens: await cards() },
    { name: "slips", specimens: [...(await askAll("trouble", slips)), refused, ...faults] },
    {
      name: "calm",
      specimens: [
        ...(await askAll("calm", calm)),
        ...(await askAll("new", calm)),
        await ask("paused", "subscriptions"),
      ],
    },
  ];
}

/** Time stands still: no answer is ever late. */
const still: Clock = { now: () => night, after: () => new Promise(() => {}) };

/** What nobody can bring about by saying a line. */
const faults: readonly Specimen[] = [
  { name: "fault-in-the-bot", message: apology("3f9c21ab"), private: true },
  { name: "fault-too-slow", message: overdue("status", 60_000, "3f9c21ab") },
  { name: "line-too-long", message: tooLong(10_000), private: true },
];

async function drawn({ name, of, said }: (typeof more)[number]): Promise<Group> {
  const examples = examplesOf((command) => of.includes(command));
  const specimens = [...(await askAll("trouble", examples)), ...(await askEach(said))];
  return { name, specimens };
}

/** As it stands where nobody else is: in Slack's Home tab, and in direct messages. */
async function homeTabs(): Promise<readonly Specimen[]> {
  const specimens: Specimen[] = [];
  for (const situation of ["trouble", "calm", "silent", "hanging", "new"] as const) {
    specimens.push(await ask(situation, "home", ada, ada.id));
  }
  return [...specimens, await ask("trouble", "home", grace, grace.id)];
}

/** By people of every role. */
async function askAccess(): Promise<readonly Specimen[]> {
  const specimens: Specimen[] = [];
  for (const by of [grace, lin, eve]) specimens.push(await ask("trouble", "access", by));
  specimens.push(await ask("trouble", "access", bob, ops, muddled));
  for (const who of ["bob", "eve"]) specimens.push(await ask("trouble", `access who:${who}`, lin));
  specimens.push(await ask("trouble", "access share:here", bob));
  for (const line of ["access", "help"])
    specimens.push(await ask("new", line, grace, ops, unclaimed));
  return specimens;
}

const examplesOf = (wanted: (name: string) => boolean): readonly string[] => [
  ...new Set(commands.flatMap(({ name, examples }) => (wanted(name) ? examples : []))),
];

async function askEach(asked: readonly Said[]): Promise<readonly Specimen[]> {
  const specimens: Specimen[] = [];
  for (const [situation, line] of asked) specimens.push(await ask(situation, line));
  return specimens;
}

/** One event of a list, to its asker and to everyone; and the list as everyone sees it. */
async function askEvent(): Promise<readonly Specimen[]> {
  const list = "logs type:failures since:1h tenant:prod";
  const { message } = await ask("trouble", list);
  const lines = message.blocks.flatMap((block) =>
    block.kind === "actions"
      ? block.actions.flatMap((one) => ("line" in one ? [one.line] : []))
      : [],
  );
  const event = lines.find((line) => line.includes("event:"));
  return askAll("trouble", [
    `${list} share:here`,
    ...(event ? [event, `${event} share:here`] : []),
  ]);
}

async function askAll(
  situation: SituationName,
  lines: readonly string[],
): Promise<readonly Specimen[]> {
  const specimens: Specimen[] = [];
  for (const line of lines) specimens.push(await ask(situation, line));
  return specimens;
}

/** Whoever may ask it: most of it an operator may. */
function askerOf(line: string): Person {
  const found = commands.find(({ name }) => name === line.split(" ")[0]);
  return found?.access === "admin" ? lin : ada;
}

export async function ask(
  name: SituationName,
  line: string,
  by = askerOf(line),
  conversation: ConversationId = ops,
  settings = access,
): Promise<Specimen> {
  const situation = await openSituation(name);
  const answer = createDispatch({
    commands,
    access: settings,
    clock: still,
    log: { info() {}, warn() {}, error() {} },
    hearing: deaf,
    zone: "Europe/Berlin",
    reference: () => "3f9c21ab",
    services: { ...situation.services, roles: rolesIn(settings) },
  });
  const replies: Reply[] = [];
  for await (const reply of answer({ line, by, from: { conversation } })) replies.push(reply);
  await situation.close();
  const last = replies.at(-1);
  if (!last) throw new Error(`"${line}" was not answered`);
  const asked = { name: `${name}: ${line}`, asked: line, message: last.message };
  return { ...asked, private: last.audience === "asker" };
}
