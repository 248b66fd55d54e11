import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../../src/core/clock.ts";
import type { SourceFacts } from "../../src/core/command.ts";
import type { LoginRun, LoginStanding } from "../../src/core/login.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { Condition } from "../../src/core/store.ts";
import { ask, askPlainly, fakeContext } from "../fakes/context.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, noon, target } from "../fakes/subjects.ts";
import { run } from "../login/bench.ts";

const changelog = target({ key: "changelog", source: "changelog", title: "Auth0 change log" });
const well = [target({ skewMs: 100 }), changelog];
const healthy = { subject: "Store", ok: true, detail: "12 MB, writable" };

describe("doctor", () => {
  it("says that all is well, and of what", async () => {
    const reply = await ask("doctor", {
      store: fakeStore({ targets: well }),
      probe: async () => [healthy],
    });
    expect(reply.summary).toBe("Watchpost is well: all 5 checks passed.");
    expect(reply.tone).toBe("good");
    expect(renderPlain(reply)).toContain("- Store: 12 MB, writable");
    expect(renderPlain(reply)).toContain("- Auth0 status for prod: read 30 s ago");
    expect(renderPlain(reply)).toContain("- Deliveries: nothing waits");
  });

  it("puts what is wrong first, each with what to do", async () => {
    const broken = {
      subject: "Slack",
      ok: false,
      detail: "invalid_auth",
      fix: "Set a new botToken.",
    };
    const stale = target({ lastReadAt: ago(HOUR), failures: 7, error: "timed out" });
    const reply = await ask("doctor", {
      store: fakeStore({ targets: [stale, changelog] }),
      probe: async () => [healthy, broken],
    });
    expect(reply.summary).toBe("2 things need attention, first: Slack.");
    expect(reply.tone).toBe("bad");
    const plain = renderPlain(reply);
    expect(plain).toContain("- Slack: invalid_auth. What to do: Set a new botToken.");
    expect(plain).toContain(
      "- Auth0 status for prod: has not been read for 60 min: timed out. What to do: If the other side answered with an error, it has to mend that; if it was not reached, look at this machine's proxy",
    );
    expect(plain.indexOf("Slack:")).toBeLessThan(plain.indexOf("In order"));
  });

  it("warns of what works all the same", async () => {
    const open = { subject: "Files", ok: false, mild: true, detail: "open", fix: "chmod" } as const;
    const reply = await ask("doctor", {
      store: fakeStore({ targets: well }),
      probe: async () => [healthy, open],
    });
    expect(reply.tone).toBe("warning");
    expect(renderPlain(reply)).toContain("- Files: open. What to do: chmod");
  });

  it("ends a reason once, whether or not it came with a full stop", async () => {
    const paused = { reason: "The channel is archived.", since: ago(HOUR) };
    const conditions = [{ conversation: "local:channel:ops", failures: 0, paused }] as const;
    const plain = await askPlainly("doctor", { store: fakeStore({ targets: well, conditions }) });
    expect(plain).toContain(": The channel is archived. What to do: Put the reason right");
  });

  it("finds a source that was never read", async () => {
    const plain = await askPlainly("doctor", { store: fakeStore({ targets: [target()] }) });
    expect(plain).toContain("- Auth0 change log: has never been read. What to do:");
  });

  it("finds deliveries that wait too long, and says how long", async () => {
    const waiting = { count: 3, oldest: ago(HOUR) };
    const plain = await askPlainly("doctor", { store: fakeStore({ targets: well, waiting }) });
    expect(plain).toContain("Deliveries: 3 deliveries wait, the oldest for 60 min");
    const young = { count: 1, oldest: ago(MINUTE) };
    expect(
      await askPlainly("doctor", { store: fakeStore({ targets: well, waiting: young }) }),
    ).toContain("- Deliveries: 1 delivery waits");
  });

  it("finds a clock that is off, by most servers and not by one", async () => {
    const off = (...skews: number[]) =>
      fakeStore({
        targets: [...well.slice(1), ...skews.map((skewMs, n) => target({ key: `t${n}`, skewMs }))],
      });
    const plain = await askPlainly("doctor", { store: off(6 * MINUTE, 6 * MINUTE, 0) });
    expect(plain).toContain("Clock: this machine's clock is 6 min behind the servers it reads");
    expect(plain).toContain("NTP");
    expect(await askPlainly("doctor", { store: off(6 * MINUTE, 0, 100) })).toContain(
      "- Clock: agrees",
    );
  });

  it("names paused conversations to operators, and to viewers only the one they are in", async () => {
    const paused = { reason: "archived", since: ago(HOUR) };
    const conditions: Condition[] = [
      { conversation: "local:channel:ops", failures: 0, paused },
      {
        conversation: "local:channel:secret",
        failures: 0,
        paused: { ...paused, reason: "secret is gone" },
      },
    ];
    const store = fakeStore({ targets: well, conditions });
    const viewer = await askPlainly("doctor", { store, role: "viewer" });
    expect(viewer).toContain(
      "This conversation: paused since 2026-11-22 11:00 UTC: archived. What to do:",
    );
    expect(viewer).toContain("1 conversation elsewhere cannot be posted in");
    expect(viewer).not.toContain("secret");
    expect(await askPlainly("doctor", { store })).toContain("local:channel:secret: paused");
    const { summary, blocks } = await ask("doctor", { store });
    expect(summary).not.toContain("local:channel");
    // A platform that knows its name shows that instead of the id.
    const secret = "local:channel:secret";
    expect(JSON.stringify(blocks)).toContain(
      JSON.stringify({ conversation: secret, name: secret }),
    );
  });

  it("does not tell a viewer which feeds other conversations follow", async () => {
    const feed = "https://private.example/feed";
    const theirs = target({
      key: "rss",
      source: "rss",
      title: feed,
      feed,
      lastReadAt: ago(HOUR),
      failures: 2,
      error: `${feed} answered 403`,
    });
    const store = fakeStore({ targets: [...well, theirs] });
    await ask(`subscribe rss ${feed}`, { store, from: { conversation: "local:channel:secret" } });
    const viewer = await askPlainly("doctor", { store, role: "viewer" });
    expect(viewer).toContain(
      "A feed that another conversation follows: has not been read for 60 min. What to do",
    );
    expect(viewer).not.toContain("private");
    expect(await askPlainly("doctor", { store })).toContain(`${feed}: has not been read`);

    await ask(`subscribe rss ${feed}`, { store });
    expect(await askPlainly("doctor", { store, role: "viewer" })).toContain(feed);
  });

  it("does not miss what is no longer read: feeds nobody follows, tenants that left, its own alerts", async () => {
    const old = { lastReadAt: ago(HOUR), skewMs: HOUR };
    const gone = [
      target({ key: "rss", source: "rss", feed: "https://gone.example/", title: "Gone", ...old }),
      target({ key: "status/old", tenant: "old", title: "Gone", ...old }),
      target({ key: "watchpost", source: "watchpost", title: "Gone", ...old }),
    ];
    const reply = await ask("doctor", { store: fakeStore({ targets: [...well, ...gone] }) });
    expect(reply.tone).toBe("good");
    expect(renderPlain(reply)).not.toContain("Gone");
  });

  it("says what to do about everything that is not in order", async () => {
    const conditions: Condition[] = [
      { conversation: "local:channel:ops", failures: 2, error: "503" },
    ];
    const store = fakeStore({
      targets: [target({ failures: 1, skewMs: 10 * MINUTE })],
      conditions,
      waiting: { count: 1, oldest: ago(HOUR) },
    });
    const reply = await ask("doctor", { store });
    const [wrong] = reply.blocks.flatMap((block) => (block.kind === "list" ? [block.items] : []));
    expect(wrong).toHaveLength(5);
    for (const item of wrong ?? []) expect(JSON.stringify(item)).toContain("What to do: ");
  });
});

