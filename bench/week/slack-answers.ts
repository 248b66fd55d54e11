import { readMessage } from "../../test/fakes/slack/reading.ts";
import type { FakeSlack } from "../../test/fakes/slack/slack.ts";
import type { FakeMessage, Operation } from "../../test/fakes/slack/world.ts";
import { isProgress, type Ledger } from "./ledger.ts";
import type { SaidIn } from "./slack-said.ts";
import { watched } from "./voice.ts";

/**
 * Tells the ledger of each answer by its line's own address or thread. What is for everybody and takes long is a message in the
 * channel from its first progress on. `onPrivate`: what one person alone sees.
 */
export function watchSlack(
  { responses, world }: Pick<FakeSlack, "responses" | "world">,
  given: {
    ledger: Ledger;
    said: Pick<SaidIn, "ofProgress" | "ofAnswer">;
    onPrivate(message: FakeMessage): void;
  },
): void {
  const { ledger, said, onPrivate } = given;
  const { accept, known } = responses;
  const inChannel = new Map<string, string>();
  responses.accept = (id, response) => {
    accept(id, response);
    const isReplaced = known.get(id)?.source !== undefined && response.replace_original === true;
    const shown = world.messages.at(-1);
    if (isReplaced || response.delete_original || !shown) return;
    ledger.show(`slack:${id}`, shown.ts, readMessage(shown));
    if (shown.user) onPrivate(shown);
  };

  /** Without a thread it is progress, or the answer to a line whose own address failed or was used up. */
  function spotOf({ op, channel, thread, user, ts, text }: Operation): string | undefined {
    if (thread) return `slack:${channel}:${thread}`;
    if (op === "edit") return inChannel.get(ts);
    const spot = isProgress(text)
      ? said.ofProgress(channel, text, new Set(inChannel.values()))
      : said.ofAnswer(channel, user);
    if (spot) inChannel.set(ts, spot);
    return spot;
  }

  watched(world.operations, (operation) => {
    const { op, by, ts, text } = operation;
    const spot = op === "delete" || by === "response_url" ? undefined : spotOf(operation);
    if (spot) ledger.show(spot, ts, text);
  });
}

/** An address of its own for what somebody is about to do. */
export function addressIn(
  { responses, url }: Pick<FakeSlack, "responses" | "url">,
  where: { channel: string; user: string; source?: FakeMessage },
): { spot: string; responseUrl: string } {
  const id = responses.make(where);
  return { spot: `slack:${id}`, responseUrl: `${url}/response/${id}` };
}
