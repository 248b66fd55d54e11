import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestOf, homeOf, loadingHome, plainHomeOf } from "../../adapters/slack/home-view.ts";
import { problemsOfView } from "../../adapters/slack/view-kit.ts";
import type { ConversationId } from "../../src/core/address.ts";
import { HOUR } from "../../src/core/clock.ts";
import { actions, note, text } from "../../src/core/message.ts";
import type { Condition, TargetState } from "../../src/core/store.ts";
import type { KnownSubject } from "../../src/core/subject.ts";
import type { Subscription } from "../../src/core/subscription.ts";
import { hostile } from "../contracts/chat-adapter.ts";
import { ada, ask } from "../fakes/context.ts";
import { readMessage } from "../fakes/slack/reading.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, incident, noon, said, target } from "../fakes/subjects.ts";
import { specimens } from "../fixtures/specimens.ts";
import { anyWords } from "../properties/words.ts";

const words = fc.oneof(
  fc.constantFrom(hostile, "", " ", "x".repeat(5000), "<!channel> <#CSECRET|talks>"),
  anyWords({ maxLength: 80 }),
);
const time = fc.integer({ min: -400, max: 400 }).map((hours) => ago(hours * HOUR));
const conversation = fc.oneof(
  fc.integer({ min: 0, max: 30 }).map((id): ConversationId => `slack:channel:C${id}`),
  fc.constantFrom<ConversationId[]>(ada.id, "teams:channel:19:x", "slack:channel:<!here>"),
);
const held: fc.Arbitrary<Subscription> = fc.record({
  id: fc.uuid(),
  conversation,
  source: fc.constantFrom("status", "changelog", "rss", "digest", "gone"),
  feed: words,
  as: fc.constantFrom("card", "thread", "all"),
  by: fc.constantFrom({ id: ada.id, name: "Ada" }, { id: "local:user:grace", name: "Grace" }),
  only: words,
  origin: fc.constant("chat"),
  createdAt: time,
});
const condition: fc.Arbitrary<Condition> = fc.record(
  {
    conversation,
    failures: fc.nat({ max: 3 }),
    error: words,
    mutedUntil: time,
    paused: fc.record({ reason: words, since: time }),
  },
  { requiredKeys: ["conversation", "failures"] },
);
const stale: fc.Arbitrary<TargetState> = fc
  .record({ key: fc.uuid(), title: words, error: words, lastReadAt: time })
  .map((more) => target({ source: "changelog", ...more }));
const trouble: fc.Arbitrary<KnownSubject> = fc
  .record({ id: fc.uuid(), title: words, url: words })
  .map((more) => incident([said("investigating", ago(HOUR))], more));

describe("a Home as a view", () => {
  it("is one that Slack takes, whatever there is to tell", async () => {
    const world = fc.record({
      subscriptions: fc.array(held, { maxLength: 40 }),
      conditions: fc.array(condition, { maxLength: 20 }),
      targets: fc.array(stale, { maxLength: 12 }),
      subjects: fc.array(trouble, { maxLength: 20 }),
      role: fc.constantFrom("viewer", "operator", "admin"),
      names: fc.uniqueArray(anyWords({ minLength: 1, maxLength: 30 }), { maxLength: 30 }),
      answered: fc.option(fc.record({ line: words, conversation, at: fc.nat() }), {
        nil: undefined,
      }),
    });
    await fc.assert(
      fc.asyncProperty(world, async ({ role, names, answered, ...known }) => {
        const tenants = names.map((name) => ({ name, domain: "acme.us.auth0.com" }));
        const store = fakeStore(known);
        const from = { conversation: ada.id };
        const message = await ask("home", { store, role, tenants, from });
        for (const view of [homeOf(message, { at: noon, answered }), plainHomeOf(message)]) {
          expect(problemsOfView(view)).toEqual([]);
        }
        const shown = readMessage({ text: "", blocks: homeOf(message, { at: noon }).blocks });
        expect(shown).toContain("Refresh");
      }),
      { numRuns: 150 },
    );
  });

  it.each(Object.entries(specimens))("can be any message: %s", (_, message) => {
    expect(problemsOfView(homeOf(message, { at: noon }))).toEqual([]);
    expect(problemsOfView(plainHomeOf(message))).toEqual([]);
  });

  it("can be shown before anything is known", () => {
    const view = loadingHome(noon);
    expect(problemsOfView(view)).toEqual([]);
    expect(readMessage({ text: "", blocks: view.blocks })).toContain("Begun 2026-11-22 12:00 UTC.");
  });

  it("differs by what it says, and not by the times in it", () => {
    const at = (date: Date, more = "") =>
      digestOf(
        homeOf(
          {
            summary: "All is well.",
            blocks: [
              text(["Tried ", { time: date }, more]),
              note(["As of ", { time: date }, "."]),
              actions({ label: "Refresh", line: "home" }),
            ],
          },
          { at: date },
        ),
      );
    expect(at(ago(HOUR))).toBe(at(noon));
    expect(at(noon, "; it failed")).not.toBe(at(noon));
  });
});