describe("doctor on synthetic logins", () => {
  const standing = { every: MINUTE, username: "u", clientId: "c" };
  const given = (runs: readonly LoginRun[], more: Partial<LoginStanding> = {}) => ({
    store: fakeStore({ targets: well }),
    logins: {
      standing: async () => ({ ...standing, ...more }),
      run: async () => run(noon),
      latest: async () => runs,
    },
  });

  it.each([
    ["that run", [run(ago(MINUTE))], {}, "Synthetic logins of prod: the last ran 60 s ago", "good"],
    ["that no longer run", [run(ago(HOUR))], {}, "none has run for 60 min. What to do:", "bad"],
    ["that have yet to run", [], {}, "none has run yet. What to do:", "warning"],
    [
      "that have stopped",
      [run(ago(MINUTE))],
      { stopped: "Stopped: mend it." },
      "Stopped: mend it.",
      "bad",
    ],
  ] as const)("tells of those %s", async (_, runs, more, words, tone) => {
    const reply = await ask("doctor", given(runs, more));
    expect(renderPlain(reply)).toContain(words.replace("60 s", "1 min"));
    expect(reply.tone).toBe(tone);
  });

  it("does not miss the reads of what is never read", async () => {
    const { sources } = fakeContext();
    const own = { ...sources[0], id: "logins", title: "Synthetic logins", polled: false } as const;
    const store = fakeStore({
      targets: [...well, target({ key: "l", source: "logins", lastReadAt: ago(HOUR) })],
    });
    const plain = await askPlainly("doctor", { store, sources: [...sources, own as SourceFacts] });
    expect(plain).not.toContain("Synthetic logins");
    expect(plain).not.toContain("has not been read");
  });
});
