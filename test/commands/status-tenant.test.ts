import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../../src/core/clock.ts";
import type { CommandContext } from "../../src/core/command.ts";
import type { LoginRun } from "../../src/core/login.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { ask, askPlainly } from "../fakes/context.ts";
import { deskOf, failedLogins, figures, missing } from "../fakes/figures.ts";
import { auth0Down, eachMinute, fakeLogins, loginRun, wrongPassword } from "../fakes/logins.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, incident, said, target } from "../fakes/subjects.ts";

const clear = fakeStore({ targets: [target()] });
const outage = incident([said("investigating", ago(2 * HOUR))], { authenticationAffected: true });
const trouble = fakeStore({ targets: [target()], subjects: [outage] });
const blind = fakeStore({ targets: [target({ lastReadAt: ago(HOUR) })] });

const works = fakeLogins(eachMinute(20, loginRun));
const ours = fakeLogins(eachMinute(3, wrongPassword));
const theirs = fakeLogins([...eachMinute(3, auth0Down), loginRun({ at: ago(4 * MINUTE) })]);

/** What `status` says of a tenant whose figures are as usual, unless given otherwise. */
const about = (given: Partial<CommandContext>) =>
  ask("status", { store: clear, logins: works, figures: deskOf(figures()), ...given });

describe("the verdict of status", () => {
  it.each([
    [
      "calm",
      clear,
      works,
      "good",
      "All clear for prod as far as Auth0 says, and our own login works.",
    ],
    [
      "a wrong password of ours",
      clear,
      ours,
      "bad",
      "Our own login fails for prod, and that is ours to mend: Auth0 does not accept the test user's name and password (invalid_grant). Auth0's status page reports nothing.",
    ],
    [
      "an outage that the status page does not tell of",
      clear,
      theirs,
      "bad",
      "Logins fail for prod although Auth0's status page says nothing: Auth0 failed with an error of its own (503).",
    ],
    [
      "an incident that our login feels",
      trouble,
      theirs,
      "bad",
      "1 open incident affects prod; logins are affected. Our own login fails too for prod: Auth0 failed with an error of its own (503).",
    ],
    [
      "an incident while our login fails for a reason of ours",
      trouble,
      ours,
      "bad",
      "1 open incident affects prod; logins are affected. Our own login fails too for prod, but for a reason of ours: Auth0 does not accept the test user's name and password (invalid_grant).",
    ],
    [
      "an incident that our login does not feel",
      trouble,
      works,
      "bad",
      "1 open incident affects prod; logins are affected. Our own login works for prod.",
    ],
    [
      "a blind status page and failing logins",
      blind,
      theirs,
      "bad",
      "Logins fail for prod: Auth0 failed with an error of its own (503). Auth0's status for prod has not been read for 60 min. Silence here is not health.",
    ],
    [
      "a blind status page and working logins",
      blind,
      works,
      "warning",
      "Auth0's status for prod has not been read for 60 min. Silence here is not health. Our own login works for prod.",
    ],
  ] as const)("is the truth in %s", async (_case, store, logins, tone, words) => {
    const reply = await about({ store, logins });
    expect(reply.summary).toBe(words);
    expect(reply.tone).toBe(tone);
  });

  it("is careful about a failure that nothing has confirmed", async () => {
    const logins = fakeLogins([auth0Down(), loginRun({ at: ago(2 * MINUTE) })]);
    const reply = await about({ logins });
    expect(reply.summary).toContain(
      "Logins fail for prod although Auth0's status page says nothing (once so far)",
    );
    expect(reply.tone).toBe("warning");
  });

  it("learns nothing from a login that was not let through because we asked too often", async () => {
    const limited = (more: Partial<LoginRun>) =>
      wrongPassword({ ...more, outcome: "rate-limited" });
    const logins = fakeLogins([...eachMinute(2, limited), loginRun({ at: ago(3 * MINUTE) })]);
    const reply = await about({ logins });
    expect(reply.tone).toBe("good");
    expect(renderPlain(reply)).toContain("- Synthetic login: worked 3 min ago");
  });

  it("does not take an old login for how logins are now", async () => {
    const reply = await about({ logins: fakeLogins([loginRun({ at: ago(HOUR) })]) });
    expect(reply.summary).toBe(
      "All clear for prod as far as Auth0 says. No login has been tried lately for prod.",
    );
    expect(reply.tone).toBe("warning");
  });

  it("goes on calling a login broken that was stopped after too many refusals, and says what ends that", async () => {
    const stopped = "No more are tried until syntheticLogin is changed or somebody says login.";
    const runs = eachMinute(3, wrongPassword).map((run) => ({ ...run, at: ago(5 * HOUR) }));
    const reply = await about({ logins: fakeLogins(runs, { stopped }) });
    expect(reply.summary).toContain("Our own login fails for prod");
    expect(renderPlain(reply)).toContain(stopped);
  });

  it("tells of more failed logins than usual, even where all else is clear", async () => {
    const reply = await about({ figures: deskOf(figures({ failed: failedLogins(40) })) });
    expect(reply.summary).toBe(
      "More logins than usual fail for prod: 40 in the last hour, usual is 3 an hour. All clear for prod as far as Auth0 says, and our own login works.",
    );
    expect(reply.tone).toBe("warning");
  });

  it("does not call old figures how it is now", async () => {
    const { failedLogins: failed, limits } = figures({ failed: failedLogins(40) });
    const last = failed.last && { ...failed.last, at: ago(HOUR) };
    const late = { reason: "late", why: "it did not answer within 6 s", fix: "" } as const;
    const known = { failedLogins: { ...(last ? { last } : {}), missing: late }, limits };
    const reply = await about({ figures: deskOf(known) });
    expect(reply.summary).not.toContain("More logins than usual");
    expect(renderPlain(reply)).toContain(
      "- Failed logins: not known of now: it did not answer within 6 s. 60 min ago: 40 in the last hour, usual is 3 an hour; 109 in the last day.",
    );
  });

  it("says of several tenants which figure is not of now", async () => {
    const { failedLogins: failed, limits } = figures({ failed: failedLogins(4) });
    const last = failed.last && { ...failed.last, at: ago(3 * MINUTE) };
    const late = { reason: "late", why: "it did not answer within 6 s", fix: "" } as const;
    const known = { failedLogins: { ...(last ? { last } : {}), missing: late }, limits };
    const tenants = ["prod", "dev"].map((name) => ({ name, domain: `${name}.us.auth0.com` }));
    const reply = renderPlain(await about({ tenants, figures: deskOf(known) }));
    expect(reply).toContain("; 4 failed logins in the last hour (counted 3 min ago);");
  });

  it("stays short where many tenants have the same trouble", async () => {
    const names = Array.from({ length: 30 }, (_, index) => `tenant-${index}`);
    const runs = names.flatMap((tenant) =>
      eachMinute(3, auth0Down).map((run) => ({ ...run, tenant })),
    );
    const reply = await about({
      tenants: names.map((name) => ({ name, domain: `${name}.auth0.com` })),
      store: fakeStore({
        targets: names.map((name) => target({ key: name, tenant: name, title: name })),
      }),
      logins: fakeLogins(runs),
      figures: { read: () => Promise.reject(new Error("asked for too many")) },
    });
    expect(reply.summary.length).toBeLessThan(500);
    expect(reply.summary).toContain("Logins fail for tenant-0");
  });
});

