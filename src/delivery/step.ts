import { cardTells, composeCard, composeUpdates, digestOf, fitting } from "../core/card.ts";
import type { Message } from "../core/message.ts";
import type { Card, Telling } from "../core/store.ts";
import { quietUntil } from "../core/subscription.ts";

/**
 * What to do next about one subject in one conversation:
 *
 *     no card ──post card──▶ card shows something else ──edit card──▶ something untold ──reply──▶ settled
 *
 * Each step, once it succeeded, is remembered before the next one is thought of, so a crash between
 * two steps repeats nothing, and a crash within a step repeats that step alone.
 */
export type Step =
  | {
      readonly kind: "post card";
      readonly message: Message;
      readonly shown: string;
      readonly tells: readonly string[];
    }
  | {
      readonly kind: "edit card";
      readonly message: Message;
      readonly card: Card;
      readonly tells: readonly string[];
    }
  | {
      readonly kind: "reply";
      readonly message: Message;
      readonly card: Card;
      readonly alsoInChannel: boolean;
      readonly tells: readonly string[];
    }
  | { readonly kind: "settle"; readonly card: Card; readonly tells: readonly string[] };

/** The state machine of delivery, whole: pure, so that it can be read and tested in one sitting. */
export function nextStep({ subject, subscription, card, untold }: Telling): Step {
  const message = composeCard(subject, subscription);
  const shown = digestOf(message);
  const keys = untold.map(({ key }) => key);
  if (!card) {
    const tells = cardTells(subject, subscription.as, untold) ? keys : [];
    return { kind: "post card", message, shown, tells };
  }
  const cardOnly = subscription.as === "card";
  if (card.shown !== shown) {
    return {
      kind: "edit card",
      message,
      card: { id: card.id, shown },
      tells: cardOnly ? keys : [],
    };
  }
  if (untold.length === 0 || cardOnly) return { kind: "settle", card, tells: keys };
  const part = fitting(untold);
  return {
    kind: "reply",
    message: composeUpdates(subject, part, subscription),
    card,
    alsoInChannel: subscription.as === "all",
    tells: part.map(({ key }) => key),
  };
}

interface Ready {
  readonly step: Step;
  readonly telling: Telling;
  /** Milliseconds until the platform's pace lets it go out. */
  readonly wait: number;
}

/** What to do in a conversation now: the first step that nothing holds back, or when to look again. */
export type Due = Ready | { readonly step: undefined; readonly wakeAt: Date | undefined };

/**
 * Quiet hours hold back what makes a sound; an edit makes none. `waitFor`: how long the platform's pace holds a step back.
 * Where it does, another subject's step goes first that need not wait as long.
 */
export function firstDue(
  tellings: readonly Telling[],
  now: Date,
  waitFor: (step: Step) => number = () => 0,
): Due {
  let wakeAt: Date | undefined;
  let first: Ready | undefined;
  for (const telling of tellings) {
    const step = nextStep(telling);
    const held = isSilent(step) ? undefined : quietUntil(telling.subscription.quiet, now);
    if (held) wakeAt = earlier(wakeAt, held);
    else first = sooner(first, { step, telling, wait: waitFor(step) });
    if (first?.wait === 0) break;
  }
  return first ?? { step: undefined, wakeAt };
}

const earlier = (one: Date | undefined, other: Date): Date => (one && one < other ? one : other);

const sooner = (one: Ready | undefined, other: Ready): Ready =>
  one && one.wait <= other.wait ? one : other;

const isSilent = ({ kind }: Step): boolean => kind === "edit card" || kind === "settle";
