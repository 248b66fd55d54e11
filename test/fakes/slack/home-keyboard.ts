import { isObject } from "../../../adapters/slack/block-kit.ts";
import { type Delivered, newId, type Oddities, type Sending } from "./driver.ts";
import type { By } from "./keyboard.ts";
import type { Identity } from "./methods/method.ts";
import { type Actor, eventPayload } from "./payloads.ts";
import { readMessage } from "./reading.ts";
import { type Views, viewPayload } from "./views.ts";

type Json = Readonly<Record<string, unknown>>;

/** What someone does on the page that an app has in Slack, and what they see there. */
export function createHomeKeyboard(options: {
  readonly views: Views;
  readonly identity: Identity;
  readonly person: Actor;
  send(sending: Sending, odd?: Oddities): Promise<Delivered>;
}) {
  const { views, identity, person, send } = options;
  /** Private channels, by id: their names and who is in them. */
  const privates = new Map<string, { name: string; members: readonly string[] }>();

  return {
    setPrivate: (id: string, channel: { name: string; members: readonly string[] }) =>
      void privates.set(id, channel),
    /** Someone opens the bot's page, by its Home tab or another one. */
    openHome({ by = person, tab = "home", ...odd }: By & { tab?: string } = {}) {
      const view = views.homes.get(by.user);
      const event = {
        type: "app_home_opened",
        user: by.user,
        channel: `D${by.user.slice(1)}`,
        event_ts: "1700000000.000001",
        tab,
        ...(view && tab === "home" ? { view: viewPayload(view, identity) } : {}),
      };
      return send(eventPayload(event, identity), odd);
    },
    /** Someone presses the button that reads so on their Home. */
    pressHome(label: string, { by = person, ...odd }: By = {}): Promise<Delivered> {
      const view = views.homes.get(by.user);
      const button = buttonsOf(view?.content).find(
        ({ text }) => isObject(text) && text.text === label,
      );
      if (!(view && button)) throw new Error(`the Home of ${by.name} has no button "${label}"`);
      const payload = {
        type: "block_actions",
        user: { id: by.user, username: by.name, name: by.name, team_id: by.team },
        api_app_id: "A1",
        token: "verification-token",
        container: { type: "view", view_id: view.id },
        trigger_id: views.trigger(by.user),
        team: { id: identity.team, domain: "acme" },
        enterprise: null,
        is_enterprise_install: false,
        state: { values: {} },
        view: viewPayload(view, identity),
        actions: [{ ...button, block_id: "b1", action_ts: `${Date.now()}.${newId()}` }],
      };
      return send({ kind: "interactive", payload }, odd);
    },
    /** Their Home as they read it: of a private channel only those who are in it see the name. Empty: there is none yet. */
    readHome(user = person.user): string {
      const view = views.homes.get(user);
      return view ? readMessage({ text: "", blocks: namedFor(view.content.blocks, user) }) : "";
    },
  };

  function namedFor(part: unknown, user: string): unknown {
    if (Array.isArray(part)) return part.map((one) => namedFor(one, user));
    if (!isObject(part)) return part;
    if (part.type === "channel")
      return { type: "text", text: nameOf(String(part.channel_id), user) };
    return Object.fromEntries(
      Object.entries(part).map(([key, inner]) => [key, namedFor(inner, user)]),
    );
  }

  function nameOf(id: string, user: string): string {
    const channel = privates.get(id);
    if (!channel) return `#${id}`;
    return channel.members.includes(user) ? `#${channel.name}` : "a private channel";
  }
}

function buttonsOf(content: Json | undefined): readonly Json[] {
  const blocks: readonly unknown[] = Array.isArray(content?.blocks) ? content.blocks : [];
  return blocks
    .filter(isObject)
    .filter(({ type }) => type === "actions")
    .flatMap(({ elements }) => (Array.isArray(elements) ? elements.filter(isObject) : []));
}
