import { specimens } from "../../test/fixtures/specimens.ts";
import { answers } from "./answers.ts";
import { introductions } from "./introductions.ts";
import type { Group } from "./painter.ts";
import { modals } from "./slack-modal.ts";
import { tails } from "./tails.ts";
import { dialogs } from "./teams-dialog.ts";

/** Specimens that fill a screen many times over; they would hide the others. */
const isLong = (name: string) => name.includes("-too-long") || name.includes("-very-long");
const kindOf = (name: string) =>
  isLong(name) ? "long" : (/^(card|update)-/.exec(name)?.[1] ?? "part");

/** Every kind of message there is, in groups that are looked at together. */
export async function allGroups(): Promise<readonly Group[]> {
  return [
    ...specimenGroups(),
    ...(await answers()),
    introductions(),
    await tails(),
    await modals(),
    await dialogs(),
  ];
}

export function specimenGroups(): readonly Group[] {
  const all = Object.entries(specimens).map(([name, message]) => ({ name, message }));
  const kinds = [...new Set(all.map(({ name }) => kindOf(name)))];
  return kinds.map((kind) => ({
    name: kind,
    specimens: all.filter(({ name }) => kindOf(name) === kind),
  }));
}
