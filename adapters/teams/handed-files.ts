import type { ConversationId } from "../../src/core/address.ts";
import type { Clock } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Show } from "../../src/core/lines.ts";
import type { Log } from "../../src/core/log.ts";
import { type FileBlock, type Message, text } from "../../src/core/message.ts";
import { sayFile } from "../../src/core/plain.ts";
import type { TeamsActivity } from "./activity.ts";
import type { Connector } from "./connector.ts";
import { consentCard, consentIn, type FilePlace, storedCard } from "./file-cards.ts";
import { personIdOf, type ReturnTo } from "./hear.ts";
import { createHeldFiles } from "./held-files.ts";
import { isTrustedStore } from "./hosts.ts";
import type { Send } from "./http.ts";
import type { Sender } from "./sender.ts";
import type { TeamsSettings } from "./settings.ts";

/**
 * Hands files over in Teams: a bot may give one to a person, in their personal chat, once they agreed to have it put into
 * their OneDrive.
 */
export interface HandedFiles {
  /** Shows answers, and then asks whoever gets a file whether they will have it. */
  handing(show: Show<ReturnTo>): Show<ReturnTo>;
  /** Somebody answered the question. Never waits and never throws. */
  answered(activity: TeamsActivity): void;
  /** Forgets every file that nobody has agreed to yet. */
  clear(): void;
  /** Resolves once what is under way has been stored. */
  settled(): Promise<void>;
}

type State = Parameters<Show<ReturnTo>>[0];

interface Given {
  readonly sender: Pick<Sender, "reach" | "toAll" | "toOne">;
  readonly connector: Pick<Connector, "send">;
  readonly send: Send;
  readonly settings: Pick<TeamsSettings, "appId" | "serviceUrlHosts">;
  readonly clock: Clock;
  readonly log: Log;
}

export function createHandedFiles(given: Given): HandedFiles {
  const { sender, connector, clock, log } = given;
  const held = createHeldFiles(clock);
  const underWay = new Set<Promise<void>>();

  async function tell(person: ConversationId, words: string): Promise<void> {
    await sender.toAll(await sender.reach(person), says(words));
  }

  async function offer(file: FileBlock, { to, invocation: { by } }: State): Promise<void> {
    const id = held.hold(file, by.id);
    const card = consentCard(file, Buffer.byteLength(file.content), id);
    try {
      await connector.send(await sender.reach(by.id), card);
    } catch (error) {
      log.warn({ err: error }, "a file could not be offered to a person in Teams");
      const { serviceUrl } = to.reference;
      const words = `${sayFile(file)} could not be handed over: ${whyNot(error)} Add the app for yourself, and ask there.`;
      await sender.toOne({ serviceUrl, conversation: to.conversation }, by.id, says(words));
    }
  }

  async function store(file: FileBlock, place: FilePlace, person: ConversationId): Promise<void> {
    if (!isTrustedStore(place.uploadUrl, given.settings)) {
      throw new DeliveryError("refused", "Teams named a place that is not SharePoint's.");
    }
    await put(file, place.uploadUrl, given.send);
    await connector.send(await sender.reach(person), storedCard(place));
  }

  async function answer(activity: TeamsActivity): Promise<void> {
    const said = consentIn(activity.value);
    const person = personIdOf(activity);
    const file = said && held.take(said.context.file, person);
    if (said?.action === "decline") return;
    if (!file) return tell(person, over);
    if (!said?.uploadInfo) return tell(person, notStored(file, "Teams named no place for it."));
    try {
      await store(file, said.uploadInfo, person);
    } catch (error) {
      log.warn({ err: error }, "a file could not be stored for a person in Teams");
      await tell(person, notStored(file, whyNot(error)));
    }
  }

  function run(work: Promise<void>): Promise<void> {
    const done = work.catch((error: unknown) => {
      log.warn({ err: error }, "a file could not be handed over in Teams");
    });
    underWay.add(done);
    return done.finally(() => underWay.delete(done));
  }

  return {
    handing: (show) => async (state) => {
      const { blocks } = state.reply.message;
      const files = blocks.flatMap((block) => (block.kind === "file" ? [block] : []));
      if (state.reply.pending || files.length === 0) return show(state);
      // An answer with a file is not taken before the file is offered: rather it is shown again than the file never.
      const { taken: _, ...begun } = state;
      await show(begun);
      for (const file of files) await run(offer(file, state));
    },
    answered: (activity) => void run(answer(activity)),
    clear: held.clear,
    settled: async () => void (await Promise.all(underWay)),
  };
}

/** The whole of it at once. @throws DeliveryError */
async function put({ content, mediaType }: FileBlock, url: string, send: Send): Promise<void> {
  const body = Buffer.from(content);
  const { ok, status } = await send(url, {
    method: "PUT",
    headers: {
      "content-type": mediaType,
      "content-range": `bytes 0-${body.length - 1}/${body.length}`,
    },
    body,
  });
  if (!ok) throw new DeliveryError("rejected", `OneDrive answered with the status ${status}.`);
}

const says = (words: string): Message => ({
  summary: words,
  tone: "warning",
  blocks: [text(words)],
});

const over = "This file is not there any more. Ask for it again.";

const notStored = (file: FileBlock, why: string): string =>
  `${sayFile(file)} could not be stored: ${why} Ask for it again.`;

const whyNot = (error: unknown): string =>
  error instanceof DeliveryError ? error.message : "OneDrive could not be reached.";
