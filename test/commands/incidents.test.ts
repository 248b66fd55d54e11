import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { ask, askPlainly } from "../fakes/context.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, incident, noon, said, target } from "../fakes/subjects.ts";

const open = incident([said("investigating", ago(3 * HOUR)), said("identified", ago(2 * HOUR))], {
  id: "open",
  title: "Login is slow",
});
const resolved = incident(
  [said("investigating", ago(3 * DAY + HOUR)), said("resolved", ago(3 * DAY))],
  {
    id: "done",
    title: "Mail was late",
  },
);
const explained = incident(
  [
    said("investigating", ago(50 * DAY + 30 * MINUTE)),
    said("resolved", ago(50 * DAY)),
    said("postmortem", ago(5 * DAY)),
  ],
  { id: "rca", title: "Tokens failed" },
);
const old = incident([said("investigating", ago(61 * DAY)), said("resolved", ago(60 * DAY))], {
  id: "old",
  title: "Long ago",
  changedAt: ago(DAY),
});
const store = (subjects = [resolved, explained, old, open]) =>
  fakeStore({ subjects, targets: [target()] });

describe("incidents", () => {
  it("lists open ones first, each with phase, beginning, length and link", async () => {
    const reply = await ask("incidents", { store: store() });
    expect(reply.summary).toBe("1 open incident, 2 that are over.");
    expect(reply.tone).toBe("bad");
    const lines = renderPlain(reply)
      .split("\n")
      .filter((line) => line.startsWith("- "));
    expect(lines).toEqual([
      "- Identified Login is slow (https://status.example/incidents/open) – began 2026-11-22 09:00 UTC, ongoing for 3 h (prod)",
      "- Resolved Mail was late (https://status.example/incidents/done) – began 2026-11-19 11:00 UTC, lasted 60 min (prod) – root-cause analysis not published yet, resolved 3 days ago",
      "- Root-cause analysis Tokens failed (https://status.example/incidents/rca) – began 2026-10-03 11:30 UTC, lasted 30 min (prod)",
    ]);
  });

  it("puts what is broken above work under way, and both above what is planned, the next first", async () => {
    const planned = (id: string, hours: number) =>
      incident([said("scheduled", ago(HOUR))], {
        id,
        title: id,
        startsAt: new Date(noon.getTime() + hours * HOUR),
      });
    const work = incident([said("in progress", ago(MINUTE))], { id: "work", title: "Work" });
    const subjects = [planned("Later", 90), resolved, planned("Next", 2), work, open];
    const reply = await ask("incidents", { store: store(subjects) });
    expect(reply.summary).toBe(
      "1 open incident, 1 maintenance under way, 2 planned maintenances, 1 that is over.",
    );
    const titles = renderPlain(reply).match(/^- .*?(?= \(https)/gmu);
    expect(titles).toEqual([
      "- Identified Login is slow",
      "- In progress Work",
      "- Scheduled Next",
      "- Scheduled Later",
      "- Resolved Mail was late",
    ]);
  });

  it("does not call planned work an open incident", async () => {
    const work = incident([said("scheduled", ago(HOUR))], {
      startsAt: new Date(noon.getTime() + DAY),
    });
    const reply = await ask("incidents tenant:prod", { store: store([work]) });
    expect(reply.summary).toBe("For prod: no open incident, 1 planned maintenance.");
    expect(reply.tone).toBe("good");
  });

  it("keeps one that is open above all later ones, however long it has been", async () => {
    const lasting = incident([said("identified", ago(70 * DAY))], { id: "long", title: "Lasting" });
    const lines = (await askPlainly("incidents", { store: store([resolved, lasting]) })).split(
      "\n",
    );
    expect(lines.find((line) => line.startsWith("- "))).toContain("Lasting");
  });

  it("looks back as far as it is asked, by what Auth0 says and not by when it was read", async () => {
    expect(await askPlainly("incidents", { store: store() })).not.toContain("Long ago");
    expect(await askPlainly("incidents since:90d", { store: store() })).toContain("Long ago");
  });

  it("says since when it knows, and how fresh that is", async () => {
    const plain = await askPlainly("incidents", { store: store() });
    expect(plain).toContain("Known since 2026-11-12 12:00 UTC.");
    expect(plain).toContain("Auth0 status for prod read 30 s ago");
  });

  it("says first that silence is not health where the status page was not read", async () => {
    const stale = target({ lastReadAt: ago(HOUR), failures: 9, error: "timed out" });
    const reply = await ask("incidents", { store: fakeStore({ targets: [stale] }) });
    expect(reply.summary).toMatch(
      /^Auth0 status for prod has not been read for 60 min: timed out\. Silence here is not health\. No incident is known here in this time\.$/,
    );
    expect(reply.tone).toBe("warning");
  });

  it("shows one tenant's alone", async () => {
    const other = incident([said("investigating", ago(HOUR))], { id: "x", tenants: ["dev"] });
    const plain = await askPlainly("incidents tenant:prod", { store: store([other]) });
    expect(plain).toContain("Auth0 has told of no incident for prod in this time.");
  });

  it("gives no due analysis for planned work, and no length where its end was not told", async () => {
    const work = incident([said("scheduled", ago(2 * DAY)), said("completed", ago(DAY))], {
      id: "w",
    });
    const dateless = incident(
      [
        { phase: "investigating", text: "a" },
        { phase: "resolved", text: "b" },
      ],
      {
        id: "d",
        changedAt: ago(DAY),
      },
    );
    const plain = await askPlainly("incidents", { store: store([work, dateless]) });
    expect(plain).toContain("its end was not told");
    expect(plain.match(/not published yet/g)).toHaveLength(1);
  });

  it("comes in pages of ten, with a button that says the same line for the next", async () => {
    const many = Array.from({ length: 23 }, (_, n) =>
      incident([said("resolved", ago((n + 1) * HOUR))], { id: `n${n}`, title: `Number ${n}` }),
    );
    const first = await askPlainly("incidents since:90d tenant:prod", { store: store(many) });
    expect(first).toContain("Shown: 1 to 10 of 23.");
    expect(first).toContain("[More] incidents since:90d tenant:prod page:2");
    const last = await askPlainly("incidents since:90d tenant:prod page:3", { store: store(many) });
    expect(last).toContain("Shown: 21 to 23 of 23.");
    expect(last).not.toContain("[More]");
    await expect(ask("incidents page:4", { store: store(many) })).rejects.toThrow(
      "There are only 3 pages; page 4 is not there.",
    );
  });
});
