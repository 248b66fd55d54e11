import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../src/core/clock.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { composeDigest } from "../../src/digest/compose.ts";
import { assessment, finding, result, waiver } from "../fakes/assessment.ts";
import { ago, incident, noon, said, target } from "../fakes/subjects.ts";
import { advisories, bulletin, checks, of, plain, view, well } from "./views.ts";

const wrong = (subject: string) => finding(subject, { problem: "is not as it should be" });

describe("a digest in which all is well", () => {
  it("is short, and says of each part that it was looked at", () => {
    const message = composeDigest(view());
    expect(message.tone).toBe("good");
    expect(renderPlain(message).split("\n")).toEqual([
      "Weekly digest – all is well: prod is ready, and nothing waits for anybody.",
      "- prod is ready: all 3 checks pass.",
      "- Auth0 told of no incident.",
      "- No security bulletin waits for somebody.",
      "- Synthetic logins of prod: 100% of 24 succeeded, median 400 ms, worst 400 ms.",
      "- Watchpost reads all its sources, and nothing is held up.",
      "Weekly digest of Sun 15 Nov, 13:00 to Sun 22 Nov, 13:00, Europe/Berlin. Tenants were checked as it was made.",
      "[Readiness of prod] readiness prod",
    ]);
  });

  it("is never said while something is not known", () => {
    const unknown = of(assessment([result("one", "unknown"), result("two", "pass")]));
    const message = composeDigest(view(unknown));
    expect(message).toMatchObject({
      tone: "warning",
      summary: "Weekly digest – nothing is known to be wrong, but 1 check is unknown.",
    });
    expect(plain({ targets: [target({ lastReadAt: ago(DAY) }), advisories] })).toMatch(
      /^Weekly digest – could be readier: Watchpost itself needs attention\. Also, Auth0's status was not read\.\n[\s\S]*Whether there were incidents is not known/,
    );
    expect(plain({ targets: [] })).toMatch(
      /but Auth0's status was not read and security advisories were not read\.[\s\S]*Whether a security bulletin waits is not known/,
    );
    const gap = "How ready prod is could not be looked at; Watchpost's log says why.";
    const dark = composeDigest(view({ tenants: [{ name: "prod" }], gaps: [gap] }));
    expect(dark).toMatchObject({ tone: "warning" });
    expect(renderPlain(dark)).toContain(`- ${gap}`);
  });
});

describe("what is to be put right", () => {
  it("comes with whose and what to do, musts first, and turns the verdict", () => {
    const failing = assessment([
      result("one", "fail", { severity: "should", findings: [wrong("Shop")] }),
      result("two", "fail", { findings: [wrong("Mail"), wrong("More mail")] }),
      result("three", "pass"),
    ]);
    const message = composeDigest(view(of(failing)));
    expect(message).toMatchObject({
      tone: "bad",
      summary: "Weekly digest – not ready: 2 checks fail on prod.",
    });
    const lines = renderPlain(message).split("\n");
    expect(lines.slice(lines.indexOf("To put right"), lines.indexOf("To put right") + 3)).toEqual([
      "To put right",
      "- Mail is not as it should be, and 1 more like it. Mend it in the Auth0 Dashboard.",
      "- Shop is not as it should be. Mend it in the Auth0 Dashboard.",
    ]);
  });

  it("that is only good practice leaves the tenant ready but for that", () => {
    const failing = assessment([result("one", "fail", { severity: "should" })]);
    expect(composeDigest(view(of(failing)))).toMatchObject({
      tone: "warning",
      summary: "Weekly digest – ready but for 1 thing: 1 check fails on prod.",
    });
    const dark = assessment([
      result("one", "fail", { severity: "should" }),
      ...["two", "three"].map((check) => result(check, "unknown")),
    ]);
    expect(composeDigest(view(of(dark))).summary).toBe(
      "Weekly digest – could be readier: 1 check fails on prod. Also, 2 checks are unknown.",
    );
  });

  it("is one line for all that is unknown, with the reason", () => {
    const dark = assessment(checks.map((check) => result(check, "unknown")));
    expect(plain(of(dark))).toContain("- 3 checks are unknown: It was not told. Ask for it.");
  });

  it("gives of several reasons the one that keeps the most unknown, wherever it stands", () => {
    const why = "Nobody is set up to ask.";
    const dark = assessment([
      result("one", "unknown"),
      result("two", "unknown", { why }),
      result("three", "unknown", { why }),
    ]);
    expect(plain(of(dark))).toContain(`- 3 checks are unknown, 2 of them for this reason: ${why}`);
  });

  it("says which tenant it is about where there are several", () => {
    const failing = assessment([result("one", "fail", { findings: [wrong("Mail")] })], {
      tenant: "dev",
    });
    const text = plain({
      tenants: [
        { name: "prod", assessment: well() },
        { name: "dev", assessment: failing },
      ],
    });
    expect(text).toContain("- dev: Mail is not as it should be.");
    expect(text).toContain("[Readiness of dev] readiness dev");
  });
});

