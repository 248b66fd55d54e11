import { DAY } from "../core/clock.ts";
import { type CommandContext, sayLine } from "../core/command.ts";
import { courseOf } from "../core/course.ts";
import { oneLine } from "../core/excerpt.ts";
import { signOf, type Viewer } from "../core/log-words.ts";
import {
  type Action,
  type Block,
  fields,
  heading,
  list,
  type Message,
  note,
  type Span,
  type Text,
  text,
} from "../core/message.ts";
import { sayDate, sayNumber } from "../core/say.ts";
import type { KnownSubject } from "../core/subject.ts";
import type { Account } from "../core/user-story/accounts.ts";
import { type Story, storyOf } from "../core/user-story/story.ts";
import { type Line, timelineOf } from "../core/user-story/timeline.ts";
import { type Teller, type Verdict, verdictOf } from "../core/user-story/verdict.ts";
import { rowsOf } from "./logs-lines.ts";
import { factsOf } from "./user-facts.ts";
import type { FoundPerson, Wanted } from "./user-find.ts";
import { sayLooked, sayUnseen } from "./user-looked.ts";
import { tellerFor } from "./user-teller.ts";

/** Lines of what happened, as many as a phone shows without much turning. */
const mostLines = 12;

/** One account, all that was found, and who reads it. */
export interface Told {
  readonly wanted: Wanted;
  readonly found: FoundPerson;
  readonly context: CommandContext;
  readonly viewer: Viewer;
}

/** The whole story of one account, the verdict first. */
export async function sayStory(account: Account, told: Told): Promise<Message> {
  const { context, found, viewer } = told;
  const tell = tellerFor(account, viewer, context.now);
  const story = storyOf(account, context.now);
  const others = [...found.accounts, ...found.others].filter(({ id }) => id !== account.id);
  const verdict = verdictOf({ story, others, tell });
  const incidents = await openIncidents(told);
  const words = sentence(verdict.words);
  return {
    summary: words,
    tone: verdict.tone,
    blocks: [
      text([{ bold: words }]),
      text([{ bold: "What to do: " }, verdict.help]),
      ...(verdict.mind ? [text([{ bold: "Note: " }, verdict.mind])] : []),
      ...(verdict.developer ? [text([{ bold: "For a developer: " }, verdict.developer])] : []),
      ...incidents.map(sayIncident),
      ...sayUnseen(found),
      fields([{ label: "How sure", value: verdict.sure }, ...factsOf(story, tell)]),
      ...chartOf(story, context.zone),
      ...happened(story, tell),
      note(await sayLooked(told)),
      ...rowsOf(buttonsOf(account, others, { ...told, verdict, incidents })),
    ],
  };
}

/** Masked, a sentence begins with "user 1". */
const sentence = (words: string): string => words.replace(/^user (?=\d)/u, "User ");

function happened(story: Story, tell: Teller): readonly Block[] {
  const { lines, earlier } = timelineOf(story.moments, tell, mostLines);
  if (lines.length === 0) return [];
  const more = earlier > 0 ? [`and ${earlier} earlier`] : [];
  return [
    heading("What happened, newest first"),
    list([...lines.map((line) => sayLineOf(line, tell)), ...more]),
  ];
}

function sayLineOf(line: Line, tell: Teller): Text {
  const { label, first, last, count, addresses, clients, ended } = line;
  const [address, ...more] = addresses;
  const from =
    address === undefined
      ? ""
      : more.length > 0
        ? `, from ${addresses.length} addresses`
        : `, from ${tell.address(address)}`;
  const sign = signOf(ended === "good" ? "success" : ended === "bad" ? "failure" : "notice");
  const client = clients[0] && clients.length === 1 ? ` – ${tell.application(clients[0])}` : "";
  const times: readonly Span[] =
    count > 1 ? [{ time: first }, " to ", { time: last }] : [{ time: last }];
  return [
    sign,
    { bold: label },
    `${count > 1 ? `, ${sayNumber(count)} times` : ""}${from}${client}, `,
    ...times,
  ].filter((span) => span !== "");
}

/** A chart says something where failures came on several days. */
const fewestFailures = 6;
const fewestDays = 3;
const mostDays = 31;

function chartOf({ moments, now }: Story, zone: string): readonly Block[] {
  const failed = moments.filter(({ part }) => part === "failure" || part === "block");
  const days = new Map<string, number>();
  for (const { at } of failed) {
    const day = sayDate(at, zone);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  const oldest = failed[0]?.at;
  if (!oldest || failed.length < fewestFailures || days.size < fewestDays) return [];
  const span = Math.min(mostDays, Math.ceil((now.getTime() - oldest.getTime()) / DAY) + 1);
  const shown = Array.from({ length: span }, (_, index) =>
    sayDate(new Date(now.getTime() - (span - 1 - index) * DAY), zone),
  );
  const points = shown.map((day) => ({
    label: day.replace(/ \d{4}$/u, ""),
    value: days.get(day) ?? 0,
  }));
  return [{ kind: "chart", title: "Failed logins per day", shape: "bar", unit: "failed", points }];
}

/** Incidents of Auth0's that are open now and may be why. */
async function openIncidents({ context, wanted }: Told): Promise<readonly KnownSubject[]> {
  const open = await context.store.subjects.find({ source: "status", open: true, limit: 20 });
  return open
    .filter(({ tenants }) => tenants.length === 0 || tenants.includes(wanted.tenant))
    .filter((subject) => courseOf(subject).kind === "incident")
    .slice(0, 2);
}

const sayIncident = ({ title, authenticationAffected }: KnownSubject): Block =>
  text([
    { bold: "Auth0 has an open incident: " },
    `${oneLine(title)}${authenticationAffected ? ". It affects logins, so this may be part of it." : "."}`,
  ]);

function buttonsOf(
  account: Account,
  others: readonly Account[],
  told: Told & { readonly verdict: Verdict; readonly incidents: readonly KnownSubject[] },
): readonly Action[] {
  const { context, viewer, wanted, verdict, incidents } = told;
  const tenant = context.tenants.length > 1 ? wanted.tenant : undefined;
  const who = account.id || wanted.who;
  const since = new Date(wanted.since.getTime()).toISOString().slice(0, 10);
  const personal: readonly Action[] = [
    { label: "All their events", line: sayLine("logs", { user: who, since, tenant }) },
    {
      label: "Look further back",
      line: userLine(who, { since: further(wanted, context), tenant }),
    },
    ...others.slice(0, 3).map((other) => ({
      label: `Also ${sortOf(other)}`,
      line: userLine(other.id, { tenant }),
    })),
  ];
  return [
    // A button that names somebody is not for everybody.
    ...(viewer.masked ? [] : personal),
    ...(verdict.causes.length > 0
      ? [{ label: "Explain", line: `explain ${verdict.causes.slice(0, 5).join(" ")}` }]
      : []),
    ...(incidents.length > 0 ? [{ label: "Auth0's incidents", line: "incidents" }] : []),
  ];
}

/** Thrice as far, or a year. */
export const further = (
  { since }: Pick<Wanted, "since">,
  { now }: Pick<CommandContext, "now">,
): string => (now.getTime() - since.getTime() < 60 * DAY ? "90d" : "365d");

/** By which way an account logs in. */
export const sortOf = ({ connection, id }: Account): string => connection ?? id.split("|")[0] ?? id;

export function userLine(
  who: string,
  more: { since?: string; tenant?: string | undefined },
): string {
  const said = /\s/u.test(who) ? `"${who.replaceAll('"', "")}"` : who;
  return sayLine(`user ${said}`, more);
}
