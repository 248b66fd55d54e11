import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import type { Store } from "../../src/core/store.ts";
import { createFeedParser } from "../../src/feeds/parser.ts";
import { createReader, type Reader } from "../../src/feeds/reader.ts";
import { createRunner, type Runner } from "../../src/feeds/runner.ts";
import { advisoriesSettings } from "../../src/sandbox/advisories.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { advisories } from "../../src/sources/advisories.ts";
import { fakeClock } from "../fakes/clock.ts";

const parser = createFeedParser({ limitMs: 30_000 });
const log = { info: () => {}, warn: () => {}, error: () => {} };

describe("the sandbox's advisories, as the product reads them over the network", () => {
  const clock = fakeClock();
  let sandbox: Sandbox;
  let store: Store;
  let reader: Reader;
  let runner: Runner;

  beforeEach(async () => {
    sandbox = await startSandbox({ port: 0, began: clock.now(), clock });
    store = await openSqliteStore({ file: ":memory:", clock });
    reader = createReader({ userAgent: "Watchpost/test", outgoing: { allow: [] }, parser });
    const settings = advisories.settings.parse(advisoriesSettings(sandbox.url));
    runner = createRunner({
      polled: [{ source: advisories, settings }],
      tenants: [],
      reader,
      store,
      clock,
      log,
      onObserved: () => {},
    });
  });
  afterEach(async () => {
    await reader.close();
    await store.close();
    await sandbox.close();
  });

  it("tell of a weakness a bit into the story, once, and of one notice without a word", async () => {
    await store.subscriptions.subscribe(
      {
        conversation: "local:channel:ops",
        source: "advisories",
        feed: "",
        as: "thread",
        origin: "chat",
      },
      clock.now(),
    );
    const told = async () =>
      (await store.outbox.tellings("local:channel:ops")).map(({ subject }) => subject.id);
    await runner.readAll();
    expect(await told()).toEqual([]);
    expect(await store.subjects.find({ source: "advisories" })).toMatchObject([
      { phase: "published", labels: ["low"] },
    ]);
    clock.pass(61_000);
    await runner.readAll();
    await runner.readAll();
    expect(await told()).toEqual(["PRETEND-2026-1"]);
    const [open] = await store.subjects.find({ source: "advisories", open: true });
    expect(open).toMatchObject({
      labels: ["medium", "affected"],
      revisions: [{ phase: "identified" }],
    });
    expect(open?.facts[0]?.value).toBe(
      "@pretend/login 4.12.0 (the settings); vulnerable from 4.12.0; fixed in 4.14.0",
    );
    expect((await fetch(open?.url ?? "")).status).toBe(200);
    expect((await store.subjects.targets())[0]).toMatchObject({ failures: 0, key: "advisories" });
  });

  it("count as not read while one half of them is gone, and as read when it is back", async () => {
    await runner.readAll();
    const readAt = (await store.subjects.targets())[0]?.lastReadAt;
    const port = Number(new URL(sandbox.url).port);
    const settings = advisories.settings.parse({
      ...advisoriesSettings(sandbox.url),
      okta: `${sandbox.url}/nowhere.xml`,
    });
    const half = createRunner({
      polled: [{ source: advisories, settings }],
      tenants: [],
      reader,
      store,
      clock,
      log,
      onObserved: () => {},
    });
    clock.pass(61_000);
    await half.readAll();
    const [state] = await store.subjects.targets();
    expect(state).toMatchObject({
      lastReadAt: readAt,
      failures: 1,
      error: `Okta's advisories: 127.0.0.1:${port} answered HTTP 404.`,
    });
    expect(await store.subjects.count({ source: "advisories" })).toBe(2);
    await runner.readAll();
    expect((await store.subjects.targets())[0]).toMatchObject({
      failures: 0,
      lastReadAt: clock.now(),
    });
  });

  it("opens the usual alert when a half stays away for long", async () => {
    await sandbox.close();
    const settings = {
      ...advisories.settings.parse(advisoriesSettings(sandbox.url)),
      staleAfter: 600_000,
    };
    runner = createRunner({
      polled: [{ source: advisories, settings }],
      tenants: [],
      reader,
      store,
      clock,
      log,
      onObserved: () => {},
    });
    for (let minute = 0; minute < 12; minute += 1) {
      await runner.tick();
      await runner.settled();
      clock.pass(60_000);
    }
    await runner.tick();
    const [alert] = await store.subjects.find({ source: "watchpost" });
    expect(alert?.revisions[0]?.text).toContain("OSV: 127.0.0.1");
    expect(alert?.revisions[0]?.text).toContain("Okta's advisories: 127.0.0.1");
  });
});
