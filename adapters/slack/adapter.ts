import { setImmediate } from "node:timers/promises";
import type { Receiver } from "@slack/bolt";
import type { Bot, ChatAdapter, Happened } from "../../src/core/chat-adapter.ts";
import { MINUTE, SECOND } from "../../src/core/clock.ts";
import { type Journal, noJournal } from "../../src/core/journal.ts";
import { createLines, type Lines } from "../../src/core/lines.ts";
import { straight } from "../../src/core/outgoing.ts";
import type { Pace } from "../../src/core/pace.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import type { Secret } from "../../src/core/secret.ts";
import { within } from "../../src/core/within.ts";
import { type Acquaintance, createAcquaintance } from "./acquaintance.ts";
import { createAnswers } from "./answers.ts";
import { type Bolt, loadBolt } from "./bolt.ts";
import { createBoltApp, hearAgain } from "./bolt-app.ts";
import { checkTokens } from "./check.ts";
import { handingFiles } from "./handed-files.ts";
import { createHomes } from "./homes.ts";
import type { AnswerTo, Incoming } from "./incoming.ts";
import { createKnocking, doorPath } from "./knocking.ts";
import { createListening, type Listening } from "./listening.ts";
import { createModals, type Modals } from "./modals.ts";
import { createIdentity } from "./ourselves.ts";
import { createPeople } from "./people.ts";
import { createPicturedAnswers } from "./pictured-answers.ts";
import { createPictures } from "./pictures.ts";
import { createPosting } from "./posting.ts";
import { createReach } from "./reach.ts";
import { createRoster } from "./roster.ts";
import { keepConnected } from "./socket.ts";
import { guardMessages } from "./socket-guard.ts";
import { callTimeoutMs, clientOptions, named } from "./web-client.ts";

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
  // What is sent a minute apart may arrive a little less than that: Slack counts by its own clock.
  edits: [{ count: 50, perMs: MINUTE + SECOND / 4 }],
  all: [],
};

/** How lines come in: over our HTTP server, or over a socket that we open. */
interface Way {
  readonly receiver: Receiver;
  /** Where that which comes in is kept until it was heard. */
  readonly journal: Journal;
  /** Where an earlier life kept what it acknowledged, whichever way it came in then. */
  readonly left: readonly Journal[];
  /** Where it is known how long what comes in waits for its acknowledgement. */
  acknowledged?: PlatformContext["acknowledged"];
  open(): Promise<void>;
  close(): Promise<void>;
}

export async function createSlackChat(
  settings: SlackSettings,
  context: PlatformContext,
): Promise<ChatAdapter> {
  const bolt = loadBolt();
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
    journal: context.journal("happened"),
    take,
    open: homes.open,
    ask: (wanted) => modals?.open(wanted),
    regroup: (body) => people.regroup(body),
    isOpen: () => lines !== undefined && !stopped,
  });
  const way = wayOf(bolt, settings, context);
  const { listeners } = listening;
  const heard = { options: options(settings, context), listeners, log };
  const app = createBoltApp(bolt, { ...way, ...heard });
  const known = knowing(speech, { listening, settings, context });
  const { check, acquaintance, people, roster } = known;
  async function start(asked: Bot): Promise<void> {
    const bot = people.knowing(asked);
    const [show, journal] = [homes.noting(speech.show), context.journal("lines")];
    lines = createLines({ ...bot, show, records, journal, clock, log });
    modals = createModals({ ...bot, views: client.views, take, clock, log });
    listening.tell({ ...bot, happened: losing(bot.happened, acquaintance) });
    await known.begin();
    await homes.start(bot);
    await way.open();
    await lines.resume(bot.listening);
    listening.resume();
    for (const journal of way.left) hearAgain(app, journal);
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
    await Promise.all([homes.stop(), people.stop(), roster.stop(), speech.settled()]);
  }

  const reach = createReach({ client, clock, name: listening.name });
  return { name: "slack", pace, roster, start, post, edit, reach, check, stop };
}

/** Slack seldom takes longer to say who somebody is, and few calls at a time leave room for those that somebody waits for. */
const asking = { timeoutMs: 5 * SECOND, atOnce: 8 } as const;

