import { commands } from "../../src/commands/index.ts";
import type { Access } from "../../src/core/access.ts";
import type { Person, Reply } from "../../src/core/chat-adapter.ts";
import type { Clock } from "../../src/core/clock.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import { apology, overdue, tooLong } from "../../src/core/replies.ts";
import { ada } from "../../test/fakes/context.ts";
import type { Group, Specimen } from "./painter.ts";
import { night, openSituation, ops, type SituationName } from "./situation.ts";

const access: Access = { operators: [ada.id], admins: [] };
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
const calm = ["status", "status prod", "incidents", "subscriptions", "doctor"];

/** What the bot answers, each line in a situation of its own. */
export async function answers(): Promise<readonly Group[]> {
  const examples = [...new Set(commands.flatMap((command) => command.examples))];
  const refused = await ask("trouble", "subscribe status", grace);
  return [
    { name: "answers", specimens: await askAll("trouble", examples) },
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

async function askAll(
  situation: SituationName,
  lines: readonly string[],
): Promise<readonly Specimen[]> {
  const specimens: Specimen[] = [];
  for (const line of lines) specimens.push(await ask(situation, line));
  return specimens;
}

async function ask(name: SituationName, line: string, by: Person = ada): Promise<Specimen> {
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
