import { createHash } from "node:crypto";
import type { types } from "@slack/bolt";
import { excerpt, oneLine } from "../../src/core/excerpt.ts";
import { actions, type Message, note, text } from "../../src/core/message.ts";
import { renderSlack, renderWithoutBlocks } from "./render.ts";

/** What is said to show someone's Home, and to make it anew. */
export const homeLine = "home";

/** An answer as a Home. One that has no way to be asked for again, since it is no Home but a refusal or a fault, gets one. */
export function homeOf(
  message: Message,
  { at, answered }: { at: Date; answered?: string | undefined },
): types.HomeView {
  const again = message.blocks.some(
    (block) =>
      block.kind === "actions" &&
      block.actions.some((action) => "line" in action && action.line === homeLine),
  );
  const blocks = [
    ...(answered === undefined ? [] : [note(sayAnswered(answered))]),
    ...message.blocks,
    ...(again
      ? []
      : [note(["As of ", { time: at }, "."]), actions({ label: "Try again", line: homeLine })]),
  ];
  return viewOf(renderSlack({ ...message, blocks }).blocks);
}

/** Direct messages are where no one looks while their Home is open. */
const sayAnswered = (line: string): string =>
  `The answer to "${excerpt(oneLine(line), 60)}" is under Messages.`;

/** Shown where there is nothing yet, until there is something. */
export function loadingHome(at: Date): types.HomeView {
  const words = "Looking how things are. This takes a few seconds.";
  const begun = note(["Begun ", { time: at }, ". If nothing comes, open this page again."]);
  return viewOf(renderSlack({ summary: words, blocks: [text(words), begun] }).blocks);
}

/** The same words without any block that Slack might refuse. */
export function plainHomeOf(message: Message): types.HomeView {
  const { text: words } = renderWithoutBlocks(message);
  return viewOf([
    { type: "section", text: { type: "mrkdwn", text: words.slice(0, 3000), verbatim: true } },
  ]);
}

const viewOf = (blocks: types.KnownBlock[]): types.HomeView => ({ type: "home", blocks });

/** Changes with what a Home says, but not with the times in it: those grow older by themselves. */
export function digestOf({ blocks }: types.HomeView): string {
  const timeless = JSON.stringify(blocks, (key, value: unknown) =>
    key === "timestamp" || key === "fallback" ? undefined : value,
  ).replace(/<!date\^\d+\^[^>]*>/g, "");
  return createHash("sha256").update(timeless).digest("base64url");
}
