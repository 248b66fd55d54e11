import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../src/core/clock.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { composeDigest } from "../../src/digest/compose.ts";
import { assessment, result, waiver } from "../fakes/assessment.ts";
import { ago, incident, noon, said, target } from "../fakes/subjects.ts";
import { advisories, bulletin, of, plain, run, standing, view, well } from "./views.ts";

describe("the world around", () => {
  it("tells open incidents first, how long they were, and where an analysis is due", () => {
    const open = incident([said("investigating", ago(3 * HOUR))], { id: "a", title: "Slow" });
    const over = incident([said("investigating", ago(2 * DAY)), said("resolved", ago(DAY))], {
      id: "b",
      title: "Errors",
    });
    const told = incident(
      [
        said("investigating", ago(20 * DAY)),
        said("resolved", ago(19 * DAY)),
        said("postmortem", ago(DAY)),
      ],
      { id: "c", title: "Explained" },
    );
    const due = incident([said("investigating", ago(12 * DAY)), said("resolved", ago(11 * DAY))], {
      id: "d",
    });
    const message = composeDigest(view({ incidents: [told, due, over, open] }));
    expect(message.summary).toBe("Weekly digest – not ready: 1 incident is open.");
    expect(renderPlain(message)).toContain(
      [
        "Incidents",
        "- Investigating: Slow (https://status.example/incidents/a) (prod), Sun 22 Nov, 10:00, 3 h so far",
        "- Resolved: Errors (https://status.example/incidents/b) (prod), Fri 20 Nov, 13:00, lasted 24 h; root-cause analysis still due",
        "- Root-cause analysis: Explained (https://status.example/incidents/c) (prod), Mon 2 Nov, 13:00, lasted 24 h",
        "- Root-cause analysis still due for 1 earlier incident.",
      ].join("\n"),
    );
  });

  it("tells bulletins until somebody has dealt with them, worst first, and who has them", () => {
    const by = { id: "local:user:grace", name: "Grace" } as const;
    const line = (state: "owned" | "done") => ({ bulletin: "x", state, by, at: ago(HOUR) });
    const message = composeDigest(
      view({
        bulletins: [
          { subject: bulletin("B1"), line: line("owned") },
          { subject: bulletin("B2", { labels: ["critical"] }), line: undefined },
          { subject: bulletin("B3"), line: line("done") },
          { subject: bulletin("B4", { phase: "resolved" }), line: undefined },
        ],
      }),
    );
    expect(message.summary).toBe(
      "Weekly digest – ready but for 2 things: 2 security bulletins wait.",
    );
    expect(renderPlain(message)).toContain(
      [
        "Bulletins that wait for somebody",
        "- critical: Weakness B2 (https://advisories.example/B2) – affects @auth0/x 1.0.0 – nobody has taken it on",
        "- high: Weakness B1 (https://advisories.example/B1) – affects @auth0/x 1.0.0 – owned by Grace, Sun 22 Nov, 12:00",
      ].join("\n"),
    );
  });

  it("tells waivers that end within two weeks and hide something, and no others", () => {
    const waived = assessment([result("one", "waived"), result("two", "pass")]);
    const until = (days: number) => new Date(noon.getTime() + days * DAY);
    const waivers = [
      waiver({ until: until(13) }),
      waiver({ check: "two", until: until(3) }),
      waiver({ tenant: "prod", until: until(20) }),
      waiver({ until: ago(DAY) }),
    ];
    expect(plain({ ...of(waived, waived), waivers })).toContain(
      "Waivers that end soon\n- Sat 5 Dec, 13:00: The thing called one holds. Waived because: The new one comes in spring.\nIn order\n- prod is ready",
    );
  });
});

describe("the bot's own part", () => {
  it("tells synthetic logins that fail, are stopped, or were not run, and turns the verdict", () => {
    const failed = [run(ago(HOUR), { ok: false, outcome: "unavailable" }), run(ago(2 * HOUR))];
    const told = (logins: object) =>
      composeDigest(
        view({ tenants: [{ name: "prod", assessment: well(), logins: logins as never }] }),
      );
    const failing = told({ standing: { ...standing, failingSince: ago(HOUR) }, runs: failed });
    expect(failing).toMatchObject({
      tone: "bad",
      summary: "Weekly digest – not ready: 1 synthetic login does not work.",
    });
    expect(renderPlain(failing)).toContain(
      "- prod: failing since Sun 22 Nov, 12:00. 50% of 2 succeeded, median 400 ms, worst 400 ms.",
    );
    const stopped = told({
      standing: { ...standing, stopped: "Three in a row failed." },
      runs: failed,
    });
    expect(renderPlain(stopped)).toContain("- prod: Three in a row failed. 50% of 2");
    const untried = told({ standing, runs: [] });
    expect(renderPlain(untried)).toContain("- prod: no login was tried.");
    expect(untried).toMatchObject({
      tone: "warning",
      summary: "Weekly digest – nothing is known to be wrong, but 1 synthetic login was not tried.",
    });
  });

  it("tells what it does not read, whom it cannot tell, and what it could not look at", () => {
    const feed = target({
      key: "rss:1",
      source: "rss",
      title: "intern.example/secret",
      feed: "https://intern.example/secret",
      failures: 3,
      error: "intern.example says no",
      lastReadAt: ago(DAY),
    });
    const text = plain({
      targets: [target(), advisories, feed],
      held: 2,
      waiting: { count: 3, oldest: ago(2 * HOUR) },
      probes: [{ subject: "Slack", ok: false, detail: "The token was revoked.", fix: "Renew it." }],
    });
    expect(text).toContain(
      [
        "Watchpost itself",
        "- Slack: The token was revoked.",
        "- A feed that a conversation follows: has not been read for 24 h. Silence there is not health.",
        "- 2 conversations cannot be posted in; doctor says which and why.",
        "- 3 deliveries wait, the oldest for 2 h: something is muted, quiet or held up.",
      ].join("\n"),
    );
    expect(text).not.toContain("intern.example");
  });

  it("says that it is late, and since when", () => {
    expect(plain({ lateSince: new Date("2026-11-16T08:00:00Z") })).toContain(
      "This digest is late: it was due on Mon 16 Nov, 09:00 and could not be made then.",
    );
  });
});
