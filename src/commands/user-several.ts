import { type Block, heading, type Message, note, text } from "../core/message.ts";
import { sayCount } from "../core/say.ts";
import type { Account } from "../core/user-story/accounts.ts";
import { storyOf } from "../core/user-story/story.ts";
import { type Verdict, verdictOf } from "../core/user-story/verdict.ts";
import { rowsOf } from "./logs-lines.ts";
import { sayLooked } from "./user-looked.ts";
import { nameOf, tellerFor } from "./user-teller.ts";
import { sortOf, type Told, userLine } from "./user-view.ts";

/** Accounts whose verdict is said; the others have a button. */
const mostSaid = 4;
const mostButtons = 10;

/** Several accounts go by one address: how each of them is, and which to look at. */
export async function saySeveral(accounts: readonly Account[], told: Told): Promise<Message> {
  const { context, viewer, wanted } = told;
  const tenant = context.tenants.length > 1 ? wanted.tenant : undefined;
  const said = accounts
    .slice(0, mostSaid)
    .map((account) => ({ account, verdict: verdictFor(account, told) }));
  const who = viewer.masked ? "One address" : wanted.who;
  const trouble = said.filter(({ verdict }) => verdict.tone === "bad").length;
  const words = `${who} has ${sayCount(accounts.length, "account")} here: ${trouble === 0 ? "none of them is refused now" : `${trouble} of them cannot log in`}.`;
  const more = accounts.length - said.length;
  return {
    summary: words,
    tone: trouble > 0 ? "warning" : "neutral",
    blocks: [
      text([{ bold: words }, " Ask how they log in: by password, Google, their company."]),
      ...said.flatMap(({ account, verdict }) => sayAccount(account, verdict, told)),
      ...(more > 0 ? [text(`And ${sayCount(more, "account")} more, quiet for longer.`)] : []),
      note(await sayLooked(told)),
      ...(viewer.masked
        ? []
        : rowsOf(
            accounts.slice(0, mostButtons).map((account) => ({
              label: sortOf(account),
              line: userLine(account.id, { tenant }),
            })),
          )),
    ],
  };
}

function verdictFor(account: Account, { context, viewer, found }: Told): Verdict {
  const story = storyOf(account, context.now);
  const others = found.accounts.filter(({ id }) => id !== account.id);
  return verdictOf({ story, others, tell: tellerFor(account, viewer, context.now) });
}

function sayAccount(
  account: Account,
  verdict: Verdict,
  { viewer, context }: Told,
): readonly Block[] {
  const tell = tellerFor(account, viewer, context.now);
  const way = account.connection ? tell.connection(account.connection) : "an unknown way";
  const id = viewer.masked ? nameOf(account, viewer) : account.id;
  return [
    heading(`By ${way}`),
    text([
      verdict.words.replace(/^user (?=\d)/u, "User "),
      " ",
      { bold: "What to do: " },
      [verdict.help, verdict.mind].filter(Boolean).join(" "),
    ]),
    note(id),
  ];
}
