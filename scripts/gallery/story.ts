import { commands } from "../../src/commands/index.ts";
import { composeCard, composeUpdates } from "../../src/core/card.ts";
import type { KnownSubject } from "../../src/core/subject.ts";
import { introduce } from "../../src/introduction.ts";
import { ada, fakeContext } from "../../test/fakes/context.ts";
import { incidentAfter } from "../../test/fixtures/specimens.ts";
import { ask } from "./answers.ts";
import { ago, night } from "./night.ts";
import type { Group, Specimen } from "./painter.ts";
import { advisories } from "./subjects.ts";

const on = { id: "slack:user:U123", name: "Ada" } as const;
const wish = { as: "thread", mention: on.id, by: on } as const;

const lines = {
  "2-night": ["status prod", "login prod", "incidents", "home"],
  "3-logs": [
    "logs type:failures since:1h tenant:prod",
    "explain fp",
    "logs user:nobody tenant:prod",
  ],
  "4-week": ["bulletins", "subscribe advisories", "subscriptions", "mute 2h"],
  "5-digest": ["digest now", "readiness prod"],
  "6-words": ["help", "help subscribe", "sttus prod", "subscribe chnagelog"],
} as const;

/** One story as its readers meet it, from the invitation to the weekly digest, in acts that fit a picture each. */
export async function storyGroups(): Promise<readonly Group[]> {
  const acts: Group[] = [{ name: "1-incident", specimens: incidentAct() }];
  for (const [name, said] of Object.entries(lines)) {
    const specimens: Specimen[] = name === "4-week" ? [advisory()] : [];
    for (const line of said) specimens.push(await ask("trouble", line));
    acts.push({ name, specimens });
  }
  const stranger = { ...ada, id: "local:user:grace", name: "Grace" } as const;
  const refused = await ask("trouble", "subscribe status", stranger);
  return [...acts, { name: "7-refusal", specimens: [refused] }];
}

/** What one looks at in the middle of it. */
export const inTheMiddle = (): Group => ({
  name: "incident",
  specimens: [card("an incident, edited in place", incidentAfter(2))],
});

function incidentAct(): readonly Specimen[] {
  const { sources, tenants } = fakeContext();
  const arrival = { conversation: "slack:channel:C123", by: { ...ada, id: on.id } } as const;
  return [
    { name: "the bot is invited", message: introduce(arrival, [], { commands, sources, tenants }) },
    card("first word", incidentAfter(1)),
    update("an update, in its thread", 2),
    card("the card, edited in place", incidentAfter(2)),
    update("resolved, in its thread", 4),
    update("root-cause analysis, weeks later", 5),
    card("the card at the end", incidentAfter(5)),
  ];
}

const card = (name: string, subject: KnownSubject): Specimen => ({
  name,
  message: composeCard(subject, wish),
});

function update(name: string, count: number): Specimen {
  const subject = incidentAfter(count);
  return { name, message: composeUpdates(subject, subject.revisions.slice(-1), wish) };
}

function advisory(): Specimen {
  const [affected] = advisories;
  if (!affected) throw new Error("there is no advisory");
  const known = { ...affected, tenants: [], firstSeenAt: ago(0), changedAt: night };
  return card("an advisory that affects us", known);
}