describe("the parts of status", () => {
  it("say how the last logins went, how fast, and since when they fail", async () => {
    expect(renderPlain(await about({}))).toContain(
      "- Synthetic login: worked 40 s ago in 390 ms; the last 20 all worked.",
    );
    const plain = renderPlain(await about({ logins: theirs }));
    expect(plain).toContain(
      "- Synthetic login: failed 40 s ago, failing since 2026-11-22 11:57 UTC (3 min); 3 of the last 4 failed. What to do: Wait, and follow the status page.",
    );
  });

  it("say that a login is slower than it was", async () => {
    const slow = loginRun({ steps: [{ step: "answer", ms: 4200 }] });
    const logins = fakeLogins([slow, ...eachMinute(9, loginRun)]);
    expect(renderPlain(await about({ logins }))).toContain(
      "in 4.2 s, slower than its usual 390 ms; the last 10 all worked.",
    );
  });

  it("say how many logins failed, with a chart by the hour on the asker's clock", async () => {
    const calm = renderPlain(await about({}));
    expect(calm).toContain(
      "- Failed logins: 2 in the last hour, usual is 3 an hour; 71 in the last day; counted 20 s ago.",
    );
    expect(calm).not.toContain("in each of the last 24 hours");
    const chartOf = async (failed: ReturnType<typeof failedLogins>) => {
      const { blocks } = await about({ figures: deskOf(figures({ failed })) });
      return blocks.find((block) => block.kind === "chart");
    };
    const chart = await chartOf(failedLogins(40));
    const title = "Failed logins in each of the last 24 hours, Europe/Berlin time";
    expect(chart).toMatchObject({ shape: "bar", title });
    expect(chart?.points).toHaveLength(24);
    // The hour that ends twenty seconds before noon in UTC, on Berlin's clock.
    expect(chart?.points.at(-1)).toEqual({ label: "11:59", value: 40 });
    const begun = await chartOf(failedLogins(3, { ends: ago(30 * MINUTE), begun: 50 }));
    expect(begun?.title).toContain("last 25 hours, the last one so far, Europe/Berlin time");
    expect(begun?.points.at(-1)?.value).toBe(50);
  });

  it("say at least how many there were where not all could be counted", async () => {
    const failed = { count: 500, since: ago(40 * MINUTE), exact: false, hours: [] };
    const reply = await about({ figures: deskOf(figures({ failed })) });
    expect(renderPlain(reply)).toContain("- Failed logins: at least 500 in the last 40 min");
    const longer = { ...failed, since: ago(5 * HOUR), hours: [80, 90, 100, 110, 120] };
    const known = await about({ figures: deskOf(figures({ failed: longer })) });
    expect(renderPlain(known)).toContain(
      "120 in the last hour, usual is 95 an hour; at least 500 since 2026-11-22 07:00 UTC",
    );
  });

  it("name which limits were met, and when last", async () => {
    const limits = {
      count: 3,
      exact: true,
      newest: ago(10 * MINUTE),
      hours: Array.from({ length: 24 }, (_, hour) => (hour % 8 === 7 ? 1 : 0)),
      types: [{ type: "api_limit", count: 3 }],
    };
    expect(renderPlain(await about({ figures: deskOf(figures({ limits })) }))).toMatch(
      /- Rate limits: 3 events in the last day: .+ \(api_limit\) 3×, the newest 10 min ago \(2026-11-22 11:50 UTC\); counted 20 s ago\./,
    );
  });

  it("draw the rate-limit events of each hour once there are several in one", async () => {
    const hours = Array.from({ length: 24 }, (_, hour) => (hour === 23 ? 12 : 0)) as number[];
    const limits = { count: 12, exact: true, hours, types: [{ type: "api_limit", count: 12 }] };
    const chartsOf = async (given: typeof limits) =>
      (await about({ figures: deskOf(figures({ limits: given })) })).blocks.filter(
        (block) => block.kind === "chart",
      );
    const title = "Rate-limit events in each of the last 24 hours, Europe/Berlin time";
    const unit = "events";
    expect(await chartsOf(limits)).toMatchObject([{ shape: "bar", title, unit }]);
    const [chart] = await chartsOf(limits);
    expect(chart?.points.at(-1)).toEqual({ label: "11:59", value: 12 });
    expect(await chartsOf({ ...limits, hours: hours.map((count) => count / 6) })).toEqual([]);
  });

  it("say what is not known and why, which is no alarm while all else is well", async () => {
    const words = "Auth0 let the application read no logs: read:logs is missing";
    const reply = await about({ figures: deskOf(missing("scope", words)) });
    expect(renderPlain(reply)).toContain(`- Failed logins: not known: ${words}.`);
    expect(renderPlain(reply)).toContain(`- Rate limits: not known: ${words}.`);
    expect(renderPlain(reply).match(/What to do: /g)).toHaveLength(1);
    expect(reply.tone).toBe("good");
    const down = await about({ figures: deskOf(missing("down", "it answered 503")) });
    expect(down.tone).toBe("warning");
    expect(down.summary).toMatch(/^All clear for prod .* The log of prod could not be read\.$/);
    const part = { ...figures(), limits: missing("late", "it hangs").limits };
    const partly = await about({ figures: deskOf(part) });
    expect(partly.summary).toContain("Not all of the log of prod could be read.");
  });

  it("mention what is not set up in one small line and no other", async () => {
    const plain = await askPlainly("status", { store: clear });
    expect(plain).toContain(
      "Not set up: a synthetic login (syntheticLogin) and reading the tenant's log (management) for prod.",
    );
    expect(plain).not.toMatch(/not known|Failed logins/);
    const set = renderPlain(await about({}));
    expect(set).not.toContain("Not set up");
  });

  it("lead to a login now and to the failed logins, whoever may ask for them", async () => {
    const plain = renderPlain(await about({}));
    expect(plain).toContain("[Log in now] login tenant:prod\n");
    expect(plain).toContain("[Failed logins] logs type:failed-logins since:1h tenant:prod\n");
    const viewer = renderPlain(await about({ role: "viewer" }));
    expect(viewer).not.toMatch(/Log in now|\[Failed logins\]/);
    expect(await askPlainly("status", { store: clear })).not.toMatch(/Log in now|Failed logins/);
  });

  it("stand in one line for each of several tenants", async () => {
    const tenants = [
      { name: "prod", domain: "acme.us.auth0.com" },
      { name: "dev", domain: "acme-dev.us.auth0.com" },
    ];
    const dev = target({ key: "status/dev", tenant: "dev", title: "Auth0 status for dev" });
    const store = fakeStore({ targets: [target(), dev] });
    const plain = renderPlain(await about({ tenants, store }));
    expect(plain).toContain(
      "- prod: all clear; login worked 40 s ago; 2 failed logins in the last hour; read 30 s ago",
    );
    expect(plain).toContain(
      "- dev: all clear; no login tried yet; 2 failed logins in the last hour",
    );
  });
});
