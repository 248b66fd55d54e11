import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { introduce } from "../../src/introduction.ts";
import { fakeContext } from "../fakes/context.ts";
import { grace } from "../fakes/teams/world.ts";
import { ops, says } from "./teams-bench.ts";
import { type FormBench, openForms } from "./teams-form-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

let bench: FormBench;
const words = () => bench.last()?.text ?? "";

/** Somebody asks for the button, and presses it. */
async function openForm(): Promise<void> {
  await bench.fake.say("help subscribe");
  await expect.poll(words).toContain("Fill in a form");
  await bench.fake.press("Fill in a form");
  expect(bench.dialog()).toContain("How loud");
}

beforeEach(async () => {
  bench = await openForms();
});
afterEach(() => bench.close());

describe("a form in Teams", () => {
  it("opens at once, with words, choices and nothing that a line would need", async () => {
    await openForm();
    expect(bench.fake.dialogs.shownTo()).toMatchObject({
      title: "Subscribe",
      card: { version: "1.5", actions: [{ type: "Action.Submit", title: "Subscribe" }] },
    });
    expect(bench.dialog()).toContain('"Auth0 status"');
    expect(bench.dialog()).toContain("A card, and updates in its thread");
    expect(bench.dialog()).not.toContain("teams:user");
  });

  it("says its line when it is submitted, and the answer appears where its button was", async () => {
    await openForm();
    const root = bench.last()?.thread;
    const delivered = await bench.fake.dialogs.submit({
      Source: "Auth0 status",
      "How loud": "A card, and every update in the channel too",
      "Quiet hours, from": "22:00",
      "Quiet hours, until": "07:00",
      Mention: grace.aadObjectId ?? "",
    });
    expect(delivered).toEqual({ status: 200, body: undefined });
    expect(bench.dialog()).toBe("null");
    await expect.poll(bench.follows).toMatchObject([
      {
        source: "status",
        as: "all",
        quiet: { from: 22 * 60, to: 7 * 60 },
        mention: `teams:user:${grace.aadObjectId}`,
        by: { name: "Ada" },
      },
    ]);
    await expect.poll(words).toContain("now follows Auth0 status");
    expect(bench.last()).toMatchObject({ isPrivate: true, thread: root });
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
      "quiet_from",
    ],
    [
      "quiet hours without length",
      { Source: "Auth0 status", "Quiet hours, from": "22:00", "Quiet hours, until": "22:00" },
      "quiet_from",
    ],
  ])("says beside the field what is wrong, and keeps what was typed: %s", async (_, values, id) => {
    await openForm();
    await bench.fake.dialogs.submit(values);
    const [box] = marked();
    expect(marked()).toHaveLength(1);
    expect(JSON.stringify(box)).toContain(`"id":"${id}"`);
    expect(bench.dialog()).toContain("Please look again at: ");
    expect(await bench.follows()).toEqual([]);
    // Submitted as it stands, it is as wrong as before: nothing that was typed is lost.
    await bench.fake.dialogs.submit();
    expect(JSON.stringify(marked())).toBe(JSON.stringify([box]));
    await bench.fake.dialogs.submit({
      Source: "Auth0 status",
      "Address of the feed": "",
      Label: "No choice",
      "Quiet hours, from": "",
      "Quiet hours, until": "",
    });
    await expect.poll(bench.follows).toMatchObject([{ source: "status" }]);
    expect(bench.dialog()).toBe("null");
  });

  it("changes what is there: it holds what was chosen, and what is emptied ends", async () => {
    await bench.fake.say(
      "subscribe status as:all tenant:prod quiet:22:00-07:00@Europe/Berlin mention:me",
    );
    await expect.poll(words).toContain("now follows Auth0 status");
    await bench.fake.say("subscriptions");
    await expect.poll(words).toContain("Change");
    await bench.fake.press("Change");
    expect(bench.dialog()).toContain("22:00-07:00@Europe/Berlin");
    await bench.fake.dialogs.submit({
      Tenant: "No choice",
      Mention: "",
      "How loud": "A card only, edited in place",
    });
    await expect.poll(words).toContain("in another way");
    const [held] = await bench.follows();
    expect(held).toMatchObject({ source: "status", as: "card", quiet: { zone: "Europe/Berlin" } });
    expect(held).not.toHaveProperty("tenant");
    expect(held).not.toHaveProperty("mention");
  });

  it("that is submitted as it was opened changes nothing", async () => {
    await bench.fake.say("subscribe status as:all quiet:22:00-07:00 mention:me");
    await expect.poll(words).toContain("now follows Auth0 status");
    await bench.fake.say("subscriptions");
    await expect.poll(words).toContain("Change");
    await bench.fake.press("Change");
    const before = await bench.follows();
    await bench.fake.dialogs.submit();
    await expect.poll(words).toContain("already");
    expect(await bench.follows()).toEqual(before);
  });

  it("is submitted once, however often Teams delivers it", async () => {
    await openForm();
    await bench.fake.dialogs.submit({ Source: "Auth0 status" });
    await bench.fake.again();
    await expect.poll(words).toContain("now follows");
    await bench.fake.say("status");
    await expect.poll(() => bench.shown()).toHaveLength(3);
    expect(bench.shown().filter(({ text }) => /now follows|already/u.test(text))).toHaveLength(1);
  });

  it("is not opened for somebody who may not say its line: they are told so in its place", async () => {
    await postIntroduction();
    await bench.fake.press("Subscribe", grace);
    expect(bench.dialog(grace)).toContain("needs the role");
    expect(bench.dialog(grace)).not.toContain("Action.");
    expect(bench.dialog(grace)).not.toContain("Input.");
  });

  it("is answered in the thread of its button, though Teams does not say it again", async () => {
    await openForm();
    const root = bench.last()?.thread;
    const { from, card } = bench.fake.dialogs.shownTo() ?? expect.fail("no dialog");
    const [{ data }] = card.actions as [{ data: object }];
    const { replyToId: _, ...unthreaded } = from;
    const conversation = { ...(from.conversation as object), id: "19:ops@thread.tacv2" };
    const value = { data: { source: "status", ...data } };
    await bench.fake.deliver({
      ...unthreaded,
      conversation,
      type: "invoke",
      name: "task/submit",
      value,
    });
    await expect.poll(words).toContain("now follows Auth0 status");
    expect(bench.last()).toMatchObject({ thread: root });
  });

  it("is refused to whoever submits it without the role, whatever it showed", async () => {
    await openForm();
    const { from } = bench.fake.dialogs.shownTo() ?? expect.fail("no dialog");
    const opened = bench.fake.dialogs.shownTo()?.card ?? expect.fail("no dialog");
    const { data } = (opened.actions as { data: object }[])[0] ?? expect.fail("no button");
    const { userRole: _role, tenantId: _tenant, ...forger } = grace;
    const value = { data: { source: "status", ...data }, context: { theme: "default" } };
    const forged = { ...from, from: forger, type: "invoke", name: "task/submit", value };
    expect(await bench.fake.deliver(forged)).toMatchObject({ status: 200 });
    await expect.poll(words).toContain('"subscribe" needs the role operator');
    expect(await bench.follows()).toEqual([]);
  });

  it("outlives the bot: what it says is answered by the next life", async () => {
    await openForm();
    await bench.adapter.stop();
    await bench.begin();
    await bench.fake.dialogs.submit({ Source: "Auth0 change log" });
    await expect.poll(bench.follows).toMatchObject([{ source: "changelog" }]);
    await expect.poll(words).toContain("now follows Auth0 change log");
  });

  it("may be closed, opened twice, and be pressed on an old message", async () => {
    await openForm();
    bench.fake.dialogs.dismiss();
    await bench.fake.press("Fill in a form");
    await bench.fake.press("Fill in a form");
    await bench.fake.dialogs.submit({ Source: "Auth0 status" });
    await expect.poll(words).toContain("now follows Auth0 status");
  });

  it("in a personal chat is answered there", async () => {
    await bench.fake.say("subscribe", { in: "a:ada" });
    await expect.poll(words).toContain("help subscribe");
    await bench.fake.say("help subscribe", { in: "a:ada" });
    await expect.poll(words).toContain("Fill in a form");
    await bench.fake.press("Fill in a form");
    await bench.fake.dialogs.submit({ Source: "Auth0 status" });
    await expect.poll(words).toContain("now follows Auth0 status");
    expect(bench.fake.world.messages.at(-1)).toMatchObject({ conversation: "a:ada" });
  });

  it("for a client without dialogs says how its line is written", async () => {
    await postIntroduction();
    await bench.fake.submit("Subscribe");
    await expect.poll(words).toContain("Let this conversation follow a source");
  });
});

/** The boxes of the dialog in which something is marked as wrong. */
function marked(): readonly object[] {
  const card = bench.fake.dialogs.shownTo()?.card as { body?: { items?: object[] }[] } | undefined;
  return (card?.body ?? []).filter(
    (box) => JSON.stringify(box).includes("Input.") && JSON.stringify(box).includes('"Attention"'),
  );
}

/** What the bot says where it was invited: its button is for everybody. */
async function postIntroduction(): Promise<void> {
  await bench.fake.say("status");
  await expect.poll(() => bench.shown()).toHaveLength(1);
  const { blocks } = introduce({ conversation: ops }, [], fakeContext());
  await bench.adapter.post({ conversation: ops }, { ...says("Hello"), blocks });
}
