import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import { DeliveryError, type DeliveryOutcome } from "../../src/core/errors.ts";
import type { Fault } from "../fakes/teams/faults.ts";
import { echo, type House, openHouse, ops, person, says, shownBy } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

let house: House;
let adapter: ChatAdapter;

beforeEach(async () => {
  house = await openHouse();
  adapter = await house.open();
});
afterEach(async () => {
  house.fake.faults.clear();
  await adapter.stop();
  await house.close();
});

async function connected(): Promise<void> {
  const { bot, events } = echo();
  await adapter.start(bot);
  await house.fake.install("add");
  await expect.poll(() => events).toHaveLength(1);
}

const post = (words = "Login is slow") => adapter.post({ conversation: ops }, says(words));
const callsOf = (call: string) => house.fake.calls.filter((seen) => seen.call === call);

async function failureOf(attempt: Promise<unknown>): Promise<DeliveryError> {
  const failure = await attempt.catch((error: unknown) => error);
  if (failure instanceof DeliveryError) return failure;
  throw new Error(`expected a DeliveryError, got ${String(failure)}`);
}

describe("what became of a message that Teams did not take", () => {
  const code = (status: number, word: string): Fault => ({ kind: "code", status, code: word });

  it.each<[string, Fault, DeliveryOutcome]>([
    ["429", { kind: "429", retryAfter: 7 }, "throttled"],
    ["412", { kind: "412" }, "unavailable"],
    ["500", { kind: "500" }, "rejected"],
    ["502", { kind: "502" }, "unknown"],
    ["503", { kind: "503" }, "unknown"],
    ["503 after it was shown", { kind: "503-after" }, "unknown"],
    ["504", { kind: "504" }, "unknown"],
    ["a line that went dead before", { kind: "drop-before" }, "unknown"],
    ["a line that went dead after", { kind: "drop-after" }, "unknown"],
    ["not in the roster", { kind: "roster-403" }, "refused"],
    ["blocked", code(403, "ConversationBlockedByUser"), "refused"],
    ["disabled", code(403, "BotDisabledByAdmin"), "refused"],
    ["another cloud", code(403, "InvalidBotApiHost"), "refused"],
    ["403 without a word", code(403, ""), "refused"],
    ["501", code(501, ""), "rejected"],
    ["no such conversation", code(404, "ConversationNotFound"), "refused"],
    ["no such thread", code(404, "ActivityNotFoundInConversation"), "gone"],
    ["a redirect", code(302, ""), "unavailable"],
  ])("is told apart: %s", async (_, fault, outcome) => {
    await connected();
    house.fake.faults.add(fault);
    const failure = await failureOf(post());
    expect(failure).toMatchObject({ outcome });
    expect(failure.message).toMatch(/^[A-Z].{30,}\.$/u);
    expect(callsOf("post")).toHaveLength(1); // Never twice: each might be shown.
  });

  it("says for how long it was throttled", async () => {
    await connected();
    house.fake.faults.add({ kind: "429", retryAfter: 7 });
    expect(await failureOf(post())).toMatchObject({ retryAfterMs: 7000 });
  });

  it("knows that nothing was shown when nobody listens", async () => {
    await connected();
    const nobody = createServer();
    await new Promise<void>((listening) => nobody.listen(0, "127.0.0.1", listening));
    const { port } = nobody.address() as AddressInfo;
    await new Promise((closed) => nobody.close(closed));
    const known = await house.records.get<object>(`conversation/${ops}`);
    const serviceUrl = `http://127.0.0.1:${port}/amer/`;
    await house.records.set(`conversation/${ops}`, { ...known, serviceUrl });
    expect(await failureOf(post())).toMatchObject({ outcome: "unavailable" });
  });

  it("is refused everywhere, and not only here, where Teams does not know the bot", async () => {
    await connected();
    house.fake.faults.add({ kind: "code", status: 401, code: "BotNotRegistered", times: 2 });
    expect(await failureOf(post())).toMatchObject({ outcome: "refused", everywhere: true });
    expect(callsOf("post")).toHaveLength(2); // The second with a new token, since nothing came of the first.
  });

  it("is never more than Teams allows, nor two at a time: what would be too soon is not sent", async () => {
    await connected();
    house.fake.settings.enforceRates = true;
    const outcomes = await Promise.all(
      Array.from({ length: 9 }, () =>
        post().then(
          () => "shown",
          (failure) => failure.outcome,
        ),
      ),
    );
    expect(outcomes).toEqual(Array(9).fill("shown"));
    expect(callsOf("post").map(({ status }) => status)).toEqual(Array(9).fill(201));
  });
});

