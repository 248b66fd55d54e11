import { sayLine } from "../core/command.ts";
import { excerpt } from "../core/excerpt.ts";
import { type Message, note, text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import { rowsOf } from "./logs-lines.ts";
import { isTooWide, peopleLike } from "./user-find.ts";
import { sayLooked, sayUnseen } from "./user-looked.ts";
import { further, type Told, userLine } from "./user-view.ts";

/** What was looked through, who may have been meant, and what else to try. */
export async function sayNobody(told: Told): Promise<Message> {
  const { wanted, context, viewer, found } = told;
  const tenant = context.tenants.length > 1 ? wanted.tenant : undefined;
  const like = viewer.masked ? [] : await peopleLike(wanted, context);
  const whom = viewer.masked ? "this person" : `"${excerpt(wanted.who, 60)}"`;
  const words = sayFound(told, { whom, like: like.length });
  const buttons = like.map((name) => ({
    label: excerpt(name, 40),
    line: userLine(name, { tenant }),
  }));
  const onward = viewer.masked
    ? []
    : [
        ...(found.events > 0
          ? [{ label: "All these events", line: sayLine("logs", { user: wanted.who, tenant }) }]
          : []),
        {
          label: "Look further back",
          line: userLine(wanted.who, { since: further(wanted, context), tenant }),
        },
      ];
  return {
    summary: words,
    tone: "warning",
    blocks: [
      text([{ bold: words }]),
      ...(like.length > 0 ? [text("Did you mean one of these?"), ...rowsOf(buttons)] : []),
      text(
        "Check the spelling, and the whole address: ada@example.com, not ada. Part of a name goes with a star: ada*. Somebody who has not been here in this time is not in the log; and who typed another address is under that one.",
      ),
      ...sayUnseen(found),
      note(await sayLooked(told)),
      ...rowsOf(onward),
    ],
  };
}

const capital = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

function sayFound(
  { wanted, found }: Told,
  { whom, like }: { readonly whom: string; readonly like: number },
): string {
  const log = `The log of ${wanted.tenant}`;
  if (found.events > 0) {
    return `${log} names ${whom} ${sayCount(found.events, "time")}, but tells nothing of an account of theirs: it is what they did as an administrator, or a part of a name.`;
  }
  if (found.from === "nobody") return `${log} could not be looked through for ${whom}.`;
  if (isTooWide(wanted.who)) {
    return `${capital(whom)} is like too many to look for: give three letters at least, and three stars at most, like ada*.`;
  }
  if (!wanted.who.includes("*")) return `${log} has nothing of ${whom}.`;
  return like > 0
    ? `${log} has ${sayCount(like, "name")} like ${whom}.`
    : `${log} has nobody like ${whom}.`;
}
