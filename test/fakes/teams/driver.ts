import { randomUUID } from "node:crypto";
import { createDialogs } from "./dialogs.ts";
import { mint, type TokenKind } from "./keys.ts";
import { type Button, buttonsOf } from "./reading.ts";
import type { Activity, Delivered } from "./sending.ts";
import {
  type Account,
  ada,
  type Conversation,
  type Message,
  team,
  tenant,
  type World,
} from "./world.ts";

export type { Activity, Delivered } from "./sending.ts";

export interface Speaking {
  readonly by?: Account;
  /** Teams' conversation id; the first channel unless told. */
  readonly in?: string;
  /** Said where only the bot sees it. */
  readonly targeted?: boolean;
  /** Without calling the bot. */
  readonly unaddressed?: boolean;
}

/** Someone at the keyboard of Teams, which gives up on an invoke after five seconds, and on anything else after fifteen. */
export function createDriver(given: {
  world: World;
  settings: { deliverTo: string | undefined };
  appId: string;
  serviceUrl: string;
}) {
  const { world, settings, appId, serviceUrl } = given;
  const bot = { id: `28:${appId || "bot"}`, name: "Watchpost" };
  const call = { type: "mention", mentioned: bot, text: `<at>${bot.name}</at>` };
  let lastSent: Activity | undefined;

  /** A token speaks for the service that its activity names: what is named must be doubted by the bot itself. */
  function authorize(kind: TokenKind, activity: Activity = {}): string | undefined {
    const named = String(activity.serviceUrl ?? serviceUrl);
    if (appId === "") return undefined;
    return mint(kind, { audience: appId, serviceUrl: named, now: Date.now() });
  }

  async function deliver(activity: Activity, kind: TokenKind = "good"): Promise<Delivered> {
    if (!settings.deliverTo) throw new Error("the fake does not know where the bot listens");
    lastSent = activity;
    const authorization = authorize(kind, activity);
    const response = await fetch(settings.deliverTo, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(authorization ? { authorization } : {}),
      },
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(patienceWith(activity)),
    });
    return { status: response.status, body: parsed(await response.text()) };
  }

  /** What every activity from a conversation says. */
  function base(where: string, by: Account, thread?: string): Activity {
    const conversation = world.conversations.get(where);
    const { userRole: _role, tenantId: _tenant, ...from } = by;
    return {
      id: randomUUID(),
      timestamp: new Date().toISOString(),
      channelId: "msteams",
      serviceUrl,
      from,
      recipient: bot,
      conversation: {
        id: thread ? `${where};messageid=${thread}` : where,
        conversationType: conversation?.kind ?? "channel",
        tenantId: tenant,
        isGroup: conversation?.kind !== "personal",
      },
      channelData: {
        tenant: { id: tenant },
        ...(conversation?.team ? { team, channel: { id: where } } : {}),
      },
    };
  }

  /** Of what happens to the bot or to a conversation Teams tells who did it, but not by what name. */
  function event(where: string, by: Account): Activity {
    const told = base(where, by);
    const { name: _name, ...from } = told.from as Account;
    return { ...told, from };
  }

  /** A team's General channel stands for the team; the channel that was chosen is named apart. */
  function teamEvent(chosen: string, by: Account): Activity {
    const told = event(team.id, by);
    const { channel: _channel, ...channelData } = told.channelData as Activity;
    const settings = { selectedChannel: { id: chosen } };
    return { ...told, channelData: { ...channelData, settings } };
  }

  /** A line, as Teams words it; begins a thread where there are threads. */
  function message(line: string, how: Speaking = {}): Activity {
    const { in: where = "19:ops@thread.tacv2", by = ada, targeted = false } = how;
    const kind = world.conversations.get(where)?.kind;
    const id = world.newId();
    if (kind === "channel") world.roots.add(id);
    const calls = kind === "personal" || targeted || how.unaddressed ? [] : [call];
    return {
      ...base(where, by, kind === "channel" ? id : undefined),
      id,
      type: "message",
      textFormat: "plain",
      text: [...calls.map(({ text }) => text), line].join(" "),
      recipient: { ...bot, ...(targeted ? { isTargeted: true } : {}) },
      entities: [
        ...calls,
        { type: "clientInfo", locale: "en-GB", country: "DE", timezone: "Europe/Berlin" },
      ],
      attachments: [{ contentType: "text/html", content: asHtml(calls, line) }],
    };
  }

  /** The newest button of that name that someone sees. */
  function find(label: string, by: Account): { shown: Message; button: Button } {
    const pressed = world.messages
      .filter((shown) => isSeenBy(shown, by))
      .reverse()
      .flatMap((shown) => buttonsOf(shown).map((button) => ({ shown, button })))
      .find(({ button }) => button.title === label);
    if (pressed) return pressed;
    throw new Error(`no message that ${by.name} sees has a button "${label}"`);
  }

  /** What every press of a button on a message says. */
  const onCard = (shown: Message, by: Account): Activity => ({
    ...base(shown.conversation, by, shown.thread ?? threadOf(shown)),
    replyToId: shown.id,
  });

  const dialogs = createDialogs((activity) => deliver(activity));

  /** A button does what its kind does. */
  async function press(label: string, by: Account = ada): Promise<Delivered> {
    const { shown, button } = find(label, by);
    const from = onCard(shown, by);
    if (button.type === "Action.Execute") {
      const value = { action: { ...button, id: label }, trigger: "manual" };
      return checked(
        await deliver({ ...from, type: "invoke", name: "adaptiveCard/action", value }),
      );
    }
    if (button.data?.msteams?.type === "task/fetch") {
      return dialogs.fetch(by, from, button.data);
    }
    return deliver({ ...from, type: "message", value: button.data });
  }

  const threadOf = ({ conversation, id }: { conversation: string; id: string }) =>
    world.conversations.get(conversation)?.kind === "channel" ? id : undefined;

  return {
    bot,
    base,
    message,
    authorize,
    deliver,
    say: (line: string, how?: Speaking) => deliver(message(line, how)),
    /** Teams delivers the last activity once more. */
    again: () => deliver(lastSent ?? {}),
    press,
    dialogs,
    /** Someone chooses what the app offers beside the box that they write in. */
    shortcut: (chosen: string, where = "19:ops@thread.tacv2", by: Account = ada) =>
      dialogs.fetch(by, { ...base(where, by), chosen }),
    /** A client that knows neither Action.Execute nor dialogs submits the button's data as a message. */
    submit(label: string, by: Account = ada) {
      const { shown, button } = find(label, by);
      return deliver({ ...onCard(shown, by), type: "message", value: button.data });
    },
    /** The app is added or removed: to a private channel by itself, else to its team as a whole. */
    install(
      action: "add" | "remove" | "add-upgrade" | "remove-upgrade",
      where = "19:ops@thread.tacv2",
      by: Account = ada,
    ) {
      const conversation = world.conversations.get(where);
      const wholeTeam = conversation?.membership === "standard";
      const together = [...world.conversations.values()].filter(
        (one) => one === conversation || (wholeTeam && isConcerned(one, conversation, action)),
      );
      if (action === "add" || action === "remove") {
        for (const one of together) one.installed = action === "add";
      }
      const told = wholeTeam ? teamEvent(where, by) : event(where, by);
      return deliver({ ...told, type: "installationUpdate", action });
    },
    change: (details: Activity, where = "19:ops@thread.tacv2") =>
      deliver({ ...event(where, ada), type: "conversationUpdate", ...details }),
  };
}

