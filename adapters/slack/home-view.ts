import { createHash } from "node:crypto";
import type { types } from "@slack/bolt";
import { type ConversationId, partsOf } from "../../src/core/address.ts";
import { excerpt, oneLine } from "../../src/core/excerpt.ts";
import { actions, type Message, note, type Text, text } from "../../src/core/message.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { clip, LIMITS, printable } from "./limits.ts";
import { renderSlack } from "./render.ts";

/** What is said to show someone's Home, and to make it anew. */
export const homeLine = "home";

/** Whether a line asks for nothing but a Home, or a part of one that is longer than a message. */
export const isHomeLine = (line: string): boolean => /^home(?: part:\d{1,4})?$/.test(line);

/** A line of a Home's own button or form, and where its answer is. */
export interface Answered {
  readonly line: string;
  readonly conversation: ConversationId;
  /** Since when; milliseconds since the epoch. */
  readonly at: number;
}

/** An answer as a Home. One that has no way to be asked for again, since it is no Home but a refusal or a fault, gets one. */
export function homeOf(
  message: Message,
  { at, answered }: { at: Date; answered?: Answered | undefined },
): types.HomeView {
  const again = message.blocks.some(
    (block) =>
      block.kind === "actions" &&
      block.actions.some((action) => "line" in action && isHomeLine(action.line)),
  );
  const blocks = again
    ? message.blocks
    : [
        ...message.blocks,
        note(["As of ", { time: at }, "."]),
        actions({ label: "Try again", line: homeLine }),
      ];
  const above = answered
    ? renderSlack({ summary: "", blocks: [note(sayAnswered(answered))] })
    : undefined;
  return viewOf([...(above?.blocks ?? []), ...renderSlack({ ...message, blocks }).blocks]);
}

/** Nobody looks there while their Home is open. */
function sayAnswered({ line, conversation }: Answered): Text {
  const answer = `The answer to "${excerpt(oneLine(line), 60)}" is `;
  if (partsOf(conversation).kind === "user") return `${answer}under Messages.`;
  return [answer, "in ", { conversation, name: "that channel" }, "."];
}

/** Shown where there is nothing yet, until there is something. */
export function loadingHome(at: Date): types.HomeView {
  const words = "Looking how things are. This takes a few seconds.";
  const begun = note(["Begun ", { time: at }, ". If nothing comes, open this page again."]);
  return viewOf(renderSlack({ summary: words, blocks: [text(words), begun] }).blocks);
}

/** The same words without any block that Slack might refuse. */
export function plainHomeOf(message: Message): types.HomeView {
  const words = clip(printable(renderPlain(message)).trim() || "–", LIMITS.section);
  return viewOf([{ type: "section", text: { type: "plain_text", text: words, emoji: false } }]);
}

const viewOf = (blocks: types.KnownBlock[]): types.HomeView => ({ type: "home", blocks });

/** Changes with what a Home says, but not with the times in it: those grow older by themselves. */
export function digestOf({ blocks }: types.HomeView): string {
  const timeless = JSON.stringify(blocks, (key, value: unknown) =>
    key === "timestamp" || key === "fallback" ? undefined : value,
  ).replace(/<!date\^\d+\^[^>]*>/g, "");
  return createHash("sha256").update(timeless).digest("base64url");
}
