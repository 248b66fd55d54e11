import type { Archive } from "../../src/core/archive.ts";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import { type Clock, MINUTE, SECOND } from "../../src/core/clock.ts";
import type { Message } from "../../src/core/message.ts";
import { unpaced } from "../../src/core/pace.ts";
import type { TailWish } from "../../src/core/tail.ts";
import { createTails } from "../../src/logs/tails.ts";
import { fakeArchive } from "../../test/fakes/archive.ts";
import { ada } from "../../test/fakes/context.ts";
import { type ManualClock, manualClock } from "../../test/fakes/manual-clock.ts";
import { fakeRecords } from "../../test/fakes/records.ts";
import { noRoster } from "../../test/fakes/roles.ts";
import { night } from "./night.ts";
import type { Group, Specimen } from "./painter.ts";

/** What a tail tells, from its card to its end, of nights that differ. */
export async function tails(): Promise<Group> {
  return {
    name: "tail",
    specimens: [
      ...(await play("busy", async ({ come, beat }) => {
        await come(3);
        await beat(6);
        await come(128);
        await beat(35);
      })),
      ...(await play("quiet", async ({ beat }) => {
        await beat(400);
      })),
      ...(await play("flooded", async ({ come, beat }) => {
        await come(2500);
        await beat(9);
      })),
      ...(await play("never heard", async ({ beat }) => beat(1))),
    ],
  };
}

interface Played {
  come(count: number, type?: string): Promise<void>;
  beat(seconds: number): Promise<void>;
}

const wish: TailWish = {
  by: { id: ada.id, name: ada.name },
  from: { conversation: "local:channel:ops" },
  tenant: "prod",
  terms: [
    { field: "type", values: ["fp", "f", "fu", "pwd_leak", "limit_wc", "fs", "fepft", "fsa"] },
  ],
  what: " (type:failures)",
  filters: "type:failures tenant:prod",
  zone: "Europe/Berlin",
  length: 10 * MINUTE,
};

/** Tails that are shown to whom it may concern. */
export function openTails(
  archive: Archive,
  clock: Clock,
  show: (what: string, message: Message) => void,
) {
  const aside = { turn: () => 0, hold() {} };
  const log = { info() {}, warn() {}, error() {} };
  const adapters = [showing(show)];
  const newId = () => "3f9c21ab";
  const mayGoOn = async () => true;
  return createTails({
    archive,
    adapters,
    aside,
    records: fakeRecords(),
    clock,
    log,
    mayGoOn,
    newId,
  });
}

async function play(
  name: string,
  happens: (played: Played) => Promise<void>,
): Promise<readonly Specimen[]> {
  const clock = manualClock(night);
  const archive = fakeArchive(clock.now);
  const shown: Specimen[] = [];
  const desk = openTails(archive, clock, (what, message) =>
    shown.push({ name: `tail ${name}: ${what} ${shown.length + 1}`, message }),
  );
  async function beat(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      await clock.advance(SECOND);
      await desk.tick();
      await clock.advance(0);
    }
  }
  let events = 0;
  async function come(count: number, type?: string): Promise<void> {
    const all = Array.from({ length: count }, (_, index) => eventOf(events + index, clock, type));
    events += count;
    await archive.add({ tenant: "prod", way: "stream", records: all });
  }
  if (name !== "never heard") await come(1, "slo");
  const { tail } = await desk.begin(wish);
  await happens({ come, beat });
  await desk.stop(tail.id, { name: "Grace" });
  await beat(3);
  return shown;
}

const types = [
  "fp",
  "fp",
  "f",
  "fp",
  "fu",
  "pwd_leak",
  "fp",
  "limit_wc",
  "fs",
  "fepft",
  "fp",
  "fsa",
];

function eventOf(number: number, { now }: ManualClock, type?: string) {
  const date = new Date(now().getTime() + number).toISOString();
  return {
    log_id: `900${String(number).padStart(20, "0")}`,
    date,
    type: type ?? types[number % types.length],
    user_id: `auth0|${number % 5}`,
    user_name: `user${number % 5}@example.com`,
    ip: `203.0.113.${number % 3}`,
    client_name: number % 4 === 0 ? "Checkout" : "Partner portal of the northern region",
    connection: "Username-Password-Authentication",
  };
}

function showing(show: (what: string, message: Message) => void): ChatAdapter {
  let last = 0;
  return {
    name: "local",
    pace: unpaced,
    start: async () => {},
    stop: async () => {},
    check: async () => [],
    reach: async () => {},
    roster: noRoster,
    async post({ conversation, thread }, message) {
      last += 1;
      show(thread === undefined ? "card" : "reply", message);
      return { conversation, id: String(last) };
    },
    edit: async (_, message) => show("card, edited", message),
  };
}
