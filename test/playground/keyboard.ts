import { WebSocket } from "undici";
import { expect } from "vitest";
import { z } from "zod";
import { ada, bot, ops, personal } from "./cast.ts";
import { createScreen, type Shown } from "./screen.ts";

export interface Saying {
  /** The Playground's id of a conversation, or of a thread in it; the channel unless told. */
  readonly in?: string;
  /** Without calling the bot. */
  readonly unaddressed?: boolean;
}

const placed = z.object({ postConversationId: z.string().optional() });

/** Ada at the keyboard of the Playground, by the requests that its page makes and what it is told. */
export async function openKeyboard(url: string) {
  const screen = createScreen();
  const page = new WebSocket(
    `${url.replace("http", "ws")}/_ws_conversation/v1/conversations/stream`,
  );
  page.addEventListener("message", ({ data }) => screen.take(String(data)));
  await new Promise<void>((opened, failed) => {
    page.addEventListener("open", () => opened());
    page.addEventListener("error", () =>
      failed(new Error("the Playground's page cannot be opened")),
    );
  });

  async function ask(path: string, body?: object): Promise<unknown> {
    const given = body && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    };
    const response = await fetch(`${url}${path}`, given);
    const words = await response.text();
    if (!response.ok)
      throw new Error(`the Playground answered ${path} with ${response.status}: ${words}`);
    return words ? JSON.parse(words) : undefined;
  }

  /** The newest message that has a button with this label, and the button. */
  function find(label: string) {
    const found = screen
      .messages()
      .toReversed()
      .flatMap((shown) => shown.buttons.map((button) => ({ shown, button })))
      .find(({ button }) => button.title === label);
    if (!found) throw new Error(`no message has a button "${label}"`);
    const { shown, button } = found;
    const at = {
      from: { id: ada.id },
      conversation: { id: shown.conversation },
      replyToId: shown.id,
    };
    return { at, button };
  }

  /** Any activity, made of what the Playground would send for something that happens in a conversation. */
  async function happen(type: string, conversation: string, changes: object = {}): Promise<void> {
    const query = new URLSearchParams({ conversationId: conversation, type });
    const template = await ask(`/_internal/v1/customActivities/template?${query}`);
    await ask("/_internal/v1/customActivities", { ...(template as object), ...changes });
  }

  return {
    messages: screen.messages,
    /** Gives where it is said: in a channel, it begins a thread. */
    async say(
      line: string,
      { in: where = ops, unaddressed = false }: Saying = {},
    ): Promise<string> {
      const call = `<at>${bot.name}</at>`;
      const alone = unaddressed || where === personal;
      const said = await ask(
        `/_conversation/v1/conversations/${encodeURIComponent(where)}/messages`,
        {
          from: { id: ada.id },
          text: alone ? line : `${call} ${line}`,
          textFormat: "plain",
          ...(alone ? {} : { mentions: [{ mentioned: bot, text: call }] }),
        },
      );
      return placed.parse(said).postConversationId ?? where;
    },
    /** A message that arrives as one to the bot alone, or from somebody else. */
    hear: (line: string, how: { by?: object; targeted?: boolean; in?: string }) =>
      happen("install", how.in ?? ops, {
        id: crypto.randomUUID(),
        type: "message",
        action: undefined,
        text: line,
        ...(how.by ? { from: how.by } : {}),
        recipient: { ...bot, ...(how.targeted ? { isTargeted: true } : {}) },
      }),
    /** Presses a button as clients do that know Action.Execute; gives what is said at once. */
    async press(label: string): Promise<unknown> {
      const { at, button } = find(label);
      const value = { action: button, trigger: "manual" };
      return ask("/_conversation/v1/invoke", { ...at, name: "adaptiveCard/action", value });
    },
    /** Presses it as clients do that do not. */
    async submit(label: string): Promise<void> {
      const { at, button } = find(label);
      await ask("/_conversation/v1/submit", { ...at, value: button.fallback?.data });
    },
    /** As it comes: the installation, and the bot among the members. */
    install: (conversation: string) =>
      ask(`/_debug/conversation/${encodeURIComponent(conversation)}/installation`, {}),
    happen,
    /** What is shown by it, once that is so many messages. */
    async shownBy(act: () => Promise<unknown>, count = 1): Promise<readonly Shown[]> {
      const before = screen.messages().map(({ id }) => id);
      const fresh = () => screen.messages().filter(({ id }) => !before.includes(id));
      await act();
      await expect.poll(() => fresh().length).toBeGreaterThanOrEqual(count);
      return fresh();
    },
    close: () => page.close(),
  };
}
