import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { patienceMs } from "../fakes/slack/driver.ts";
import { shownIn, whileSilent } from "./slack-bench.ts";
import { type FormBench, openForms } from "./slack-form-bench.ts";

const bob = { user: "UBOB", name: "bob", team: "T1", channel: "C1" };

describe.each(["http", "socket"] as const)("a form in Slack over %s", (mode) => {
  let bench: FormBench;
  const shown = () => shownIn(bench.slack);
  const last = () => shown().at(-1)?.text ?? "";

  /** Somebody asks for the button, and presses it. */
  async function openForm(): Promise<void> {
    await bench.say("help subscribe");
    await expect.poll(last).toContain("Fill in a form");
    await bench.press("Fill in a form");
    await expect.poll(() => bench.modal()).toContain("How loud");
  }

  beforeEach(async () => {
    bench = await openForms(mode);
  });
  afterEach(() => bench.close());

  it("opens with words, choices and nothing that a line would need", async () => {
    await openForm();
    const { content } = bench.slack.views.shownTo("UADA") ?? {};
    expect(content).toMatchObject({
      type: "modal",
      title: { text: "Subscribe" },
      submit: { text: "Subscribe" },
      close: { text: "Cancel" },
    });
    expect(bench.modal()).toContain('"Auth0 status"');
    expect(bench.modal()).toContain("A card, and updates in its thread");
    expect(bench.modal()).not.toContain("slack:user");
  });

  it("says its line when it is submitted, and the answer appears where its button was", async () => {
    await openForm();
    const delivered = await bench.slack.submit({
      Source: "Auth0 status",
      "How loud": "A card, and every update in the channel too",
      "Quiet hours, from": "22:00",
      "Quiet hours, until": "07:00",
      Mention: "UGRACE",
    });
    expect(delivered.status).toBe(200);
    expect(bench.modal()).toBe("null");
    await expect
      .poll(() => bench.follows())
      .toMatchObject([
        {
          source: "status",
          as: "all",
          quiet: { from: 22 * 60, to: 7 * 60 },
          mention: "slack:user:UGRACE",
          by: { id: "slack:user:UADA" },
        },
      ]);
    await expect.poll(last).toContain("now follows Auth0 status");
    expect(shown().at(-1)).toMatchObject({ isPrivate: true });
    expect(bench.slack.world.operations.at(-1)).toMatchObject({ by: "response_url", user: "UADA" });
  });

  it("answers in the thread where its button was", async () => {
    const { world } = bench.slack;
    const first = world.say("UADA", "C1", "What is new?");
    await bench.slack.mention("help subscribe", { thread: first.ts });
    await expect.poll(last).toContain("Fill in a form");
    await bench.press("Fill in a form");
    await expect.poll(() => bench.modal()).toContain("How loud");
    await bench.slack.submit({ Source: "Auth0 status" });
    await expect.poll(last).toContain("now follows Auth0 status");
    expect(shown().at(-1)).toMatchObject({ thread: first.ts, isPrivate: true });
  });

  it.each([
    ["a feed that no source reads", { Source: "Auth0 status", "Address of the feed": "x" }, "feed"],
    ["a feed that is missing", { Source: "Any feed" }, "feed"],
    ["a feed that is no address", { Source: "Any feed", "Address of the feed": "x y" }, "feed"],
    [
      "a label of another source",
      { Source: "Auth0 status", Label: "breaking (Auth0 change log)" },
      "only",
    ],
    [
      "half of the quiet hours",
      { Source: "Auth0 status", "Quiet hours, from": "22:00" },
      "quiet/to",
    ],
    [
      "quiet hours without length",
      { Source: "Auth0 status", "Quiet hours, from": "22:00", "Quiet hours, until": "22:00" },
      "quiet/from",
    ],
  ])("says beside the field what is wrong: %s", async (_, values, block) => {
    await openForm();
    const { status, ms } = await whileSilent(bench.slack, () => bench.slack.submit(values));
    expect([status, ms < patienceMs]).toEqual([200, true]);
    const { errors = {} } = bench.slack.views.shownTo("UADA") ?? {};
    expect(Object.keys(errors)).toEqual([block]);
    expect(errors[block]).toMatch(/\S+ .*\.|https:/);
    expect(await bench.follows()).toEqual([]);
    await bench.slack.submit({
      Source: "Auth0 status",
      "Address of the feed": "",
      Label: "",
      "Quiet hours, from": "",
      "Quiet hours, until": "",
    });
    await expect.poll(() => bench.follows()).toMatchObject([{ source: "status" }]);
  });

  it("changes what is there: it holds what was chosen, and what is emptied ends", async () => {
    await bench.say(
      "subscribe status as:all tenant:prod quiet:22:00-07:00@Europe/Berlin mention:me",
    );
    await expect.poll(last).toContain("now follows Auth0 status");
    await bench.say("subscriptions");
    await expect.poll(last).toContain("Change");
    await bench.press("Change");
    await expect.poll(() => bench.modal()).toContain("22:00-07:00@Europe/Berlin");
    await bench.slack.submit({
      Tenant: "",
      Mention: "",
      "How loud": "A card only, edited in place",
    });
    await expect.poll(last).toContain("in another way");
    const [held] = await bench.follows();
    expect(held).toMatchObject({ source: "status", as: "card", quiet: { zone: "Europe/Berlin" } });
    expect(held).not.toHaveProperty("tenant");
    expect(held).not.toHaveProperty("mention");
  });

  it("is submitted once, however often Slack delivers it", async () => {
    await openForm();
    await bench.slack.submit({ Source: "Auth0 status" });
    await bench.slack.again();
    await expect.poll(last).toContain("now follows");
    await bench.say("status share:here");
    await expect.poll(() => shown().filter(({ text }) => /follows/.test(text)).length).toBe(1);
  });

  it("is not opened for somebody who may not say its line: they are told so in its place", async () => {
    await openForm();
    await bench.slack.dismiss();
    await bench.slack.press("Fill in a form", { by: bob });
    await expect.poll(() => bench.modal("UBOB")).toContain("It needs the role operator");
    expect(bench.modal("UBOB")).toContain('access: { operators: [\\"slack:user:UBOB\\"] }');
    expect(bench.slack.views.shownTo("UBOB")?.content.submit).toBeUndefined();
    // The title of the modal says it already.
    expect(bench.modal("UBOB")).not.toContain('"text":"subscribe"');
  });

  it("is refused to whoever submits it without the role, whatever it showed", async () => {
    await openForm();
    const view = bench.slack.views.shownTo("UADA") ?? expect.fail("no modal");
    const values = {
      source: { answer: { type: "static_select", selected_option: { value: "status" } } },
    };
    const forged = { ...view.content, id: view.id, hash: view.hash, state: { values } };
    await bench.slack.send({
      kind: "interactive",
      payload: { type: "view_submission", user: { id: "UBOB", team_id: "T1" }, view: forged },
    });
    await expect.poll(last).toContain('"subscribe" needs the role operator');
    expect(await bench.follows()).toEqual([]);
  });

  it.each(["expired_trigger_id", "exchanged_trigger_id", "internal_error"])(
    "that Slack does not open (%s) is explained by its line",
    async (code) => {
      await bench.say("help status");
      await expect.poll(last).toContain("Fill in a form");
      bench.slack.fail({ kind: "refuse", code, method: "views.open" });
      await bench.press("Fill in a form");
      await expect.poll(() => shown().length).toBe(2);
      expect(last()).toContain("status");
    },
  );

  it("outlives the bot: what it says is answered by the next life", async () => {
    await openForm();
    await bench.adapter.stop();
    await bench.begin();
    await bench.slack.submit({ Source: "Auth0 change log" });
    await expect.poll(() => bench.follows()).toMatchObject([{ source: "changelog" }]);
    await expect.poll(last).toContain("now follows Auth0 change log");
  });

  it("may be closed, opened twice, and be pressed on an old message", async () => {
    await openForm();
    await bench.slack.dismiss();
    await bench.press("Fill in a form");
    await bench.press("Fill in a form");
    await expect.poll(() => bench.slack.views.all.length).toBe(3);
    bench.slack.advance(31 * 60_000);
    await bench.slack.submit({ Source: "Auth0 status" });
    await expect.poll(last).toContain("now follows Auth0 status");
    expect(shown().at(-1)).toMatchObject({ isPrivate: true });
  });

  it("is offered by a shortcut, for the channel that is chosen", async () => {
    bench.slack.setChannel("C2", "not-a-member");
    expect(await bench.slack.shortcut("subscribe_channel")).toMatchObject({ status: 200 });
    await expect.poll(() => bench.modal()).toContain("conversations_select");
    await bench.slack.submit({ Channel: "C2", Source: "Auth0 status" });
    await expect.poll(() => bench.follows("C2")).toMatchObject([{ source: "status" }]);
    await expect.poll(last).toContain("now follows Auth0 status");
    expect(bench.slack.world.operations.at(-1)).toMatchObject({ channel: "C2", user: "UADA" });
  });

  it("by a shortcut gives nobody the role of the channel that they choose, which they need not be in", async () => {
    await bench.close();
    bench = await openForms("http", { operators: ["slack:channel:C2"] });
    bench.slack.setChannel("C2", "not-a-member");
    await bench.slack.shortcut("subscribe_channel");
    await expect.poll(() => bench.modal()).toContain("conversations_select");
    await bench.slack.submit({ Channel: "C2", Source: "Auth0 status" });
    await expect.poll(last).toContain("needs the role operator");
    expect(last()).toContain('access: { operators: ["slack:user:UADA"] }');
    expect(await bench.follows("C2")).toEqual([]);
  });

  it("by a shortcut is answered in a direct message where the channel's address fails", async () => {
    bench.slack.setChannel("C2", "not-a-member");
    await bench.slack.shortcut("subscribe_channel");
    await expect.poll(() => bench.modal()).toContain("conversations_select");
    bench.slack.fail({ kind: "500", method: "response_url" });
    await bench.slack.submit({ Channel: "C2", Source: "Auth0 status" });
    await expect.poll(last).toContain("now follows Auth0 status");
    expect(bench.slack.world.operations.at(-1)).toMatchObject({ channel: "DADA" });
  });

  it("by a shortcut that Slack does not open is explained in a direct message", async () => {
    bench.slack.fail({ kind: "refuse", code: "expired_trigger_id", method: "views.open" });
    await bench.slack.shortcut("subscribe_channel");
    await expect.poll(last).toContain("subscribe");
    expect(bench.slack.world.operations.at(-1)).toMatchObject({ channel: "DADA" });
  });

  it("acknowledges a shortcut that it does not have", async () => {
    expect(await bench.slack.shortcut("something_else")).toMatchObject({ status: 200 });
    await bench.say("help");
    await expect.poll(() => shown().length).toBe(1);
    expect(bench.slack.views.all).toEqual([]);
  });
});