describe("what has changed", () => {
  it("is told against the digest before: worse, unknown, mended", () => {
    const before = assessment([
      result("one", "pass"),
      result("two", "pass"),
      result("three", "fail"),
    ]);
    const now = assessment([
      result("one", "fail"),
      result("two", "unknown"),
      result("three", "pass"),
    ]);
    const text = plain(of(now, before));
    expect(text).toContain(
      [
        "Changed since Sun 15 Nov, 13:00",
        "- The thing called one holds: fails now, passed before.",
        "- The thing called two holds: is unknown now, passed before.",
        "- The thing called three holds: passes now, failed before.",
      ].join("\n"),
    );
  });

  it("is not claimed where there is nothing to compare with", () => {
    const text = plain({ before: new Map() });
    expect(text).toContain("There is no earlier digest to compare the checks with.");
    expect(text).not.toContain("Changed");
  });

  it("counts what came and went in the world", () => {
    const over = incident([said("investigating", ago(DAY)), said("resolved", ago(20 * HOUR))]);
    const text = plain({
      incidents: [over],
      bulletins: [{ subject: bulletin("B1", { firstSeenAt: ago(DAY) }), line: undefined }],
    });
    expect(text).toContain("- Incidents: 1 began, 1 ended.\n- Bulletins: 1 new.");
  });
});

describe("a digest of a terrible week", () => {
  it("fits a phone all the same, keeps something of each part, and says how much there is", () => {
    const many = <T>(count: number, make: (nth: number) => T) =>
      Array.from({ length: count }, (_, n) => make(n));
    const failing = assessment(many(40, (nth) => result(`c${nth}`, "fail")));
    const waived = many(5, (nth) => result(`w${nth}`, "waived"));
    const now = { ...failing, results: [...failing.results, ...waived] };
    const before = assessment(now.results.map(({ check }) => result(check, "pass")));
    const text = plain({
      ...of(now, before),
      waivers: many(5, (nth) =>
        waiver({ check: `w${nth}`, until: new Date(noon.getTime() + DAY) }),
      ),
      incidents: many(30, (nth) => incident([said("investigating", ago(HOUR))], { id: `i${nth}` })),
      bulletins: many(30, (nth) => ({ subject: bulletin(`B${nth}`), line: undefined })),
      gaps: many(5, (nth) => `Gap ${nth}.`),
      lateSince: ago(DAY),
    });
    const lines = text.split("\n").filter((line) => !line.startsWith("["));
    expect(lines.length).toBeLessThanOrEqual(25);
    expect(text).toMatch(/To put right \(\d of 40\)/);
    expect(text).toMatch(/Incidents \(\d of 30\)/);
    for (const title of ["Changed since", "Waivers", "Bulletins that", "Watchpost itself"]) {
      expect(text).toContain(`\n${title}`);
    }
  });

  it("holds nothing of the test user", () => {
    expect(plain()).not.toContain("synthetic@");
  });
});
