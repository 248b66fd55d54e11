import { type Clock, SECOND } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import type { Message } from "../../src/core/message.ts";
import { deliveryErrorOf, slackCodeOf } from "./errors.ts";
import type { Pictures } from "./pictures.ts";
import { blocksRefused } from "./refusals.ts";
import { renderSlack, renderWithoutBlocks } from "./render.ts";
import { type Rendered, renderChecked } from "./render-checked.ts";
import type { PictureFiles } from "./render-picture.ts";

export const noPictures: PictureFiles = new Map();

/** Shows a message by one call or, where Slack refuses its blocks, by further ones with less. @throws DeliveryError */
export type ShowMessage = <Result>(
  message: Message,
  to: { readonly where: string; readonly files: PictureFiles },
  call: (content: Rendered) => Promise<Result>,
) => Promise<Result>;

export function createShowing({
  pictures,
  clock,
  log,
  name,
}: {
  pictures: Pictures;
  clock: Clock;
  log: Log;
  /** What people call the bot. */
  name(): string | undefined;
}): ShowMessage {
  /** What is sent until Slack takes it: new pictures are tried twice, since Slack looks into a file only a while later. */
  async function* attempts(message: Message, files: PictureFiles) {
    if (files.size > 0) {
      const content = renderChecked(message, log, (drawn) => renderSlack(drawn, files));
      yield { content, files };
      if (await pictures.areNew(files)) {
        await clock.after(SECOND);
        yield { content, files };
      }
      await pictures.refused(files);
    }
    yield { content: renderChecked(message, log), files: noPictures };
    yield { content: renderWithoutBlocks(message), files: noPictures };
  }

  /** Slack refused the blocks. That its words alone are left is our fault, and logged. */
  function isOfBlocks(
    error: unknown,
    { content, files, where }: { content: Rendered; files: PictureFiles; where: string },
  ): boolean {
    const code = slackCodeOf(error) ?? "";
    if (!blocksRefused.has(code)) return false;
    if (files.size === 0 && "blocks" in content)
      log.error({ code, where }, "Slack refused a message's blocks; it is sent as plain text");
    return true;
  }

  return async (message, { where, files: given }, call) => {
    let refusal: unknown;
    for await (const { content, files } of attempts(message, given)) {
      try {
        const done = await call(content);
        await pictures.shown(files);
        return done;
      } catch (error) {
        refusal = error;
        if (!isOfBlocks(error, { content, files, where })) break;
      }
    }
    throw deliveryErrorOf(refusal, where, name());
  };
}
