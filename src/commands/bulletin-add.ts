import {
  advisoriesTarget,
  advisoryFacts,
  idAs,
  idsIn,
  idsOf,
  type Severity,
} from "../core/advisory.ts";
import type { CommandContext } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { actions, type Message, note, text } from "../core/message.ts";
import { sayDate } from "../core/say.ts";
import { type Subject, withKeys } from "../core/subject.ts";
import { feedAddress } from "../core/wish.ts";
import { type Bulletin, bulletinsOf } from "./bulletin-desk.ts";
import { next } from "./bulletin-record.ts";

/** What a person says of a bulletin that no source tells of. */
export interface Entry {
  readonly title: string;
  readonly url: string | undefined;
  readonly severity: Severity | undefined;
  readonly package: string | undefined;
  readonly note: string | undefined;
}

const longestTitle = 200;
const longestPackage = 200;
const longestNote = 500;

/** Adds it as a bulletin of its own: it stays open until somebody marks it as handled. */
export async function add(entry: Entry, context: CommandContext): Promise<Message> {
  const { store, now, by } = context;
  const title = excerpt(oneLine(entry.title), longestTitle);
  if (title === "") {
    throw new UserError('Say what it is about, like: bulletin add "Weak cookies in our portal"');
  }
  const url = entry.url === undefined ? "" : addressOf(entry.url);
  const id = idOf(title, url);
  refuseKnown(id, await bulletinsOf(context));
  const subject = subjectOf({ ...entry, title, url }, id, context);
  await store.subjects.observe([
    { target: advisoriesTarget, at: now, subjects: [subject], aside: true },
  ]);
  const words = `${by.name} has added the bulletin ${id}: ${title.replace(/[.!?]$/, "")}.`;
  return {
    summary: words,
    blocks: [
      text([{ bold: words }]),
      note("Whoever follows advisories is told. It stays open until it is done or not-affected."),
      actions(...next(id, undefined)),
    ],
  };
}

function addressOf(written: string): string {
  try {
    return feedAddress(written);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `"${excerpt(written, 100)}" is not an address that can be shown; write one like url:https://example.com/advisory, without a password in it.`,
    );
  }
}

/** The one id that it names; else one made of its title, the same each time. */
function idOf(title: string, url: string): string {
  const [inTitle] = idsIn(title);
  const [inUrl] = idsIn(url);
  const [{ key = "" } = {}] = withKeys([{ phase: "identified", text: title.toLowerCase() }]);
  return idAs(inTitle ?? inUrl ?? `own-${key.slice(0, 8)}`);
}

function refuseKnown(id: string, all: readonly Bulletin[]): void {
  const known = all.find(({ subject }) => idsOf(subject).includes(id));
  if (!known) return;
  throw new UserError(
    `${id} is known already: ${excerpt(oneLine(known.subject.title), 150)}. Say "bulletin ${known.subject.id}" to see it.`,
  );
}

function subjectOf(
  entry: Entry & { readonly url: string },
  id: string,
  { by, now, zone }: CommandContext,
): Subject {
  const { title, severity, url } = entry;
  const used = entry.package && packageAs(excerpt(oneLine(entry.package), longestPackage));
  const words = [title, ...(entry.note ? [excerpt(oneLine(entry.note), longestNote)] : [])];
  const fact = (label: string, value: string | undefined) => (value ? [{ label, value }] : []);
  return {
    source: advisoriesTarget.source,
    id,
    title: title.includes(id) ? title : `${id}: ${title}`,
    url,
    phase: "identified",
    revisions: withKeys([{ phase: "identified", text: words.join("\n"), at: now }]),
    labels: [...(severity ? [severity] : []), "affected"],
    facts: [
      ...fact(advisoryFacts.affected, used),
      ...fact(advisoryFacts.severity, severity),
      ...fact(advisoryFacts.added, `${by.name}, ${sayDate(now, zone)}`),
    ],
  };
}

/** `npm:jws@3.2.2` as it stands on every other card: "jws 3.2.2". */
function packageAs(written: string): string {
  const [, name = written, version = ""] = /^(?:[a-z]+:)?(.+?)(?:@([^@/]+))?$/i.exec(written) ?? [];
  return [name, version].filter(Boolean).join(" ");
}