/** Whether Slack lets the bot in, who it is there, which tells guests from members, and who others are. */
function knowing(
  { client, asker }: Pick<ReturnType<typeof speaking>, "client" | "asker">,
  known: { listening: Listening; settings: SlackSettings; context: PlatformContext },
) {
  const { listening, settings, context } = known;
  const { records, clock, log, groups = [] } = context;
  const onKnown = listening.learn;
  const { learn, team, recall } = createIdentity({
    auth: asker.auth,
    records,
    onKnown,
    clock,
    log,
  });
  const ask = (appToken: string | undefined) => checkTokens({ client, appToken, learn });
  const acquaintance = createAcquaintance({
    ask: () => ask(undefined),
    known: () => listening.happen({ kind: "let in" }),
    // Over HTTP there is no connection: whether Slack lets the bot in is what can be known.
    connected: settings.appToken ? undefined : context.connected,
    clock,
  });
  const people = createPeople({ client: asker, team, groups, records, clock, log });
  const roster = createRoster({ client: asker, people, records, clock, log });
  return {
    check: () => ask(settings.appToken && named.app),
    acquaintance,
    async begin() {
      acquaintance.seek();
      people.keepTidy();
      roster.keepTidy();
      await recall();
    },
    people,
    roster,
  };
}

/** Whoever is told that Slack lets the bot in no more has it asked when it does again. */
function losing(happened: Happened, { lose }: Pick<Acquaintance, "lose">): Happened {
  return async (event) => {
    await happened(event);
    if (event.kind === "revoked") lose();
  };
}

/** All that is said in Slack goes through one client; what is asked about people, through another. */
function speaking(
  bolt: Bolt,
  settings: SlackSettings,
  context: PlatformContext,
  name: () => string | undefined,
) {
  const given = options(settings, context);
  const client = new bolt.webApi.WebClient(named.bot, given);
  const asker = new bolt.webApi.WebClient(named.bot, {
    ...options(settings, context, asking.timeoutMs),
    maxRequestConcurrency: asking.atOnce,
  });
  const { apiUrl } = settings;
  const uploading = { client, fetch: given.fetch, apiUrl };
  const pictures = createPictures({ ...context, ...uploading });
  const posting = createPosting({ ...context, client, pictures, name });
  const pictured = createPicturedAnswers({ ...context, posting, pictures });
  const { post, edit } = posting;
  const answers = createAnswers({ ...context, posting, pictured, apiUrl });
  const show = handingFiles(answers, { ...uploading, posting, log: context.log });
  // A picture that hangs is none that anybody waits for.
  const settled = () => within(pictures.settled(), { clock: context.clock, ms: SECOND });
  return { client, asker, post, edit, show, settled };
}

const options = (
  { apiUrl, botToken, appToken }: SlackSettings,
  { log, outgoing = straight }: PlatformContext,
  timeoutMs: number = callTimeoutMs,
) => {
  const tokens = { [named.bot]: botToken, [named.app]: appToken };
  return clientOptions({ apiUrl, log, timeoutMs, tokens, outgoing });
};

const wayOf = (bolt: Bolt, settings: SlackSettings, context: PlatformContext): Way =>
  settings.appToken
    ? overSocket(bolt, settings, context)
    : {
        ...createKnocking(settings.signingSecret, context),
        // The door in front has a journal of its own, and hands over by itself what is left in it.
        journal: noJournal,
        left: [context.journal("heard")],
      };

function overSocket(bolt: Bolt, settings: SlackSettings, context: PlatformContext): Way {
  const given = options(settings, context);
  const { dispatcher } = context.outgoing ?? {};
  const receiver = new bolt.SocketModeReceiver({
    appToken: named.app,
    autoReconnectEnabled: false,
    ...(dispatcher ? { dispatcher } : {}),
    installerOptions: { clientOptions: given },
    ...(given.logger ? { logger: given.logger } : {}),
  } as ConstructorParameters<Bolt["SocketModeReceiver"]>[0]);
  const { acknowledged, connected, clock, log } = context;
  guardMessages({ client: receiver.client, log });
  const connection = keepConnected({ client: receiver.client, connected, clock, log });
  const journal = context.journal("heard");
  const left = [journal, context.doorJournal(doorPath)];
  const { start: open, stop: close } = connection;
  return { receiver, journal, left, acknowledged, open, close };
}
