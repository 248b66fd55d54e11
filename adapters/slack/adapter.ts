import { setImmediate } from "node:timers/promises";
import type { Receiver } from "@slack/bolt";
import type { Bot, ChatAdapter, Happened } from "../../src/core/chat-adapter.ts";
import { MINUTE, SECOND } from "../../src/core/clock.ts";
import { createLines, type Lines } from "../../src/core/lines.ts";
import type { Pace } from "../../src/core/pace.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import type { Secret } from "../../src/core/secret.ts";
import { within } from "../../src/core/within.ts";
import { type Acquaintance, createAcquaintance } from "./acquaintance.ts";
import { createAnswers } from "./answers.ts";
import { type Bolt, createBoltApp } from "./bolt-app.ts";
import { checkTokens } from "./check.ts";
import { createDoor } from "./door.ts";
import { createHomes } from "./homes.ts";
import type { AnswerTo, Incoming } from "./incoming.ts";
import { createListening, type Listening } from "./listening.ts";
import { createModals, type Modals } from "./modals.ts";
import { createPicturedAnswers } from "./pictured-answers.ts";
import { createPictures } from "./pictures.ts";
import { createPosting } from "./posting.ts";
import { createReach } from "./reach.ts";
import { keepConnected } from "./socket.ts";
import { guardMessages } from "./socket-guard.ts";
import { clientOptions } from "./web-client.ts";

export interface SlackSettings {
  readonly botToken: Secret;
  /** Needed for HTTP; Socket Mode signs nothing. */
  readonly signingSecret?: Secret | undefined;
  /** Set: Socket Mode. */
  readonly appToken?: Secret | undefined;
  readonly apiUrl: string;
}

/** About one post a second in a channel and in the workspace; chat.update is of tier 3. */
const pace: Pace = {
  conversation: [{ count: 1, perMs: SECOND }],
  posts: [{ count: 1, perMs: SECOND }],
  edits: [{ count: 50, perMs: MINUTE }],
  all: [],
};

/** How lines come in: over our HTTP server, or over a socket that we open. */
interface Way {
  readonly receiver: Receiver;
  open(): Promise<void>;
  close(): Promise<void>;
}

export async function createSlackChat(
  settings: SlackSettings,
  context: PlatformContext,
): Promise<ChatAdapter> {
  const bolt = await import("@slack/bolt");
  const { records, clock, log } = context;
  const speech = speaking(bolt, settings, context, () => listening.name());
  const { client, post, edit } = speech;
  const homes = createHomes({ client, records, clock, log });
  let lines: Lines<AnswerTo> | undefined;
  let modals: Modals | undefined;
  let closing: Promise<void> | undefined;
  let stopped = false;
  function take({ id, invocation, to }: Incoming): void {
    if (!homes.take({ invocation, to })) lines?.take(id, invocation, to);
  }
  const listening: Listening = createListening({
    log,
    take,
    open: homes.open,
    ask: (wanted) => modals?.open(wanted),
    isOpen: () => lines !== undefined && !stopped,
  });
  const way = settings.appToken
    ? overSocket(bolt, settings.appToken, settings, context)
    : overHttp(bolt, settings, context, () => lines !== undefined && !closing);
  createBoltApp(bolt, {
    receiver: way.receiver,
    botToken: settings.botToken,
    options: options(settings, context),
    listeners: listening.listeners,
    log,
  });
  const { check, acquaintance } = knowing(client, { listening, settings, clock });

  async function start(bot: Bot): Promise<void> {
    const { answer, forms } = bot;
    const show = homes.noting(speech.show);
    lines = createLines({ answer, show, records, clock, log });
    modals = createModals({ views: client.views, answer, forms, take, clock, log });
    listening.tell({ ...bot, happened: losing(bot.happened, acquaintance) });
    // Who we are tells guests from members.
    acquaintance.seek();
    await homes.start(bot);
    await way.open();
    await lines.resume();
  }

  /** What comes in while the door closes is acknowledged too, so it is still taken and answered. */
  async function close(): Promise<void> {
    if (lines) await way.close();
    await setImmediate(); // Bolt hands on what it acknowledged within the same turn.
    stopped = true;
  }

  async function stop(): Promise<void> {
    acquaintance.stop();
    closing ??= close();
    await closing;
    // A modal that cannot be opened becomes a line.
    await modals?.settled();
    await Promise.all([lines?.settled(), listening.settled()]);
    // A picture that hangs is none that anybody waits for.
    await Promise.all([homes.stop(), within(speech.settled(), { clock, ms: SECOND })]);
  }

  const reach = createReach({ client, clock, name: listening.name });
  return { name: "slack", pace, start, post, edit, reach, check, stop };
}

/** Whether Slack lets the bot in, and who it is there. */
function knowing(
  client: ReturnType<typeof speaking>["client"],
  known: { listening: Listening; settings: SlackSettings; clock: PlatformContext["clock"] },
) {
  const { learn, happen } = known.listening;
  const ask = (appToken: Secret | undefined) => checkTokens({ client, appToken, learn });
  return {
    check: () => ask(known.settings.appToken),
    acquaintance: createAcquaintance({
      ask: () => ask(undefined),
      known: () => happen({ kind: "let in" }),
      clock: known.clock,
    }),
  };
}

/** Whoever is told that Slack lets the bot in no more has it asked when it does again. */
function losing(happened: Happened, { lose }: Pick<Acquaintance, "lose">): Happened {
  return async (event) => {
    await happened(event);
    if (event.kind === "revoked") lose();
  };
}

/** All that is said in Slack goes through one client. */
function speaking(
  bolt: Bolt,
  settings: SlackSettings,
  context: PlatformContext,
  name: () => string | undefined,
) {
  const given = options(settings, context);
  const client = new bolt.webApi.WebClient(settings.botToken.reveal(), given);
  const { apiUrl } = settings;
  const pictures = createPictures({ ...context, client, fetch: given.fetch, apiUrl });
  const posting = createPosting({ ...context, client, pictures, name });
  const pictured = createPicturedAnswers({ ...context, posting, pictures });
  const { post, edit } = posting;
  const show = createAnswers({ ...context, posting, pictured });
  return { client, post, edit, show, settled: pictures.settled };
}

const options = ({ apiUrl }: SlackSettings, { log }: PlatformContext) =>
  clientOptions({ apiUrl, log });

function overHttp(
  bolt: Bolt,
  { signingSecret }: SlackSettings,
  { mount, clock }: PlatformContext,
  isOpen: () => boolean,
): Way {
  const secret = signingSecret?.reveal() ?? "";
  const receiver = createDoor({
    isSigned: ({ body, signature, timestamp }) =>
      bolt.isValidSlackRequest({
        signingSecret: secret,
        body,
        headers: { "x-slack-signature": signature, "x-slack-request-timestamp": timestamp },
      }),
    isOpen,
    clock,
  });
  return {
    receiver,
    open: async () => mount("/slack/events", receiver.listener),
    close: async () => {},
  };
}

function overSocket(
  bolt: Bolt,
  appToken: Secret,
  settings: SlackSettings,
  context: PlatformContext,
): Way {
  const given = options(settings, context);
  const receiver = new bolt.SocketModeReceiver({
    appToken: appToken.reveal(),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: given },
    ...(given.logger ? { logger: given.logger } : {}),
  } as ConstructorParameters<Bolt["SocketModeReceiver"]>[0]);
  const { clock, log } = context;
  guardMessages({ client: receiver.client, log });
  const connection = keepConnected({ client: receiver.client, clock, log });
  return { receiver, open: connection.start, close: connection.stop };
}
