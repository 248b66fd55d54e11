import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { SlackDoorData } from "../../adapters/slack/door.ts";
import { createPublicServer } from "../../src/http/server.ts";
import { journalsOf } from "../../src/journals.ts";
import { bodyOf, sign } from "../fakes/slack/driver.ts";
import { fakeSecrets } from "../fakes/slack/slack.ts";
import { bot, openSlack, type SlackBench, shownIn } from "./slack-bench.ts";
import { openForms } from "./slack-form-bench.ts";

const log = { info() {}, warn() {}, error() {} };
const command = {
  command: "/auth0",
  text: "ping",
  user_id: "U1",
  channel_id: "C1",
  trigger_id: "1.1",
  // Without one the answer is posted in the channel.
  response_url: "",
};

/** The last moments of a bot that received over HTTP: Slack was told that it has the command, and then it was killed. */
async function dieBehindTheDoor(folder: string): Promise<number> {
  const server = createPublicServer(log, folder);
  const keys: SlackDoorData["keys"] = [Buffer.from(fakeSecrets.signingSecret)];
  const module = new URL("../../adapters/slack/door.ts", import.meta.url);
  server.mountDoor("/slack/events", { module, data: { keys }, hear: () => undefined });
  const port = await server.listen("127.0.0.1", 0);
  const { body, contentType } = bodyOf({ kind: "slash_commands", payload: command });
  const timestamp = Math.floor(Date.now() / 1000);
  const { status } = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: "POST",
    body,
    headers: {
      "content-type": contentType,
      "x-slack-request-timestamp": String(timestamp),
      "x-slack-signature": sign(fakeSecrets.signingSecret, timestamp, body),
    },
  });
  await server.close();
  return status;
}

describe("what Slack was told is received before a kill", () => {
  let bench: SlackBench;
  const folder = mkdtempSync(join(tmpdir(), "watchpost-left-"));
  afterEach(async () => {
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const texts = () => shownIn(bench.slack).map(({ text }) => text);

  it("over HTTP is answered by the next life, also over Socket Mode", async () => {
    const { folder: taken = "", ofDoor } = journalsOf(join(folder, "watchpost.db"), log);
    bench = await openSlack("socket", { doorJournal: ofDoor });
    expect(await dieBehindTheDoor(taken)).toBe(200);
    await bench.adapter.start(bot());
    await expect.poll(texts).toEqual(["You said ping"]);
    await expect.poll(() => ofDoor("/slack/events").left()).toEqual([]);
  });

  it("over Socket Mode is answered by the next life, also over HTTP", async () => {
    bench = await openSlack("http");
    bench.journals.open("heard").keep(command);
    await bench.adapter.start(bot());
    await expect.poll(texts).toEqual(["You said ping"]);
    await expect.poll(() => bench.journals.kept("heard")).toEqual([]);
  });

  it("is answered with what is wrong where it was a form, since nothing was said beside its fields", async () => {
    const forms = await openForms("socket");
    bench = forms;
    await bench.say("help subscribe");
    await expect.poll(() => texts().at(-1)).toContain("Fill in a form");
    await bench.press("Fill in a form");
    await expect.poll(() => bench.slack.views.shownTo("UADA")).toBeDefined();
    const view = bench.slack.views.shownTo("UADA") ?? expect.fail("no modal");
    const values = {
      source: { answer: { type: "static_select", selected_option: { value: "feed" } } },
    };
    bench.journals.open("/slack/events").keep({
      type: "view_submission",
      user: { id: "UADA", team_id: "T1" },
      view: { ...view.content, id: view.id, hash: view.hash, state: { values } },
    });
    await forms.begin();
    await expect.poll(() => texts()).toHaveLength(2);
    expect(texts()[1]).toContain('"feed" is not a source');
    expect(await forms.follows()).toEqual([]);
  });
});
