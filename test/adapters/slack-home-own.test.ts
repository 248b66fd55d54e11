import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import type { ConversationId } from "../../src/core/address.ts";
import { HOUR } from "../../src/core/clock.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import type { Subscription } from "../../src/core/subscription.ts";
import { fakeContext } from "../fakes/context.ts";
import { deaf, fakeLog } from "../fakes/house.ts";
import { type FakeStore, fakeStore } from "../fakes/store.ts";
import { ago, target } from "../fakes/subjects.ts";
import { bot, openSlack, type SlackBench, shownIn } from "./slack-bench.ts";
import { openForms } from "./slack-form-bench.ts";

const secret = "slack:channel:CSECRET";

describe("a Home in Slack, with the real commands", () => {
  let bench: SlackBench;
  let kept: FakeStore;
  const held = (by: string, conversation: ConversationId): Subscription => ({
    id: by,
    conversation,
    source: "status",
    feed: "",
    as: "thread",
    by: { id: `slack:user:${by}`, name: by },
    origin: "chat",
    createdAt: ago(HOUR),
  });

  beforeEach(async () => {
    kept = fakeStore({ targets: [target()] });
    bench = await openSlack("http");
    await bench.adapter.start({
      ...bot(),
      answer: createDispatch({
        commands,
        access: { operators: ["slack:user:UADA"], admins: [] },
        clock: { now: () => ago(0), after: () => new Promise(() => {}) },
        log: fakeLog(),
        hearing: deaf,
        zone: "UTC",
        reference: () => "ref-1",
        services: fakeContext({ store: kept }),
      }),
    });
  });
  afterEach(() => bench.close());

  it("shows one's own role and subscriptions, and never another's private channel", async () => {
    const { slack } = bench;
    slack.setPrivate("CSECRET", { name: "takeover-talks", members: ["UGRACE"] });
    kept.held.push(held("UGRACE", secret), held("UADA", "slack:channel:C1"));
    const grace = { ...slack.person, user: "UGRACE", name: "grace" };
    await Promise.all([slack.openHome(), slack.openHome({ by: grace })]);
    await expect.poll(() => slack.readHome("UGRACE")).toContain("Your role here is viewer");
    await expect.poll(() => slack.readHome("UADA")).toContain("Your role here is operator");
    expect(slack.readHome("UGRACE")).toContain("#takeover-talks: Auth0 status (thread)");
    expect(slack.readHome("UADA")).toContain("#C1: Auth0 status (thread)");
    expect(JSON.stringify(slack.views.homes.get("UADA"))).not.toMatch(/CSECRET|takeover/);
  });

  it("never says the name of a private channel to one who has left it", async () => {
    const { slack } = bench;
    slack.setPrivate("CSECRET", { name: "takeover-talks", members: ["UGRACE"] });
    kept.held.push(held("UADA", secret));
    await slack.openHome();
    await expect.poll(() => slack.readHome("UADA")).toContain("a private channel: Auth0 status");
    expect(JSON.stringify(slack.views.homes.get("UADA"))).not.toContain("takeover");
  });

  it("is not made twice for one who looks again at once", async () => {
    const { slack } = bench;
    await slack.openHome();
    await expect.poll(() => slack.readHome()).toContain("All clear for prod");
    await slack.openHome();
    await slack.type("help");
    await expect.poll(() => shownIn(slack)).toHaveLength(1);
    expect(slack.calls.filter((call) => call === "views.publish")).toHaveLength(1);
  });

  it("that is longer than one message is turned over in its place", async () => {
    const { slack } = bench;
    const long = "x".repeat(78);
    for (let index = 0; index < 60; index += 1) {
      const feed = `https://${index}.example/${long}`;
      const conversation: ConversationId = `slack:channel:C${index % 10}`;
      kept.held.push({ ...held("UADA", conversation), source: "rss", feed });
    }
    for (let index = 0; index < 10; index += 1) {
      const paused = { reason: `It is closed: ${long}.`, since: ago(HOUR) };
      kept.state.push({ conversation: `slack:channel:C${index}`, paused, failures: 1 });
    }
    await slack.openHome();
    await expect.poll(() => slack.readHome()).toContain("Part 1 of 2.");
    expect(slack.readHome()).toContain("You subscribed");
    await slack.pressHome("More (part 2 of 2)");
    await expect.poll(() => slack.readHome()).toContain("Part 2 of 2.");
    await slack.pressHome("Refresh");
    await expect.poll(() => slack.readHome()).toContain("Part 1 of 2.");
    expect(shownIn(slack)).toEqual([]);
  });

  it("has a form that asks for the channel, and says where the answer is", async () => {
    const forms = await openForms("http");
    const { slack } = forms;
    slack.setChannel("C2", "open");
    await slack.openHome();
    await expect.poll(() => slack.readHome()).toContain("You have subscribed no conversation");
    await slack.pressHome("Subscribe");
    await expect.poll(() => forms.modal()).toContain("Channel");
    expect((await slack.submit({ Channel: "C2", Source: "Auth0 status" })).status).toBe(200);
    await expect.poll(() => forms.follows("C2")).toHaveLength(1);
    expect(await forms.follows("DADA")).toEqual([]);
    await expect
      .poll(() => slack.readHome())
      .toMatch(/^The answer to "subscribe source:status.*" is in #C2\.\n/);
    expect(slack.readHome()).toContain("#C2: Auth0 status (thread)");
    await forms.close();
  });
});
