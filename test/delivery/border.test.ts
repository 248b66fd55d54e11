import { expect, it } from "vitest";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import { type Message, text } from "../../src/core/message.ts";
import { unpaced } from "../../src/core/pace.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { Telling } from "../../src/core/store.ts";
import { type KnownSubject, withKeys } from "../../src/core/subject.ts";
import { workLane } from "../../src/delivery/lane.ts";
import { createPacer } from "../../src/delivery/pacer.ts";
import { fakeLog } from "../fakes/house.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakeStore } from "../fakes/store.ts";
import { noon } from "../fakes/subjects.ts";

const conversation = "slack:channel:C1";
const words = "Refused to mira.quillon@example.com from 203.0.113.9 with token=s3cr3t";
const tellingOf = (more: Partial<KnownSubject>): Telling => ({
  subject: {
    source: "status",
    id: "i1",
    title: "Logins fail",
    url: "",
    phase: "investigating",
    revisions: withKeys([{ phase: "investigating", text: words }]),
    labels: [],
    facts: [],
    tenants: [],
    firstSeenAt: noon,
    changedAt: noon,
    ...more,
  },
  subscription: {
    id: "s1",
    conversation,
    source: "status",
    feed: "",
    as: "card",
    origin: "settings",
    createdAt: noon,
  },
  untold: [],
  order: 1,
});

/** What is shown of it in the conversation. */
async function shown(telling: Telling): Promise<string> {
  const posts: Message[] = [];
  const waiting = [telling];
  const store = fakeStore();
  await workLane(
    { conversation, generation: 1, failures: 0 },
    {
      outbox: {
        ...store.outbox,
        tellings: async () => waiting,
        told: async () => void waiting.pop(),
      },
      adapter: {
        name: "slack",
        async post(to, message) {
          posts.push(message);
          return { conversation: to.conversation, id: "m1" };
        },
      } as Partial<ChatAdapter> as ChatAdapter,
      pacer: createPacer(() => unpaced),
      clock: manualClock(noon),
      log: fakeLog(),
      holder: "test",
      random: () => 0,
      stopping: () => false,
    },
  );
  return posts.map(renderPlain).join("\n");
}

it.each<readonly [string, Partial<KnownSubject>]>([
  ["an alert about a source", { source: "watchpost", about: "status" }],
  ["an alert about logins", { source: "logins", about: "status" }],
  ["a digest", { source: "digest", shows: { summary: words, blocks: [text(words)] } }],
])("names nobody where the bot tells it by itself: %s", async (_, more) => {
  const told = await shown(tellingOf(more));
  expect(told).toContain("Refused to [e-mail address] from [address] with token=[removed]");
  expect(told).not.toMatch(/mira|203\.0|s3cr3t/u);
});

it("shows what others have published as they have", async () => {
  expect(await shown(tellingOf({}))).toContain(words);
});
