import { openSituation } from "../../scripts/gallery/situation.ts";
import { systemClock } from "../../src/clock.ts";
import { commands } from "../../src/commands/index.ts";
import { createConversations } from "../../src/conversations.ts";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import type { Clock } from "../../src/core/clock.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import { createForms } from "../../src/core/forms.ts";
import { createDelivery } from "../../src/delivery/delivery.ts";
import { openChat } from "../adapters/local-bench.ts";
import { openSlack } from "../adapters/slack-bench.ts";
import { openHouse as openTeams } from "../adapters/teams-bench.ts";
import { fakeChanges } from "../fakes/changes.ts";
import { deaf } from "../fakes/house.ts";
import type { Met } from "./differences.ts";
import { bosses, localSeat, type Seat, slackSeat, teamsSeat } from "./seats.ts";

/** Delivery's waits pass so many times as fast: a second between posts is not what the story is about. */
const timesAsFast = 10;
const quiet = { info() {}, warn() {}, error() {} };

/** The bot as it is built, in the gallery's night of trouble, on all three platforms at once. */
export async function openStory(met: (difference: Met) => void) {
  const situation = await openSituation("trouble");
  const { services, store } = situation;
  const slack = await openSlack("http");
  const teams = await openTeams();
  const local = await openChat();
  const adapters: readonly ChatAdapter[] = [slack.adapter, await teams.open(), local.chat];
  const seats: readonly Seat[] = [
    slackSeat(slack.slack, met),
    teamsSeat(teams.fake, met),
    localSeat(local.chat, met),
  ];
  const began = Date.now();
  const clock: Clock = {
    now: () => new Date(situation.now().getTime() + (Date.now() - began) * timesAsFast),
    after: (ms, signal) => systemClock.after(ms / timesAsFast, signal),
  };
  /** What is said holds no moment of the machine's: it is the same on all platforms. */
  const still: Clock = { now: situation.now, after: () => new Promise(() => {}) };
  const zone = "Europe/Berlin";
  const forms = createForms({ commands, services, clock: still, zone });
  const answer = createDispatch({
    commands,
    access: { operators: seats.map(({ asker }) => asker), admins: bosses },
    clock: still,
    log: quiet,
    hearing: deaf,
    zone,
    reference: () => "3f9c21ab",
    services,
  });
  const { outbox } = store;
  const named = { holder: "story", random: () => 0.5, log: quiet };
  const delivery = createDelivery({ outbox, adapters, clock, ...named });
  const { wake } = delivery;
  const moves = { note: async () => {}, follow: async () => [] };
  const conversations = adapters.map((adapter) =>
    createConversations({
      adapter,
      store,
      offered: { ...services, commands },
      moves,
      wake,
      clock,
      log: quiet,
    }),
  );
  const { onChange } = fakeChanges();
  for (const { adapter, happened } of conversations) {
    await adapter.start({ answer, happened, forms, onChange });
  }
  await delivery.start();
  return {
    seats,
    store,
    situation,
    slack: slack.slack,
    teams: teams.fake,
    wake,
    async close() {
      await delivery.stop();
      await Promise.all(conversations.map((each) => each.stop()));
      await Promise.all(adapters.map((adapter) => adapter.stop()));
      await Promise.all([slack.close(), teams.close(), local.close()]);
      await situation.close();
    },
  };
}
