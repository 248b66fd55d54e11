import { setTimeout as after } from "node:timers/promises";
import { lineId } from "../../adapters/slack/incoming.ts";
import { type Delivered, type Sending, typed } from "../../test/fakes/slack/driver.ts";
import {
  type Actor,
  commandPayload,
  eventPayload,
  mentionEvent,
} from "../../test/fakes/slack/payloads.ts";
import type { FakeSlack } from "../../test/fakes/slack/slack.ts";
import { everybody, rooms, slackUser } from "./people.ts";
import { addressIn, watchSlack } from "./slack-answers.ts";
import { createSlackPresses } from "./slack-presses.ts";
import { createSaidIn } from "./slack-said.ts";
import type { Voice, VoiceOptions } from "./voice.ts";

/** Of a hundred lines so many are mentions, presses of buttons and forms; the rest are slash commands. */
const shares = { mention: 25, press: 10, form: 4 } as const;
/** An event that is not acknowledged is delivered again so often. */
const redelivered = 4;
const redeliverMs = 1500;

const room = (nth: number): string => `C${100 + nth}`;

/** People in Slack: whatever they do, each answer has an address or a thread of its own, by which it is known. */
export function createSlackVoice(slack: FakeSlack, options: VoiceOptions): Voice {
  const { ledger, dice, world } = options;
  const timestamp = () => Math.floor(world.now().getTime() / 1000);
  const send = (sending: Sending): Promise<Delivered> =>
    slack.send(sending, { timestamp: timestamp() });
  const said = createSaidIn(ledger);
  const presses = createSlackPresses(slack, { ledger, said, send, tell, timestamp });
  let commands = 0;
  for (let nth = 0; nth < rooms.slack; nth += 1) slack.setChannel(room(nth), "open");
  watchSlack(slack, { ledger, said, onPrivate: presses.add });

  async function tell(id: string, sending: Sending): Promise<boolean> {
    const { status, ms } = await send(sending);
    if (status === 200) ledger.acknowledge(id, ms);
    else ledger.refuse();
    return status === 200;
  }

  function somebody(channel: string): Actor {
    const name = dice.pick(everybody);
    return { user: slackUser(name), name: name.toLowerCase(), team: "T1", channel };
  }

  async function command(words: string): Promise<void> {
    // In the next channel each time, so that it is known whose answer for everybody is shown there.
    commands += 1;
    const actor = somebody(room(commands % rooms.slack));
    const { spot, responseUrl } = addressIn(slack, actor);
    const trigger = slack.views.trigger(actor.user);
    const id = lineId("command", trigger);
    const line = { id, way: "a command in Slack", words, spot };
    said.add(actor, line);
    ledger.say(line);
    await tell(id, commandPayload(words, { actor, responseUrl, command: "/auth0", trigger }));
  }

  async function mention(words: string): Promise<void> {
    const actor = somebody(room(dice.below(rooms.slack)));
    const { channel, user } = actor;
    const message = slack.world.say(user, channel, `<@${slack.identity.botUser}> ${typed(words)}`);
    const sending = eventPayload(mentionEvent(message, actor), slack.identity);
    const id = `event:${String(sending.payload.event_id)}`;
    const spot = `slack:${channel}:${message.ts}`;
    ledger.say({ id, way: "a mention in Slack", words, spot });
    for (let tries = 0; tries <= redelivered && !(await tell(id, sending)); tries += 1) {
      await after(redeliverMs);
    }
  }

  return {
    async speak(words) {
      const kind = dice.below(100);
      if (kind < shares.mention) return mention(words);
      const pressed = kind - shares.mention;
      if (pressed < shares.press && (await presses.press())) return;
      const filled = pressed - shares.press;
      if (filled >= 0 && filled < shares.form && (await presses.fillIn())) return;
      return command(words);
    },
  };
}
