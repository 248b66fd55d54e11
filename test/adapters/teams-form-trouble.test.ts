import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { renderTeams } from "../../adapters/teams/render.ts";
import type { Answer } from "../../src/core/chat-adapter.ts";
import { formAction } from "../../src/core/form.ts";
import { actions } from "../../src/core/message.ts";
import { fakeContext } from "../fakes/context.ts";
import { grace } from "../fakes/teams/world.ts";
import { type FormBench, openForms } from "./teams-form-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

const offer = formAction(fakeContext(), { name: "subscribe", label: "Subscribe" });

describe("a form in Teams, in trouble", () => {
  let bench: FormBench;
  const words = () => bench.last()?.text ?? "";
  /** A button that was posted before the trouble began. */
  const post = (activity = renderTeams({ summary: "Follow", blocks: [actions(...offer)] })) => {
    const { world } = bench.fake;
    const id = world.newId();
    const conversation = "19:ops@thread.tacv2";
    world.messages.push({ id, conversation, thread: undefined, onlyFor: undefined, activity });
  };
  afterEach(() => bench.close());

  it("opens, and is taken, within the seconds that Teams waits, while everything else hangs", async () => {
    const { promise: hanging, resolve: release } = aPromise();
    const answer: Answer = async function* () {
      await hanging;
      yield { message: { summary: "At last", blocks: [] }, audience: "all", pending: false };
    };
    bench = await openForms({ answer });
    bench.records.stall();
    bench.fake.faults.add({ kind: "slow", on: "member", ms: 3000, times: 5 });
    post();
    // Teams waits for five seconds, and so does the fake.
    expect(await bench.fake.press("Subscribe")).toMatchObject({ status: 200 });
    expect(bench.dialog()).toContain("How loud");
    await bench.fake.dialogs.submit({ Source: "Any feed" });
    expect(bench.dialog()).toContain("Please look again at: Address of the feed.");
    await bench.fake.dialogs.submit({ Source: "Auth0 status" });
    expect(bench.dialog()).toBe("null");
    bench.fake.faults.clear();
    bench.records.revive();
    bench.records.giveUp();
    release();
    await expect.poll(words).toBe("At last");
  });

  it("that the bot does not know says its line instead, and where to look", async () => {
    bench = await openForms({ withForms: false });
    post();
    await bench.fake.press("Subscribe");
    expect(bench.fake.dialogs.saidTo()).toContain("appears in the conversation");
    await expect.poll(words).toContain("Let this conversation follow a source");
  });

  it("does nothing by being opened, whatever line somebody has its button hand back", async () => {
    bench = await openForms();
    const forged = offer.map((action) => ({ ...action, line: "subscribe status" }));
    post(renderTeams({ summary: "Follow", blocks: [actions(...forged)] }));
    await bench.fake.press("Subscribe");
    expect(bench.dialog()).toContain("How loud");
    await bench.adapter.stop();
    expect(await bench.follows()).toEqual([]);
  });

  it("opens where the bot cannot say who may have it, and is judged when it is submitted", async () => {
    const answer: Answer = () => {
      throw new Error("a fault of ours");
    };
    bench = await openForms({ answer });
    post();
    await bench.fake.press("Subscribe", grace);
    expect(bench.dialog(grace)).toContain("How loud");
    expect(bench.logged.join()).toContain("who may have a form is not known");
  });

  it.each([undefined, {}, { form: {} }, { line: "x", form: { command: 7 } }])(
    "of a button that cannot be read (%o) is answered in words",
    async (data) => {
      bench = await openForms();
      const { fake } = bench;
      const invoke = { ...fake.base("19:ops@thread.tacv2", grace), type: "invoke" };
      for (const name of ["task/fetch", "task/submit"]) {
        expect(await fake.deliver({ ...invoke, name, value: { data } })).toMatchObject({
          status: 200,
          body: { task: { type: "message", value: expect.stringContaining("another version") } },
        });
      }
    },
  );

  it("keeps its button where the form is too large for one: its line is said", async () => {
    bench = await openForms();
    const field = { name: "a", label: "A", hint: "", required: false, value: "x".repeat(5000) };
    const form = { command: "x".repeat(4000), title: "T", verb: "T", fields: [field] };
    const blocks = [actions({ label: "Large", form, line: "status" })];
    post(renderTeams({ summary: "Large", blocks }));
    await bench.fake.press("Large");
    await expect.poll(() => bench.shown()).toHaveLength(2);
  });

  it("is told, in its own form, that the bot is being restarted", async () => {
    bench = await openForms();
    post();
    await bench.adapter.stop();
    await bench.fake.press("Subscribe");
    expect(bench.fake.dialogs.saidTo()).toContain("being restarted");
  });
});

function aPromise() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}
