import type { Asked, Entry } from "../entry.ts";
import { make } from "./dom.ts";
import { type Around, drawMessage } from "./draw-message.ts";
import { icon } from "./icons.ts";
import { drawAge, drawTime } from "./times.ts";

/** An entry with all that is to be known about it: who asked what, for whose eyes, when, and whether it is finished. */
export function drawEntry(
  document: Document,
  entry: Entry,
  act: NonNullable<Around["act"]>,
): HTMLElement {
  const beside = saysWhen(entry) ? { beside: drawWhen(document, entry) } : {};
  const card = drawMessage(document, entry.message, { act, ...beside });
  if (entry.pending) card.append(drawPending(document));
  if (entry.privateTo !== null) {
    card.classList.add("private");
    const eyes = drawPrivate(document, entry);
    const head = card.querySelector(".head");
    if (head) head.append(eyes);
    else card.prepend(eyes);
  }
  return make(
    document,
    "div",
    { class: "entry" },
    entry.asked ? drawAsked(document, entry.asked) : undefined,
    card,
  );
}

function drawAsked(document: Document, { by, line, at }: Asked): HTMLElement {
  return make(
    document,
    "p",
    { class: "asked" },
    make(document, "strong", {}, by),
    " ",
    make(document, "q", {}, line),
    " ",
    drawTime(document, at),
    " · ",
    drawAge(document, at),
  );
}

/** The question above an answer says when; one that was long in coming has a time of its own. */
function saysWhen({ asked, postedAt }: Entry): boolean {
  return asked === null || Date.parse(postedAt) - Date.parse(asked.at) > 60_000;
}

/** An answer that took the place of its own progress was not edited, as people understand it. */
function drawWhen(document: Document, { postedAt, editedAt, inAnswerTo }: Entry): HTMLElement {
  const edited = editedAt !== null && inAnswerTo === null;
  return make(
    document,
    "p",
    { class: "when" },
    drawTime(document, postedAt),
    " · ",
    drawAge(document, postedAt),
    ...(edited
      ? [
          " · ",
          make(document, "span", { class: "edited" }, "edited ", drawTime(document, editedAt)),
        ]
      : []),
  );
}

function drawPending(document: Document): HTMLElement {
  const dots = make(document, "span", { class: "dots", "aria-hidden": "true" });
  return make(document, "p", { class: "pending" }, dots, "The answer is still to come");
}

function drawPrivate(document: Document, { conversation }: Entry): HTMLElement {
  const words = conversation.startsWith("@") ? "Direct message" : "Only you can see this";
  return make(document, "p", { class: "eyes" }, icon(document, "lock"), words);
}
