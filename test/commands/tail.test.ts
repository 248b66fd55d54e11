import { describe, expect, it } from "vitest";
import type { CommandContext } from "../../src/core/command.ts";
import { ask, askPlainly } from "../fakes/context.ts";
import { openTailHouse } from "../fakes/tails.ts";

const from = { conversation: "pretend:channel:ops" } as const;

function open() {
  const house = openTailHouse();
  const tails = house.live();
  const said: Partial<CommandContext> = { tails, from, now: house.clock.now() };
  return {
    ...house,
    tails,
    say: (line: string, more: Partial<CommandContext> = {}) =>
      askPlainly(line, { ...said, ...more }),
  };
}

describe("tail", () => {
  it("begins one whose card is for everybody, and tells whoever asked until when it goes on", async () => {
    const { say, come, beat, tails, posts } = open();
    await come(1);
    const answer = await say("tail type:failures for:30m");
    expect(answer).toContain("Tailing prod until 13:30 CET: new events (type:failures).");
    expect(answer).toMatch(/\[Stop tail\] tail stop:\w+/u);
    await come(2);
    await beat(tails, 6);
    expect(posts().map(({ text }) => text.split("\n")[0])).toEqual([
      "Tailing prod: new events (type:failures), by Ada, until 13:30 CET. No event so far.",
      "2 failures until 13:00:00 CET.",
    ]);
  });

  it("goes on for ten minutes where nothing else is said, and for four hours at most", async () => {
    const { say } = open();
    expect(await say("tail type:fp")).toContain("until 13:10 CET");
    await expect(say("tail type:f for:5h")).rejects.toThrow(/4 h at most/u);
    await expect(say("tail type:f for:5s")).rejects.toThrow(/a minute at least/u);
  });

  it("repeats before everybody no word that may name somebody, and no line with one", async () => {
    const { say, come, beat, tails, platform } = open();
    await say("tail user:ada@example.com ip:203.0.113.7 lovelace for:1m");
    await come(1, {
      user_name: "ada@example.com",
      ip: "203.0.113.7",
      description: "Ada Lovelace came",
    });
    await beat(tails, 70);
    expect(platform.done.length).toBeGreaterThan(2);
    const texts = platform.done.map(({ text }) => text).join("\n");
    expect(texts).not.toMatch(/ada@|203\.0|lovelace/iu);
    expect(texts).toContain("of one user from one address with certain words");
    expect(texts).toContain("Wrong password, 13:00:00 CET.");
  });

  it("calls an application by its name once everybody has read it in an event", async () => {
    const { say, come, beat, tails, platform } = open();
    await say("tail type:fp client:Checkout for:1m");
    expect(platform.done[0]?.text).toContain("new events (type:fp) through one application, by");
    await come(1, { client_name: "Checkout" });
    await beat(tails, 70);
    const end = platform.done.at(-1)?.text;
    expect(end).toContain("new events (type:fp) through Checkout, by Ada.");
    expect(end).toContain("logs type:fp client:Checkout tenant:prod since:");
  });

  it("says without filters what runs here already, each with a button that stops it", async () => {
    const { say } = open();
    await say("tail type:fp");
    const one = await say("tail");
    expect(one).toContain("A tail is running here.");
    expect(one).toContain("New events of prod (type:fp), by Ada, until 13:10 CET, 0 events so far");
    expect(one).toMatch(/\[Stop tail\] tail stop:\w+/u);
    await say("tail type:f");
    expect(await say("tail")).toContain("2 tails are running here.");
    expect(await say("tail", { from: { conversation: "pretend:channel:other" } })).toContain(
      "Tailing prod until",
    );
  });

  it("does not tell the same twice in one place", async () => {
    const { say, platform } = open();
    await say("tail type:fp");
    expect(await say("tail type:fp for:1h")).toContain(
      "This is tailed here already: new events of prod",
    );
    expect(platform.done).toHaveLength(1);
  });

  it("is stopped by a word, by its button, and not from elsewhere", async () => {
    const { say, tails, platform, beat } = open();
    expect(await say("tail stop")).toBe("No tail is running here.");
    await say("tail type:fp");
    const [running] = await tails.list(from.conversation);
    const elsewhere = { from: { conversation: "pretend:channel:other" } } as const;
    expect(await say(`tail stop:${running?.id}`, elsewhere)).toContain("not running here any more");
    expect(await say("tail stop")).toContain("The tail of prod is stopped");
    expect(await say(`tail stop:${running?.id}`)).toContain("not running here any more");
    await beat(tails, 3);
    expect(platform.done.at(-1)?.text).toContain("Ada stopped it at 13:00 CET.");
  });

  it("asks which one to stop, or which tenant is meant, where there are several", async () => {
    const { say } = open();
    const tenants = [
      { name: "prod", domain: "acme.us.auth0.com" },
      { name: "staging", domain: "acme-staging.eu.auth0.com" },
    ];
    const which = await say("tail type:fp for:90m", { tenants });
    expect(which).toContain("Which tenant? There are prod and staging");
    expect(which).toContain("[staging] tail type:fp for:90m tenant:staging");
    await say("tail type:fp tenant:prod", { tenants });
    await say("tail type:fp tenant:staging", { tenants });
    expect(await say("tail stop", { tenants })).toContain("2 tails are running here.");
  });

  it("is refused where the bot may not post", async () => {
    const { tails } = open();
    const said = { tails, from: { conversation: "elsewhere:channel:ops" } } as const;
    await expect(ask("tail type:fp", said)).rejects.toThrow("Nothing can be posted");
  });
});
