import { commands } from "../../src/commands/index.ts";
import type { Access } from "../../src/core/access.ts";
import type { Person, Reply } from "../../src/core/chat-adapter.ts";
import type { Clock } from "../../src/core/clock.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import { apology, overdue, tooLong } from "../../src/core/replies.ts";
import { ada } from "../../test/fakes/context.ts";
import { cards } from "./cards.ts";
import { night } from "./night.ts";
import type { Group, Specimen } from "./painter.ts";
import { openSituation, ops, type SituationName } from "./situation.ts";

const lin: Person = { ...ada, id: "local:user:lin", name: "Lin" };
const access: Access = { operators: [ada.id], admins: [lin.id] };
const grace: Person = { ...ada, id: "local:user:grace", name: "Grace" };

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
/** What is asked of the tenant beyond the commands' own examples, and in which night. */
const tenantLines: readonly (readonly [SituationName, string])[] = [
  ["trouble", "login prod"],
  ["ours", "login prod"],
  ["calm", "login prod"],
  ["waiting", "login prod"],
  ["trouble", "logs type:failures since:1h tenant:prod"],
  ["trouble", "logs type:limits tenant:prod"],
  ["trouble", "logs user:nobody@example.com tenant:prod"],
  ["hanging", "logs type:failures tenant:prod"],
  ["waiting", "logs type:failures tenant:prod"],
];
const careLines: readonly (readonly [SituationName, string])[] = [
  ["trouble", "readiness prod"],
  ["calm", "readiness prod"],
  ["hanging", "readiness prod"],
  ["waiting", "readiness prod"],
  ["trouble", "digest now"],
  ["calm", "digest now"],
  ["hanging", "digest now"],
  ["calm", "bulletins"],
  ["trouble", "bulletin CVE-2026-40155 done"],
  ["trouble", "bulletin CVE-2026-99999"],
];
/** How `status` and `doctor` answer in every night. */
const statusNights = ["calm", "trouble", "ours", "silent", "hanging", "waiting", "new"] as const;
const statusLines = statusNights.flatMap((night) =>
  ["status prod", "status", "doctor"].map((line) => [night, line] as const),
);

/** Commands whose examples are drawn with what they are about. */
const aboutTenant: readonly string[] = ["login", "logs", "explain"];
const aboutCare: readonly string[] = ["readiness", "waive", "digest", "bulletins", "bulletin"];

const calm = ["status", "status prod", "incidents", "subscriptions", "doctor"];

/** What the bot answers, each line in a situation of its own. */
export async function answers(): Promise<readonly Group[]> {
  const refused = await ask("trouble", "subscribe status", grace);
  const others = (name: string) => ![...aboutTenant, ...aboutCare].includes(name);
  return [
    { name: "answers", specimens: await askAll("trouble", examplesOf(others)) },
    { name: "status", specimens: await askEach(statusLines) },
    {
      name: "tenant",
      specimens: [
        ...(await askAll(
          "trouble",
          examplesOf((name) => aboutTenant.includes(name)),
        )),
        ...(await askEach(tenantLines)),
        ...(await askEvent()),
      ],
    },
    {
      name: "care",
      specimens: [
        ...(await askAll(
          "trouble",
          examplesOf((name) => aboutCare.includes(name)),
        )),
        ...(await askEach(careLines)),
        ...(await cards()),
      ],
    },
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

const examplesOf = (wanted: (name: string) => boolean): readonly string[] => [
  ...new Set(commands.flatMap(({ name, examples }) => (wanted(name) ? examples : []))),
];

async function askEach(
  asked: readonly (readonly [SituationName, string])[],
): Promise<readonly Specimen[]> {
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

async function ask(name: SituationName, line: string, by = askerOf(line)): Promise<Specimen> {
  const situation = await openSituation(name);
  const answer = createDispatch({
    commands,
    access,
    clock: still,
    log: { info() {}, warn() {}, error() {} },
    zone: "Europe/Berlin",
    reference: () => "3f9c21ab",
    services: situation.services,
  });
  const replies: Reply[] = [];
  for await (const reply of answer({ line, by, from: { conversation: ops } })) replies.push(reply);
  await situation.close();
  const last = replies.at(-1);
  if (!last) throw new Error(`"${line}" was not answered`);
  const asked = { name: `${name}: ${line}`, asked: line, message: last.message };
  return { ...asked, private: last.audience === "asker" };
}