const parsed = (words: string): unknown => (words === "" ? undefined : JSON.parse(words));
const patienceWith = ({ type }: Activity): number => (type === "invoke" ? 5000 : 15_000);

/** A targeted message is seen by one member, and a personal chat by its person. */
function isSeenBy({ onlyFor, conversation }: Message, by: Account): boolean {
  const mine = !conversation.startsWith("a:") || conversation === `a:${by.name.toLowerCase()}`;
  return mine && (onlyFor === undefined || onlyFor === by.id);
}

const kinds = [
  "application/vnd.microsoft.activity.message",
  "application/vnd.microsoft.card.adaptive",
  "application/vnd.microsoft.error",
];

/** Teams shows the answer to a button only in this form; anything else it says went wrong. */
function checked(delivered: Delivered): Delivered {
  const { status, body } = delivered;
  const { statusCode, type, value } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const known =
    typeof statusCode === "number" && kinds.includes(String(type)) && value !== undefined;
  if (status === 200 && !known) throw new Error("Teams does not understand the answer to a button");
  return delivered;
}
/** An app that leaves a team leaves its private channels too; one that comes is added to those by itself. */
function isConcerned(one: Conversation, other: Conversation, action: string): boolean {
  return one.team === other.team && (action === "remove" || one.membership === "standard");
}

/** A message as Teams gives it a second time: mentions are spans, and what was typed is escaped. */
function asHtml(calls: readonly { readonly mentioned: { readonly name: string } }[], line: string) {
  const kind = 'itemtype="http://schema.skype.com/Mention" itemscope="" itemid="0"';
  const spans = calls.map(({ mentioned: { name } }) => `<span ${kind}>${escaped(name)}</span>`);
  return `<div><div>${[...spans, escaped(line)].join("&nbsp;")}</div></div>`;
}

const escaped = (words: string): string =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
