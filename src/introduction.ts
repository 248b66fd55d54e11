import type { ConversationId } from "./core/address.ts";
import type { Person } from "./core/chat-adapter.ts";
import { type CommandOffer, formAction } from "./core/form.ts";
import { type Action, actions, type Message, note, type Span, text } from "./core/message.ts";
import { sayList } from "./core/say.ts";
import type { Subscription } from "./core/subscription.ts";
import { nameOf } from "./core/wish.ts";

/** What is offered to people of whom nothing is known yet; each button asks for its presser's own role. */
export type Offered = Omit<CommandOffer, "role">;

/** Past so many, the rest is a number. */
const mostNamed = 5;

/** Where the bot has come, and who brought it. */
export interface Arrival {
  readonly conversation: ConversationId;
  readonly by?: Person | undefined;
}

/** What the bot says in a conversation that it was invited to. `held`: what is followed there from an earlier time. */
export function introduce(
  arrival: Arrival,
  held: readonly Subscription[],
  offered: Offered,
): Message {
  return held.length > 0 ? goingOn(arrival, held, offered) : beginning(arrival, offered);
}

function beginning(arrival: Arrival, offered: Offered): Message {
  return {
    summary:
      'Watchpost was invited here. It tells channels what they must know about Auth0, and answers questions; say "subscribe status" to begin.',
    blocks: [
      text([
        { bold: "Watchpost is here. " },
        ...inviter(arrival),
        " It tells channels what they must know about Auth0 – incidents, changes, security bulletins – and answers when something is wrong.",
      ]),
      text([
        "Nothing is posted here until somebody subscribes this conversation: press Subscribe, or say ",
        { code: "subscribe status" },
        ".",
      ]),
      actions(
        ...formAction({ ...offered, role: "operator" }, { name: "subscribe", label: "Subscribe" }),
        ...usual,
      ),
      note(
        "Whoever has the role operator may subscribe; what else is said here is not read, unless it is addressed to Watchpost.",
      ),
    ],
  };
}

function goingOn(arrival: Arrival, held: readonly Subscription[], offered: Offered): Message {
  const names = [...new Set(held.map((each) => nameOf(each, offered)))];
  const more = names.length - mostNamed;
  const named = sayList([
    ...names.slice(0, mostNamed),
    ...(more > 0 ? [`${more} ${more === 1 ? "other" : "others"}`] : []),
  ]);
  return {
    summary: `Watchpost was invited here and goes on: this conversation follows ${named}.`,
    blocks: [
      text([{ bold: "Watchpost is here and goes on. " }, ...inviter(arrival)]),
      text(["This conversation follows ", { bold: named }, ". What was kept for it is told now."]),
      actions({ label: "Subscriptions", line: "subscriptions" }, ...usual),
    ],
  };
}

const usual: readonly Action[] = [
  { label: "Status", line: "status" },
  { label: "Help", line: "help" },
];

function inviter({ conversation, by }: Arrival): readonly Span[] {
  if (!by) return ["Somebody invited it."];
  return by.id === conversation
    ? ["You added it."]
    : [{ mention: by.id, name: by.name }, " invited it."];
}
