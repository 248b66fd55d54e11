import { setTimeout as after } from "node:timers/promises";
import { isObject } from "../../adapters/slack/block-kit.ts";
import { formPrefix } from "../../adapters/slack/form-button.ts";
import { lineId } from "../../adapters/slack/incoming.ts";
import type { Delivered, Sending } from "../../test/fakes/slack/driver.ts";
import { type Actor, pressPayload } from "../../test/fakes/slack/payloads.ts";
import type { FakeSlack } from "../../test/fakes/slack/slack.ts";
import type { FakeView } from "../../test/fakes/slack/views.ts";
import type { FakeMessage } from "../../test/fakes/slack/world.ts";
import { addressIn } from "./slack-answers.ts";
import type { SaidIn } from "./slack-said.ts";
import { createUnpressed, type VoiceOptions } from "./voice.ts";

type Button = Readonly<Record<string, unknown>>;

/** A modal opens within so long, or not at all. */
const opensMs = 2500;

/** Presses of buttons on private answers, and forms that such buttons open. False where there is nothing to press. */
export function createSlackPresses(
  slack: FakeSlack,
  given: Pick<VoiceOptions, "ledger"> & {
    said: Pick<SaidIn, "add">;
    send(sending: Sending): Promise<Delivered>;
    tell(id: string, sending: Sending): Promise<boolean>;
    timestamp(): number;
  },
) {
  const { ledger, said, send, tell, timestamp } = given;
  const unpressed = createUnpressed<FakeMessage>();
  const filling = new Set<string>();

  function next(fits: (action: string) => boolean) {
    const message = unpressed.take();
    const button = message && buttonIn(message, fits);
    return message && button ? pressing(slack, message, button) : undefined;
  }

  /** The modal that a press opens. */
  async function opened({ user }: Actor, sending: Sending): Promise<FakeView | undefined> {
    const before = slack.views.shownTo(user);
    if ((await send(sending)).status !== 200) return undefined;
    const until = performance.now() + opensMs;
    while (slack.views.shownTo(user) === before && performance.now() < until) await after(50);
    const view = slack.views.shownTo(user);
    return view === before || view?.content.submit === undefined ? undefined : view;
  }

  async function submit(by: Actor, spot: string, view: FakeView): Promise<void> {
    const id = `form:${view.id}:${view.hash}`;
    try {
      const taken = slack.submit({}, { by, timestamp: timestamp() });
      ledger.say({ id, way: "a form in Slack", words: "a form", spot });
      const { status, body, ms } = await taken;
      if (status === 200 && !body.includes("errors")) ledger.acknowledge(id, ms);
    } catch {
      // The client lets nobody submit what lacks something.
    }
  }

  return {
    add: unpressed.add,
    async press(): Promise<boolean> {
      const found = next((action) => !action.startsWith(formPrefix));
      if (!found) return false;
      const { actor, sending, line } = found;
      said.add(actor, line);
      ledger.say(line);
      await tell(line.id, sending);
      return true;
    },
    async fillIn(): Promise<boolean> {
      const found = next((action) => action.startsWith(formPrefix));
      if (!found || filling.has(found.actor.user)) return false;
      const { actor, sending, line } = found;
      filling.add(actor.user);
      const view = await opened(actor, sending);
      if (view) await submit(actor, line.spot, view);
      filling.delete(actor.user);
      return true;
    },
  };
}

function buttonIn({ blocks }: FakeMessage, fits: (id: string) => boolean): Button | undefined {
  const all: readonly unknown[] = Array.isArray(blocks) ? blocks : [];
  return all
    .filter(isObject)
    .filter(({ type }) => type === "actions")
    .flatMap(({ elements }) => (Array.isArray(elements) ? elements.filter(isObject) : []))
    .find(({ action_id: id, value }) => value !== undefined && fits(String(id)));
}

function pressing(slack: FakeSlack, message: FakeMessage, button: Button) {
  const { channel, user = "" } = message;
  const actor: Actor = { user, name: user.slice(1).toLowerCase(), team: "T1", channel };
  const { spot, responseUrl } = addressIn(slack, { channel, user, source: message });
  const trigger = slack.views.trigger(user);
  const known = { actor, responseUrl, identity: slack.identity, trigger };
  const sending = pressPayload({ message, button }, known);
  const [action] = sending.payload.actions as readonly { action_ts: string }[];
  const id = lineId("press", `${trigger}:${action?.action_ts ?? ""}`);
  const line = { id, way: "a press in Slack", words: String(button.value), spot };
  return { actor, sending, line };
}
