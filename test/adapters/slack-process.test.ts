import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSlackChat } from "../../adapters/slack/adapter.ts";
import { systemClock as clock } from "../../src/clock.ts";
import { commands } from "../../src/commands/index.ts";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import { createForms } from "../../src/core/forms.ts";
import { noJournal } from "../../src/core/journal.ts";
import { Secret } from "../../src/core/secret.ts";
import { fakeContext } from "../fakes/context.ts";
import { noDoors } from "../fakes/doors.ts";
import { drawChart } from "../fakes/draw-chart.ts";
import { fakeRecords } from "../fakes/records.ts";
import { fakeSecrets } from "../fakes/slack/slack.ts";
import { bot } from "./slack-bench.ts";

describe("the fake Slack as a process of its own", () => {
  let platform: ChildProcess;
  let control: string;
  let adapter: ChatAdapter;

  const ask = async (method: string, path: string, body?: object) => {
    const given = body ? { body: JSON.stringify(body) } : {};
    const response = await fetch(`${control}${path}`, { method, ...given });
    return (await response.json()) as unknown;
  };

  beforeAll(async () => {
    const main = new URL("../fakes/slack/main.ts", import.meta.url).pathname;
    platform = spawn(process.execPath, ["--import", "tsx", main, "{}"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    if (!platform.stdout) throw new Error("it has no output");
    const [line] = await once(createInterface(platform.stdout), "line");
    const addresses = JSON.parse(String(line));
    control = addresses.control;
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    adapter = await createSlackChat(
      {
        botToken: new Secret(fakeSecrets.botToken),
        appToken: new Secret(fakeSecrets.appToken),
        apiUrl: addresses.apiUrl,
      },
      {
        mount: () => {},
        mountDoor: noDoors,
        records: fakeRecords(),
        journal: () => noJournal,
        doorJournal: () => noJournal,
        clock,
        log,
        drawChart,
        version: "0.0.0",
      },
    );
    const forms = createForms({ commands, services: fakeContext(), clock, zone: "UTC" });
    await adapter.start(bot(undefined, forms));
  });

  afterAll(async () => {
    await adapter.stop();
    platform.stdin?.end();
    await once(platform, "exit");
  });

  it("records what was carried out, in order, faults and all", async () => {
    const ops = { conversation: "slack:channel:C1" } as const;
    const message = { summary: "Login is slow", blocks: [] };
    const at = await adapter.post(ops, message);
    await ask("POST", "faults", { faults: [{ kind: "drop-after" }, { kind: "429" }] });
    await expect(adapter.post(ops, message)).rejects.toMatchObject({ outcome: "unknown" });
    await expect(adapter.edit(at, message)).rejects.toMatchObject({ outcome: "throttled" });
    await adapter.edit(at, { summary: "Login is well", blocks: [] });
    await ask("POST", "channel", { id: "C1", state: "archived" });
    await expect(adapter.post(ops, message)).rejects.toMatchObject({ outcome: "refused" });
    expect(await ask("GET", "record")).toMatchObject({
      operations: [
        { op: "post", text: "Login is slow", ts: at.id },
        { op: "post", text: "Login is slow" },
        { op: "edit", text: "Login is well", ts: at.id },
      ],
    });
    await ask("POST", "channel", { id: "C1", state: "open" });
  });

  it("types for a person", async () => {
    expect(await ask("POST", "type", { line: "ping" })).toMatchObject({ status: 200 });
    await expect
      .poll(() => ask("GET", "messages"))
      .toContainEqual(expect.objectContaining({ read: "You said ping" }));
  });

  it("chooses a shortcut, fills in what it opens, and closes it", async () => {
    const shown = async () => JSON.stringify(await ask("GET", "views"));
    await ask("POST", "shortcut", { id: "subscribe_channel" });
    await expect.poll(shown).toContain("How loud");
    await ask("POST", "submit", { values: { Source: "Any feed" } });
    expect(await ask("GET", "views")).toMatchObject([
      { errors: { feed: expect.stringContaining("Say which feed") } },
    ]);
    await ask("POST", "submit", { values: { Source: "Auth0 status" } });
    await expect
      .poll(() => ask("GET", "messages"))
      .toContainEqual(expect.objectContaining({ read: "You said subscribe source:status" }));
    await ask("POST", "shortcut", { id: "subscribe_channel" });
    await expect.poll(async () => JSON.parse(await shown()).length).toBe(2);
    expect(await ask("POST", "dismiss")).toEqual({});
    expect(await ask("POST", "dismiss")).toMatchObject({ error: expect.any(String) });
  });

  it("holds the bot to Slack's pace when asked to", async () => {
    await ask("POST", "settings", { settings: { enforceRates: true } });
    await ask("POST", "channel", { id: "C9", state: "open" });
    const place = { conversation: "slack:channel:C9" } as const;
    await adapter.post(place, { summary: "one", blocks: [] });
    await expect(adapter.post(place, { summary: "two", blocks: [] })).rejects.toMatchObject({
      outcome: "throttled",
      retryAfterMs: 1000,
    });
  });
});
