import { randomUUID } from "node:crypto";
import { mint, type TokenKind } from "./keys.ts";
import { buttonsOf } from "./reading.ts";
import { type Account, ada, team, tenant, type World } from "./world.ts";

/** An activity as Teams sends it: whatever the test wants of it. */
export type Activity = Readonly<Record<string, unknown>>;

export interface Delivered {
  readonly status: number;
  readonly body: unknown;
}

export interface Speaking {
  readonly by?: Account;
  /** Teams' conversation id; the first channel unless told. */
  readonly in?: string;
  /** Said where only the bot sees it. */
  readonly targeted?: boolean;
  /** Without calling the bot. */
  readonly unaddressed?: boolean;
}

/** Someone at the keyboard of Teams. */
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
    });
    const words = await response.text();
    return { status: response.status, body: words ? JSON.parse(words) : undefined };
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
      attachments: [{ contentType: "text/html", content: "<div>the same as HTML</div>" }],
    };
  }

  function pressOf(label: string, by: Account): Activity {
    const pressed = [...world.messages]
      .reverse()
      .flatMap((shown) => buttonsOf(shown).map((button) => ({ shown, button })))
      .find(({ button }) => button.title === label);
    if (!pressed) throw new Error(`no message has a button "${label}"`);
    const { shown, button } = pressed;
    return {
      ...base(shown.conversation, by, shown.thread ?? threadOf(shown)),
      type: "invoke",
      name: "adaptiveCard/action",
      replyToId: shown.id,
      value: { action: { ...button, id: label }, trigger: "manual" },
    };
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
    press: (label: string, by: Account = ada) => deliver(pressOf(label, by)),
    /** A client that does not know Action.Execute submits the button's data as a message. */
    submit(label: string, by: Account = ada) {
      const {
        value,
        name: _name,
        ...rest
      } = pressOf(label, by) as Activity & {
        value: { action: { data: unknown } };
      };
      return deliver({ ...rest, type: "message", value: value.action.data });
    },
    /** The app is added or removed; in a team, it is the team as a whole. */
    install(
      action: "add" | "remove" | "add-upgrade" | "remove-upgrade",
      where = "19:ops@thread.tacv2",
    ) {
      const conversation = world.conversations.get(where);
      const together = [...world.conversations.values()].filter(
        (one) =>
          one === conversation || (one.team !== undefined && one.team === conversation?.team),
      );
      if (action === "add" || action === "remove") {
        for (const one of together) one.installed = action === "add";
      }
      return deliver({ ...base(where, ada), type: "installationUpdate", action });
    },
    change: (details: Activity, where = "19:ops@thread.tacv2") =>
      deliver({ ...base(where, ada), type: "conversationUpdate", ...details }),
  };
}
