import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "undici";
import { readMessage } from "../fakes/slack/reading.ts";

export type Mode = "http" | "socket";

export const secrets = {
  botToken: "xoxb-1-local-slack-bot",
  appToken: "xapp-1-local-slack-app",
  signingSecret: "local-slack-signing-secret",
} as const;

export const people = { ada: "U01ADA", bob: "U02BOB" } as const;
export const ops = "C01OPS";
const bot = "U0BOT";

export interface LocalMessage {
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly blocks?: unknown;
  readonly thread_ts?: string;
  readonly ephemeral_to?: string;
  readonly edited?: unknown;
}

export type View = Readonly<Record<string, unknown>> & {
  readonly blocks: readonly Readonly<Record<string, unknown>>[];
};

/** What the browser's page is told of: the forms that are open, each person's Home, and what a form refused. */
interface Screen {
  modals: readonly View[];
  homes: Map<string, View>;
  errors: readonly Readonly<Record<string, string>>[];
}

/** A workspace of local-slack with one channel, and two people at the keyboard. */
export async function openWorkspace(
  mode: Mode,
  { port, botPort }: { port: number; botPort: number },
) {
  const folder = mkdtempSync(join(tmpdir(), "local-slack-"));
  const config = join(folder, "config.json");
  writeFileSync(config, JSON.stringify(workspaceOf(mode, botPort)));
  const program = spawn(
    String(process.env.WATCHPOST_LOCAL_SLACK),
    ["--config", config, "--port", String(port), "--base-host", "127.0.0.1"],
    { stdio: ["ignore", "ignore", "inherit"], cwd: folder },
  );
  const url = `http://127.0.0.1:${port}`;
  await untilItAnswers(`${url}/_control/state`, program);
  const screen: Screen = { modals: [], homes: new Map(), errors: [] };
  const page = await openPage(`ws://127.0.0.1:${port}/ui`, screen);

  async function control<Result = unknown>(path: string, body?: object): Promise<Result> {
    const given = body
      ? {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        }
      : {};
    const response = await fetch(`${url}/_control/${path}`, given);
    if (!response.ok) throw new Error(`local-slack answered ${path} with ${response.status}`);
    return (await response.json()) as Result;
  }

  async function messages(channel = ops): Promise<readonly LocalMessage[]> {
    const { messages: all } = await control<{ messages: LocalMessage[] }>(`messages/${channel}`);
    return all.filter(({ user }) => user === bot);
  }

  return {
    apiUrl: `${url}/api/`,
    screen,
    messages,
    /** What the bot shows in a channel, as people read it. */
    texts: async (channel?: string) => (await messages(channel)).map(readMessage),
    log: async () => JSON.stringify(await control("log")),
    command: (
      text: string,
      { user = people.ada as string, channel = ops, command = "/auth0" } = {},
    ) => control("command", { user, channel, command, text }),
    mention: (text: string, thread?: string) =>
      control("message", {
        user: people.ada,
        channel: ops,
        text: `<@${bot}> ${text}`,
        ...(thread ? { thread_ts: thread } : {}),
      }),
    say: (text: string, channel: string) => control("message", { user: people.ada, channel, text }),
    /** Presses the button that reads so on the newest message that has one. */
    async press(label: string, { user = people.ada as string, channel = ops } = {}): Promise<void> {
      const found = (await messages(channel))
        .toReversed()
        .flatMap((message) => buttonsOf(message.blocks).map((button) => ({ message, button })))
        .find(({ button }) => labelOf(button) === label);
      if (!found) throw new Error(`no message in ${channel} has a button "${label}"`);
      const { message, button } = found;
      await control("interact", { channel, messageTs: message.ts, user, action: button });
    },
    openHome: (user: string = people.ada) => control("open-home", { user }),
    /** Submits the form that is open. */
    submit: (values: object, user: string = people.ada) =>
      page.send(JSON.stringify({ t: "view_submit", user, values })),
    async directOf(user: string): Promise<string | undefined> {
      const { channels } = await control<{
        channels: { id: string; is_im: boolean; members: string[] }[];
      }>("state");
      return channels.find(({ is_im, members }) => is_im && members.includes(user))?.id;
    },
    async close(): Promise<void> {
      page.close();
      const ended = once(program, "exit");
      program.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Workspace = Awaited<ReturnType<typeof openWorkspace>>;

const workspaceOf = (mode: Mode, botPort: number) => ({
  workspace: { name: "Acme", domain: "acme", teamId: "T01ACME" },
  app: {
    appId: "A01WATCH",
    botUserId: bot,
    botName: "watchpost",
    ...secrets,
    mode: mode === "http" ? "events" : "socket",
    requestUrl: `http://127.0.0.1:${botPort}/slack/events`,
  },
  users: [
    { id: people.ada, name: "ada", real_name: "Ada Lovelace", tz: "Europe/London" },
    { id: people.bob, name: "bob", real_name: "Bob Brown", tz: "Europe/Berlin" },
  ],
  channels: [{ id: ops, name: "ops", members: [people.ada, people.bob, bot] }],
});

async function untilItAnswers(address: string, program: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (program.exitCode !== null) throw new Error(`local-slack ended with ${program.exitCode}`);
    const answered = await fetch(address).catch(() => undefined);
    if (answered?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("local-slack did not start");
}

async function openPage(address: string, screen: Screen): Promise<WebSocket> {
  const page = new WebSocket(address);
  page.addEventListener("message", ({ data }) => {
    const told = JSON.parse(String(data));
    if (told.t === "view") screen.modals = told.stack;
    if (told.t === "view_errors") screen.errors = [...screen.errors, told.errors];
    if (told.t === "home") screen.homes.set(told.user, told.view);
  });
  await new Promise<void>((opened, failed) => {
    page.addEventListener("open", () => opened());
    page.addEventListener("error", () => failed(new Error("local-slack's page cannot be opened")));
  });
  return page;
}

type Element = Readonly<Record<string, unknown>>;

/** The buttons on a message or a view, each with its block's id, as the page sends them. */
function buttonsOf(blocks: unknown): readonly Element[] {
  const all: readonly Element[] = Array.isArray(blocks) ? blocks : [];
  return all.flatMap(({ elements, accessory, block_id }) =>
    [...(Array.isArray(elements) ? elements : []), accessory]
      .filter((element) => element?.type === "button")
      .map((element) => ({ ...element, block_id })),
  );
}

const labelOf = ({ text }: Element): unknown => (text as { text?: unknown } | undefined)?.text;
