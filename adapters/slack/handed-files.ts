import { addressOf, partsOf } from "../../src/core/address.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Show } from "../../src/core/lines.ts";
import type { Log } from "../../src/core/log.ts";
import { type FileBlock, type Message, text } from "../../src/core/message.ts";
import { sayFile } from "../../src/core/plain.ts";
import { slackCodeOf } from "./errors.ts";
import type { AnswerTo } from "./incoming.ts";
import type { Posting } from "./posting.ts";
import { meaningOf } from "./refusals.ts";
import { type Uploading, uploadFile } from "./upload.ts";

type State = Parameters<Show<AnswerTo>>[0];

/**
 * Hands over the files of an answer after it was shown. What is for the asker alone comes as a direct message: a message that
 * one person sees in a channel holds no file.
 */
export function handingFiles(
  show: Show<AnswerTo>,
  given: Uploading & { readonly posting: Pick<Posting, "post" | "edit">; readonly log: Log },
): Show<AnswerTo> {
  return async (state) => {
    await show(state);
    if (state.reply.pending) return;
    for (const block of state.reply.message.blocks) {
      if (block.kind === "file") await handOver(block, state, given);
    }
  };
}

/** Never rejects: the answer is shown, and would be shown again. */
async function handOver(
  file: FileBlock,
  { to, reply }: State,
  given: Parameters<typeof handingFiles>[1],
): Promise<void> {
  const { posting, log } = given;
  const direct = addressOf("slack", "user", to.user);
  try {
    if (reply.audience === "all" && /^[CG]/.test(to.channel)) {
      await upload(file, { channel: to.channel, thread: to.thread }, given);
      return;
    }
    // Only a message opens the conversation with a person, and says which one that is.
    const at = await posting.post({ conversation: direct }, says(`Here is ${sayFile(file)}.`));
    await upload(file, { channel: partsOf(at.conversation).id }, given).catch(async (error) => {
      log.warn({ err: error }, "a file could not be handed over");
      await posting.edit(at, says(notHanded(file, error)));
    });
  } catch (error) {
    log.warn({ err: error }, "a file could not be handed over");
    await posting
      .post({ conversation: direct }, says(notHanded(file, error)))
      .catch((err: unknown) => log.warn({ err }, "whoever waits for a file could not be told"));
  }
}

const upload = (
  { name, mediaType, content }: FileBlock,
  shareIn: { readonly channel: string; readonly thread?: string | undefined },
  given: Uploading,
): Promise<unknown> =>
  uploadFile({ name, mediaType, bytes: Buffer.from(content), title: name, shareIn }, given);

const says = (words: string): Message => ({ summary: words, blocks: [text(words)] });

function notHanded(file: FileBlock, error: unknown): string {
  return `${sayFile(file)} could not be handed over: ${whyNot(error)}`;
}

function whyNot(error: unknown): string {
  if (error instanceof DeliveryError) return error.message;
  const code = slackCodeOf(error);
  if (code === "missing_scope") {
    return "the app lacks the scope files:write. Install it again from Watchpost's manifest, which asks for it.";
  }
  if (code) return meaningOf(code).words;
  return "Slack did not take it. Ask for it again in a minute.";
}
