import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { composeExtension } from "../../adapters/teams/shortcuts.ts";
import { grace } from "../fakes/teams/world.ts";
import { ops } from "./teams-bench.ts";
import { type FormBench, openForms } from "./teams-form-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

let bench: FormBench;
const words = () => bench.last()?.text ?? "";

beforeEach(async () => {
  bench = await openForms();
});
afterEach(() => bench.close());

describe("a shortcut beside the box that people write in", () => {
  it("opens the form for the channel that they are in, and the answer is theirs alone", async () => {
    await bench.fake.say("status");
    await expect.poll(() => bench.shown()).toHaveLength(1);
    const [offered] = composeExtension("bot").commands;
    await bench.fake.shortcut(offered?.id ?? "");
    expect(bench.dialog()).toContain("How loud");
    await bench.fake.dialogs.submit({ Source: "Any feed" });
    expect(bench.dialog()).toContain("Please look again at");
    await bench.fake.dialogs.submit({ Source: "Auth0 status" });
    expect(bench.dialog()).toBe("null");
    expect(bench.fake.dialogs.saidTo()).toContain("The answer appears here for you alone");
    await expect.poll(bench.follows).toMatchObject([{ source: "status" }]);
    await expect.poll(words).toContain("now follows Auth0 status");
    expect(bench.last()).toMatchObject({ isPrivate: true });
  });

  it("where the bot was not added is answered in the person's own chat, and does not take itself for added", async () => {
    const { fake } = bench;
    const channel = fake.world.conversations.get("19:ops@thread.tacv2");
    if (channel) channel.installed = false;
    await fake.shortcut("subscribe_channel");
    await fake.dialogs.submit({ Source: "Auth0 status" });
    await expect.poll(words).toContain("for you alone");
    expect(bench.last()).toMatchObject({ isPrivate: true });
    expect(await bench.records.get(`conversation/${ops}`)).toBeUndefined();
  });

  it("is refused in its place to whoever may not", async () => {
    await bench.fake.shortcut("subscribe_channel", "19:ops@thread.tacv2", grace);
    expect(bench.dialog(grace)).toContain("needs the role");
  });

  it("in a chat between people says where to choose it", async () => {
    const { fake } = bench;
    const conversation = { id: "19:ada_grace@unq.gbl.spaces", conversationType: "personal" };
    const from = { ...fake.base("a:ada", grace), conversation, chosen: "subscribe_channel" };
    await fake.dialogs.fetch(grace, from);
    expect(fake.dialogs.saidTo(grace)).toContain("Open the channel");
  });

  it("that there is none of is answered in words", async () => {
    await bench.fake.shortcut("something_else");
    expect(bench.fake.dialogs.saidTo()).toContain("another version");
  });
});
