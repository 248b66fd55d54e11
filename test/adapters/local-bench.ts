import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createLocalChat, type LocalChat } from "../../adapters/local/adapter.ts";
import type { Entry } from "../../adapters/local/entry.ts";
import type { Answer } from "../../src/core/chat-adapter.ts";
import type { Clock } from "../../src/core/clock.ts";
import { noJournal } from "../../src/core/journal.ts";
import { type Message, text } from "../../src/core/message.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import type { Records } from "../../src/core/records.ts";
import { neverChanges } from "../fakes/changes.ts";
import { fakeRecords } from "../fakes/records.ts";

export const clock: Clock = {
  now: () => new Date(),
  after: (ms, signal) =>
    new Promise((done) => {
      if (signal?.aborted) return done();
      const timer = setTimeout(done, ms);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        done();
      });
    }),
};

const appearance = { conversation: "ops", person: "ada", title: "Watchpost" };

export interface Opened {
  readonly chat: LocalChat;
  readonly records: Records;
  /** What went wrong, as the log was told. */
  readonly troubles: string[];
  close(): Promise<void>;
}

/** A local chat with a page of one line, not started. */
export async function openChat({
  records = fakeRecords(),
  journal = () => noJournal,
  page,
  commands,
  acknowledged,
  ...look
}: {
  records?: Records;
  journal?: PlatformContext["journal"];
  page?: URL;
  commands?: PlatformContext["commands"];
  acknowledged?: (ms: number) => void;
  notice?: string;
  port?: number;
  groups?: Record<string, readonly string[]>;
  guests?: readonly string[];
} = {}): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), "watchpost-page-"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>Watchpost</title>");
  await writeFile(join(folder, "secrets.txt"), "not for the web");
  const troubles: string[] = [];
  const trouble = (details: object, message: string) =>
    troubles.push(`${message}: ${JSON.stringify(details)}`);
  const log = { info: () => {}, warn: trouble, error: trouble };
  const chat = createLocalChat(
    { ...appearance, port: 0, ...look },
    {
      records,
      journal,
      clock,
      log,
      ...(commands ? { commands } : {}),
      ...(acknowledged ? { acknowledged } : {}),
    },
    page ?? pathToFileURL(`${folder}/`),
  );
  return {
    chat,
    records,
    troubles,
    close: async () => {
      await chat.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Sends a line as the page does. */
export function send(chat: LocalChat, body: object): Promise<Response> {
  return fetch(`${chat.address()}/api/local/lines`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

export async function entriesOf(
  chat: LocalChat,
  { as = "ada", conversation = "ops" } = {},
): Promise<readonly Entry[]> {
  const path = `/api/local/conversations/${encodeURIComponent(conversation)}/messages?as=${as}`;
  const response = await fetch(`${chat.address()}${path}`);
  return (await response.json()) as Entry[];
}

/** Answers every line with its own words. */
export const echo: Answer = async function* ({ line }) {
  const message = { summary: `You said ${line}`, blocks: [] };
  const audience = line.startsWith("secret") ? "asker" : "all";
  yield { message, audience, pending: false };
};

export const bot = (answer: Answer = echo) => ({
  answer,
  happened: async () => {},
  onChange: neverChanges,
});

export const ops = "local:channel:ops";
export const says = (words: string): Message => ({ summary: words, blocks: [text(words)] });

/** A local chat that listens on a port of its own. */
export async function startChat(
  given: Parameters<typeof openChat>[0] = {},
  answer: Answer = echo,
): Promise<Opened> {
  const opened = await openChat(given);
  await opened.chat.start(bot(answer));
  return opened;
}
