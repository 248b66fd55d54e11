import { type Arg, arg } from "../core/args.ts";
import { DAY } from "../core/clock.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { sayDuration } from "../core/duration.ts";
import { UserError } from "../core/errors.ts";
import { actions, type Message, note, text } from "../core/message.ts";
import { sayTime } from "../core/say.ts";

const longest = 7 * DAY;

/** Milliseconds, or `off`. */
const howLong: Arg<number | "off"> = {
  ...arg.duration("for how long, or off"),
  about: "for how long",
  hint: "2h|off",
  parse(written, context) {
    if (written.toLowerCase() === "off") return "off";
    const ms = arg.duration("for how long, or off").parse(written, context);
    if (ms <= longest) return ms;
    throw new UserError(
      `"${written}" is longer than 7 days. Mute for 7d at most, or unsubscribe from what is not wanted.`,
    );
  },
};

export const mute = defineCommand({
  name: "mute",
  summary: "Hold back everything here for a while; nothing is lost",
  examples: ["mute 2h", "mute off"],
  access: "operator",
  audience: "all",
  acts: true,
  args: { for: howLong },
  async run({ for: length }, context) {
    return length === "off" ? unmute(context) : muteFor(length, context);
  },
});

async function muteFor(ms: number, { store, from, now, zone }: CommandContext): Promise<Message> {
  const until = new Date(now.getTime() + ms);
  await store.subscriptions.mute(from.conversation, until);
  const held = await store.subscriptions.list(from.conversation);
  const nothing =
    held.length === 0 ? [note("This conversation follows nothing yet: see subscribe.")] : [];
  return {
    summary: `Watchpost is silent here for ${sayDuration(ms)}, until ${sayTime(until, zone)}.`,
    blocks: [
      text([
        { bold: `Watchpost is silent here for ${sayDuration(ms)}` },
        ", until ",
        { time: until },
        ". Nothing is lost: what happens meanwhile is told afterwards, merged into one update for each thing.",
      ]),
      ...nothing,
      note("Answers to what people ask are still given."),
      actions({ label: "Unmute", line: "mute off" }),
    ],
  };
}

async function unmute({ store, from, now }: CommandContext): Promise<Message> {
  const conditions = await store.subscriptions.conditions();
  const here = conditions.find(({ conversation }) => conversation === from.conversation);
  const muted = here?.mutedUntil !== undefined && here.mutedUntil > now;
  await store.subscriptions.mute(from.conversation, undefined);
  const words = muted
    ? "Watchpost speaks here again. What was held back is told now."
    : "This conversation was not muted; nothing has changed.";
  return { summary: words, blocks: [text(words)] };
}
