import {
  type Action,
  actions,
  list,
  type Message,
  note,
  type Text,
  text,
} from "../core/message.ts";
import { sayCount, sayHour } from "../core/say.ts";
import type { Tail } from "../core/tail.ts";

/** Told to whoever asked; its card is for everybody. */
export function sayBegun({ tail, already }: { tail: Tail; already: boolean }): Message {
  const { tenant, what, until, zone, silence } = tail;
  const words = already
    ? `This is tailed here already: ${sayOne(tail)}.`
    : `Tailing ${tenant} until ${sayHour(until, zone)}: new events${what}.`;
  return {
    summary: words,
    ...(silence ? { tone: "warning" as const } : {}),
    blocks: [
      text([{ bold: words }]),
      ...(silence ? [text(silence)] : []),
      note(
        "They are listed under its card in this conversation, for everybody here, with numbers in place of people and addresses.",
      ),
      actions(stopOf(tail)),
    ],
  };
}

/** What runs here, each with a button that stops it. */
export function sayRunning(tails: readonly Tail[]): Message {
  const words =
    tails.length === 1
      ? "A tail is running here."
      : `${sayCount(tails.length, "tail")} are running here.`;
  const items = tails.map((tail, index): Text => `${index + 1}. ${capital(sayOne(tail))}.`);
  const buttons = tails.map((tail, index) =>
    tails.length === 1 ? stopOf(tail) : { ...stopOf(tail), label: `Stop ${index + 1}` },
  );
  return {
    summary: words,
    blocks: [
      text([{ bold: words }]),
      list(items),
      note(
        'To begin another, say which events, like "tail type:failures", or for how long, like "tail for:10m".',
      ),
      actions(...buttons),
    ],
  };
}

const sayOne = ({ tenant, what, by, until, zone, events }: Tail): string =>
  `new events of ${tenant}${what}, by ${by.name}, until ${sayHour(until, zone)}, ${sayCount(events, "event")} so far`;

const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

const stopOf = ({ id }: Tail): Action => ({ label: "Stop tail", line: `tail stop:${id}` });

export function sayStopped({ tenant, events }: Tail): Message {
  const words = `The tail of ${tenant} is stopped.`;
  return {
    summary: words,
    blocks: [
      text([{ bold: words }, ` ${sayCount(events, "event")} had come. Its card says the rest.`]),
    ],
  };
}

export function sayNone(id: string | undefined): Message {
  const words =
    id === undefined ? "No tail is running here." : "That tail is not running here any more.";
  return { summary: words, blocks: [text(words)] };
}
