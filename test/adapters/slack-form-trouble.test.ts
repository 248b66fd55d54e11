import { afterEach, describe, expect, it } from "vitest";
import { renderSlack } from "../../adapters/slack/render.ts";
import type { Answer } from "../../src/core/chat-adapter.ts";
import { formAction } from "../../src/core/form.ts";
import { actions } from "../../src/core/message.ts";
import { fakeContext } from "../fakes/context.ts";
import { patienceMs } from "../fakes/slack/driver.ts";
import { channel, shownIn } from "./slack-bench.ts";
import { type FormBench, openForms } from "./slack-form-bench.ts";

const bob = { user: "UBOB", name: "bob", team: "T1", channel: "C1" };
const offer = formAction(fakeContext(), { name: "subscribe", label: "Subscribe" });

describe.each(["http", "socket"] as const)("a form in Slack over %s, in trouble", (mode) => {
  let bench: FormBench;
  const last = () => shownIn(bench.slack).at(-1)?.text ?? "";
  /** A button that was posted before the trouble began. */
  const post = () => {
    const message = { summary: "Follow a source", blocks: [actions(...offer)] };
    const { text, blocks } = renderSlack(message);
    bench.slack.world.commit({ text, blocks }, { channel: "C1", by: "chat.postMessage" });
  };
  afterEach(() => bench.close());

  it("opens at once, filled, and is taken while everything else hangs", async () => {
    let release = () => {};
    const hanging = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    const hang = () => hanging;
    const records = { get: hang, set: hang, remove: hang, list: async () => [] };
    const answer: Answer = async function* () {
      await hanging;
      yield { message: { summary: "At last", blocks: [] }, audience: "asker", pending: false };
    };
    bench = await openForms(mode, { records, answer });
    bench.slack.fail({ kind: "slow", method: "auth.test", ms: 60_000, times: 10 });
    post();
    const pressed = await bench.slack.press("Subscribe");
    expect([pressed.status, pressed.ms < patienceMs]).toEqual([200, true]);
    await expect.poll(() => bench.modal()).toContain("How loud");
    const wrong = await bench.slack.submit({ Source: "Any feed" });
    expect([wrong.status, wrong.ms < patienceMs]).toEqual([200, true]);
    expect(bench.slack.views.shownTo("UADA")?.errors).toHaveProperty("feed");
    const right = await bench.slack.submit({ Source: "Auth0 status" });
    expect([right.status, right.ms < patienceMs, bench.modal()]).toEqual([200, true, "null"]);
    release();
    await expect.poll(last).toBe("At last");
  });

  it("that is not known at once says so, and is filled when it is", async () => {
    let go = () => {};
    const waiting = new Promise<void>((resolve) => {
      go = resolve;
    });
    const message = { summary: "subscribe", blocks: [actions(...offer)] };
    const answer: Answer = async function* () {
      await waiting;
      yield { message, audience: "asker", pending: false };
    };
    bench = await openForms(mode, { withForms: false, answer });
    post();
    await bench.press("Subscribe");
    await expect.poll(() => bench.modal()).toContain("One moment");
    go();
    await expect.poll(() => bench.modal()).toContain("How loud");
    expect(bench.slack.views.all).toMatchObject([{ updates: 1 }]);
  });

  it("that is not known at once says whom to ask, where the role is lacking", async () => {
    bench = await openForms(mode, { withForms: false });
    post();
    await bench.slack.press("Subscribe", { by: bob });
    await expect.poll(() => bench.modal("UBOB")).toContain("It needs the role operator");
  });

  it("stays as it is where Slack does not let it be changed", async () => {
    bench = await openForms(mode);
    bench.slack.fail({ kind: "refuse", code: "not_found", method: "views.update" });
    post();
    await bench.slack.press("Subscribe", { by: bob });
    await expect.poll(() => bench.troubles.join()).toContain("not_found");
    await bench.slack.submit({ Source: "Auth0 status" }, { by: bob });
    await expect.poll(last).toContain('"subscribe" needs the role operator');
  });

  it.each([
    ["drops the connection", { kind: "drop-before" }],
    ["asks for patience", { kind: "429", retryAfter: 30 }],
    ["answers too late", { kind: "slow", ms: 60_000 }],
  ] as const)("is explained by its line where Slack %s", async (_, fault) => {
    bench = await openForms(mode);
    post();
    bench.slack.fail({ ...fault, method: "views.open" });
    await bench.press("Subscribe");
    await expect.poll(last).toContain("Let this conversation follow a source");
  });

  it("is opened once for a press that Slack delivers twice", async () => {
    bench = await openForms(mode);
    post();
    await bench.press("Subscribe");
    await expect.poll(() => bench.modal()).toContain("How loud");
    await bench.slack.again();
    await bench.say("status");
    await expect.poll(() => shownIn(bench.slack).length).toBe(2);
    expect(bench.slack.calls.filter((call) => call === "views.open")).toHaveLength(1);
  });

  it("of a button that cannot be read is said as it stands, and a submission that cannot is acknowledged", async () => {
    bench = await openForms(mode);
    const button = {
      type: "button",
      action_id: "form-0",
      text: { type: "plain_text", text: "Old" },
      value: "status",
    };
    const blocks = [{ type: "actions", elements: [button] }];
    bench.slack.world.commit({ text: "x", blocks }, { channel: "C1", by: "chat.postMessage" });
    await bench.press("Old");
    await expect.poll(() => shownIn(bench.slack).length).toBe(2);
    for (const private_metadata of ["", "no json", "{}"]) {
      const view = { id: "V1", callback_id: "form", private_metadata, state: { values: {} } };
      const payload = { type: "view_submission", user: { id: "UADA" }, view };
      expect((await bench.slack.send({ kind: "interactive", payload })).status).toBe(200);
    }
    await bench.adapter.post({ conversation: channel("C1") }, { summary: "It lives", blocks: [] });
    expect(last()).toBe("It lives");
  });
});