describe("a message to Teams", () => {
  it.each<Fault["kind"]>(["503", "503-after", "drop-before", "drop-after", "429", "412"])(
    "is sent once, and edited once, when it meets %s",
    async (kind) => {
      await connected();
      const at = await post("first");
      house.fake.faults.add({ kind, on: "post" }, { kind, on: "edit" });
      await failureOf(post("second"));
      await failureOf(adapter.edit(at, says("third")));
      expect(callsOf("post")).toHaveLength(2);
      expect(callsOf("edit")).toHaveLength(1);
    },
  );

  it("begins a thread of its own, is answered in it, and is seen again by all only as a new one", async () => {
    await connected();
    const root = await post("card");
    await adapter.post({ conversation: ops, thread: root.id }, says("reply"));
    await adapter.post(
      { conversation: ops, thread: root.id, alsoInChannel: true },
      says("to everyone"),
    );
    expect(shownBy(house.fake)).toMatchObject([
      { text: "card", thread: undefined },
      { text: "reply", thread: root.id },
      { text: "to everyone", thread: undefined },
    ]);
  });

  it("says its summary in the notification", async () => {
    await connected();
    await post("Login is slow");
    expect(house.fake.world.messages.at(-1)?.activity).toMatchObject({ summary: "Login is slow" });
  });

  it("is refused, with the way out, where the bot was never spoken to", async () => {
    await adapter.start(echo().bot);
    const failure = await failureOf(post());
    expect(failure).toMatchObject({ outcome: "refused" });
    expect(failure.message).toContain("add the app to the team or chat, or mention it there once");
    expect(house.fake.calls).toEqual([]);
  });

  it("is not even tried where the app was removed, until it is back", async () => {
    await connected();
    await house.fake.install("remove");
    const why = async () => (await failureOf(post())).message;
    await expect.poll(why).toContain("removed"); // Until that is noted, Teams itself refuses.
    const before = callsOf("post").length;
    expect(await why()).toContain("removed");
    expect(callsOf("post")).toHaveLength(before);
    await house.fake.install("add");
    await expect
      .poll(() =>
        post().then(
          () => "shown",
          () => "refused",
        ),
      )
      .toBe("shown");
  });

  it("for one person's eyes is shown to them alone in the channel, where Teams can", async () => {
    await connected();
    await adapter.post({ conversation: ops, onlyFor: person }, says("just you"));
    await house.fake.say("ping"); // Now Teams' own id for them is known.
    await expect.poll(() => shownBy(house.fake)).toHaveLength(2);
    await adapter.post({ conversation: ops, onlyFor: person }, says("you again"));
    expect(shownBy(house.fake).at(-1)).toMatchObject({ text: "you again", isPrivate: true });
  });

  it("for one person's eyes goes to their own chat where Teams cannot", async () => {
    await connected();
    const channel = house.fake.world.conversations.get("19:ops@thread.tacv2");
    if (channel) channel.targeted = false;
    await adapter.post({ conversation: ops, onlyFor: person }, says("just you"));
    expect(house.fake.world.messages).toMatchObject([{ conversation: "a:ada" }]);
    expect(shownBy(house.fake)).toMatchObject([{ text: expect.stringContaining("just you") }]);
  });

  it("reaches a person who never spoke to the bot in a chat of their own", async () => {
    await connected();
    await adapter.post({ conversation: person }, says("you were paused"));
    await adapter.post({ conversation: person }, says("and are back"));
    expect(house.fake.world.messages.map(({ conversation }) => conversation)).toEqual([
      "a:ada",
      "a:ada",
    ]);
    expect(callsOf("open")).toHaveLength(1);
  });
});

describe("the token for sending", () => {
  it("is asked for once for many messages at once", async () => {
    await connected();
    await Promise.all([post("one"), post("two"), post("three")]);
    expect(callsOf("token")).toHaveLength(1);
  });

  it("is asked for anew when Teams refuses it, and nobody notices", async () => {
    await connected();
    await post();
    house.fake.revokeTokens();
    expect(await post()).toMatchObject({ conversation: ops });
    expect(callsOf("token")).toHaveLength(2);
  });

  it("that cannot be had means that nothing was sent", async () => {
    await connected();
    const fresh = await house.open();
    house.fake.faults.add({ kind: "503", on: "token" }, { kind: "drop-before", on: "token" });
    const send = () => failureOf(fresh.post({ conversation: ops }, says("news")));
    expect(await send()).toMatchObject({ outcome: "unavailable" });
    expect(await send()).toMatchObject({ outcome: "unavailable" });
    expect(callsOf("post")).toEqual([]);
  });

  it.each([
    [{ appPassword: "wrong-password" }, "client secrets"],
    [{ appId: "0ddba110-0000-4000-8000-000000000009" }, "not known in the tenant"],
  ])(
    "with wrong credentials %j is refused with the cure, and nothing secret is said",
    async (wrong, cure) => {
      const wronged = await house.open(wrong);
      const probes = await wronged.check();
      const [credentials] = probes;
      expect(credentials).toMatchObject({ ok: false, detail: expect.stringContaining(cure) });
      expect(credentials?.fix).toContain("Entra ID");
      expect(JSON.stringify([probes, house.logged])).not.toMatch(/wrong-password|fake-token/u);
    },
  );

  it("is examined without rejecting when nothing can be reached", async () => {
    const { endpoints } = house.fake.section;
    const nowhere = "http://127.0.0.1:1";
    const lost = await house.open({
      endpoints: { ...endpoints, login: nowhere, openIdMetadata: `${nowhere}/keys` },
    });
    expect(await lost.check()).toMatchObject([
      { ok: false, fix: expect.any(String) },
      { ok: false, fix: expect.any(String) },
      { ok: true },
    ]);
  });
});
