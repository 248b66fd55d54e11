import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeSlack, fakeSecrets, startFakeSlack } from "../fakes/slack/slack.ts";

const text = (words: string) => ({ type: "plain_text", text: words });
const modal = {
  type: "modal",
  title: text("A question"),
  submit: text("Send"),
  blocks: [
    {
      type: "input",
      block_id: "name",
      label: text("Name"),
      element: { type: "plain_text_input", action_id: "answer" },
    },
  ],
};

describe("the views of the fake Slack", () => {
  let slack: FakeSlack;
  const call = async (method: string, given: Readonly<Record<string, unknown>>) => {
    const words = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
    const response = await fetch(`${slack.apiUrl}${method}`, {
      method: "POST",
      headers: { authorization: `Bearer ${fakeSecrets.botToken}` },
      body: new URLSearchParams(
        Object.entries(given).map(([key, value]): [string, string] => [key, words(value)]),
      ),
    });
    return (await response.json()) as { ok: boolean; error?: string; view?: { hash: string } };
  };
  const open = (trigger_id: string, view: unknown = modal) =>
    call("views.open", { trigger_id, view });

  beforeEach(async () => {
    slack = await startFakeSlack();
  });
  afterEach(() => slack.close());

  it("open by a trigger that is fresh, once", async () => {
    const trigger = slack.views.trigger("UADA");
    expect(await open(trigger)).toMatchObject({
      ok: true,
      view: { title: { text: "A question" } },
    });
    expect(slack.views.shownTo("UADA")?.content).toMatchObject(modal);
    expect(await open(trigger)).toMatchObject({ error: "exchanged_trigger_id" });
    const old = slack.views.trigger("UADA");
    slack.advance(3001);
    expect(await open(old)).toMatchObject({ error: "expired_trigger_id" });
    expect(await open("1.2.3")).toMatchObject({ error: "invalid_trigger_id" });
  });

  it("are stacked three deep", async () => {
    const push = () => call("views.push", { trigger_id: slack.views.trigger("UADA"), view: modal });
    expect(await push()).toMatchObject({ error: "not_found" });
    await open(slack.views.trigger("UADA"));
    expect(await push()).toMatchObject({ ok: true });
    expect(await push()).toMatchObject({ ok: true });
    expect(await push()).toMatchObject({ error: "push_limit_reached" });
  });

  it("change while they are open, unless somebody was faster", async () => {
    const { view } = await open(slack.views.trigger("UADA"));
    const view_id = slack.views.shownTo("UADA")?.id;
    const changed = { ...modal, title: text("Another") };
    const update = (hash: string) => call("views.update", { view_id, view: changed, hash });
    expect(await update(view?.hash ?? "")).toMatchObject({ ok: true });
    expect(await update(view?.hash ?? "")).toMatchObject({ error: "hash_conflict" });
    slack.views.close(slack.views.all[0] ?? expect.fail("no view"));
    expect(await call("views.update", { view_id, view: modal })).toMatchObject({
      error: "not_found",
    });
  });

  it("stand in a person's home", async () => {
    const publish = (view: object) => call("views.publish", { user_id: "UADA", view });
    const divider = { type: "divider" };
    expect(await publish({ type: "home", blocks: [divider] })).toMatchObject({ ok: true });
    expect(await publish({ type: "home", blocks: [divider, divider] })).toMatchObject({ ok: true });
    expect(slack.views.homes.get("UADA")).toMatchObject({ updates: 1 });
    expect(await publish(modal)).toMatchObject({ error: "invalid_arguments" });
  });

  it.each([
    ["a title of 25 characters", { title: text("x".repeat(25)) }],
    ["a button of 25 characters", { submit: text("x".repeat(25)) }],
    ["questions and nothing to submit them", { submit: undefined }],
    ["a long callback_id", { callback_id: "x".repeat(256) }],
    ["too much private_metadata", { private_metadata: "x".repeat(3001) }],
    ["101 blocks", { blocks: Array.from({ length: 101 }, () => ({ type: "divider" })) }],
    ["one block_id twice", { blocks: [...modal.blocks, ...modal.blocks] }],
    ["a table", { blocks: [{ type: "table", rows: [[{ type: "raw_text", text: "a" }]] }] }],
  ])("refuse %s", async (_, wrong) => {
    const answer = await open(slack.views.trigger("UADA"), { ...modal, ...wrong });
    expect(answer).toMatchObject({ error: "invalid_arguments" });
  });

  it.each([
    ["101 options", Array.from({ length: 101 }, (_, index) => `option ${index}`)],
    ["an option of 76 characters", ["x".repeat(76)]],
    ["an option twice", ["a", "a"]],
    ["no options", []],
  ])("refuse %s", async (_, words) => {
    const options = words.map((word) => ({ text: text(word), value: word }));
    const element = { type: "static_select", action_id: "answer", options };
    const blocks = [{ type: "input", block_id: "b", label: text("Which"), element }];
    const answer = await open(slack.views.trigger("UADA"), { ...modal, blocks });
    expect(answer).toMatchObject({ error: "invalid_arguments" });
  });
});
