import { describe, expect, it } from "vitest";
import type { Assessment, CheckResult, Readiness } from "../../src/core/check.ts";
import type { CommandContext } from "../../src/core/command.ts";
import type { Message } from "../../src/core/message.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { assessment, checkOf, finding, result } from "../fakes/assessment.ts";
import { ask, askPlainly } from "../fakes/context.ts";

const names = (...tenants: readonly string[]) =>
  tenants.map((name) => ({ name, domain: `${name}.us.auth0.com` }));

function asks(
  results: readonly CheckResult[] | Readonly<Record<string, readonly CheckResult[]>>,
  given: Partial<CommandContext> = {},
): Partial<CommandContext> {
  const of = (tenant: string) =>
    "length" in results ? (results as readonly CheckResult[]) : (results[tenant] ?? []);
  const all = "length" in results ? results : Object.values(results).flat();
  const readiness: Readiness = {
    checks: (all as readonly CheckResult[]).map(({ check: id, title, severity }) =>
      checkOf({ id, title, severity }),
    ),
    assess: async (tenant): Promise<Assessment> => assessment(of(tenant), { tenant }),
  };
  return { readiness, ...given };
}

const buttonsOf = (message: Message) =>
  message.blocks.flatMap((block) => (block.kind === "actions" ? block.actions : []));

describe("readiness", () => {
  it("says the verdict first, then what fails, what is unknown, what is waived, and what passed", async () => {
    const words = await askPlainly(
      "readiness prod",
      asks([
        result("support-url", "pass"),
        result("log-stream", "fail", {
          severity: "should",
          findings: [finding("The tenant", { problem: "has no log stream", fix: "Add one." })],
        }),
        result("no-rules", "unknown", { why: "Its scope read:rules is missing. Grant it." }),
        result("custom-domain", "waived"),
        result("no-password-grant", "fail", {
          findings: [finding("Old Shop", { problem: "may use it", fix: "Clear it." })],
        }),
      ]),
    );
    expect(words.split("\n")).toEqual([
      "prod is not ready: 2 of 5 checks fail, 1 is unknown, 1 is waived.",
      "prod is not ready: 2 of 5 checks fail, 1 is unknown, 1 is waived. Score: 1 of 5.",
      "Must be put right",
      "- Old Shop may use it. Clear it. (no-password-grant)",
      "Should be put right",
      "- The tenant has no log stream. Add one. (log-stream)",
      "Unknown",
      "- no-rules: Its scope read:rules is missing. Grant it.",
      "Waived",
      "- custom-domain until 2026-12-22 12:00 UTC by Ada: The new one comes in spring.",
      "Passed: support-url.",
      "[Digest] digest",
    ]);
  });

  it("says good news as plainly", async () => {
    const message = await ask("readiness", asks([result("a", "pass"), result("b", "pass")]));
    expect(message).toMatchObject({ summary: "prod is ready: all 2 checks pass.", tone: "good" });
  });

  it("says a reason once that keeps many checks away", async () => {
    const why = "Watchpost has no credentials for prod's Management API. Add them.";
    const results = ["a", "b", "c", "d", "e"].map((id) => result(id, "unknown", { why }));
    const words = await askPlainly("readiness", asks(results));
    expect(words.split(why)).toHaveLength(2);
    expect(words).toContain(`- 5 checks: ${why}`);
    expect(words).toContain("How ready prod is cannot be said: all 5 checks are unknown.");
  });

  it("bounds what a phone must show, and says how to see the rest", async () => {
    const findings = Array.from({ length: 40 }, (_, at) => finding(`App ${at}`));
    const words = await askPlainly("readiness", asks([result("no-rules", "fail", { findings })]));
    expect(words.match(/App \d+/g)).toHaveLength(3);
    expect(words).toContain("and 37 more of no-rules: say readiness prod check:no-rules");
    const many = ["a", "b", "c", "d", "e", "f"].map((id) => result(id, "fail", { findings }));
    expect((await askPlainly("readiness", asks(many))).match(/App \d+/g)).toHaveLength(6);
  });

  it("names what it has no room for", async () => {
    const ids = Array.from({ length: 22 }, (_, at) => `check-${at}`);
    const failing = await askPlainly("readiness", asks(ids.map((id) => result(id, "fail"))));
    expect(failing.match(/^- /gm)).toHaveLength(10);
    expect(failing).toContain("Failing too: check-10, check-11,");
    expect(failing).toContain("say readiness prod check:check-10.");
    const unknown = ids.map((id) => result(id, "unknown", { why: `${id} was not told.` }));
    const words = await askPlainly("readiness", asks([...unknown, result("a", "pass")]));
    expect(words.match(/^- /gm)).toHaveLength(9);
    expect(words).toContain("- and 14 more reasons");
  });

  it("shows a whole check, in pages", async () => {
    const findings = Array.from({ length: 12 }, (_, at) => finding(`App ${at}`));
    const given = asks([result("no-rules", "fail", { findings, why: "App 99: not told." })]);
    const message = await ask("readiness prod check:no-rules", given);
    expect(message).toMatchObject({
      summary: "prod fails no-rules with 12 findings.",
      tone: "bad",
    });
    const words = renderPlain(message);
    expect(words).toContain("It must hold");
    expect(words).toContain("Unknown: App 99: not told.");
    expect(words).toContain("Shown: 1 to 10 of 12.");
    expect(words).toContain("[More] readiness prod check:no-rules page:2");
    expect(await askPlainly("readiness prod check:no-rules page:2", given)).toContain("App 11");
  });

  it.each([
    ["pass", "prod passes no-rules."],
    ["unknown", "Whether prod passes no-rules is unknown."],
    ["waived", "prod fails no-rules with 1 finding, which is waived."],
  ] as const)("says of a check that its verdict is %s", async (verdict, words) => {
    const message = await ask("readiness check:no-rules", asks([result("no-rules", verdict)]));
    expect(message.summary).toBe(words);
  });

  it("names the nearest check, tenant, and what is missing", async () => {
    const given = asks([result("no-rules", "pass"), result("no-hooks", "pass")]);
    await expect(ask("readiness check:no-rule", given)).rejects.toThrow(
      '"no-rule" is not a check. Did you mean "no-rules"? The checks are: no-rules, no-hooks.',
    );
    await expect(ask("readiness prof", given)).rejects.toThrow('Did you mean "prod"?');
    await expect(ask("readiness", { ...given, tenants: [] })).rejects.toThrow(
      "No tenant is set up",
    );
    const two = { ...given, tenants: names("prod", "staging") };
    await expect(ask("readiness check:no-rules", two)).rejects.toThrow(
      'like "readiness prod check:no-rules"',
    );
  });

  it("gives a verdict for each of several tenants, the worst first, with buttons to see one", async () => {
    const tenants = names("staging", "prod");
    const given = asks(
      { staging: [result("a", "pass")], prod: [result("a", "fail")] },
      { tenants },
    );
    const message = await ask("readiness", given);
    expect(message.summary).toBe(
      "prod is not ready: 1 of 1 check fails. staging is ready: its one check passes.",
    );
    expect(message.tone).toBe("bad");
    expect(renderPlain(message)).toContain("- prod is not ready: 1 of 1 check fails. Failing: a.");
    expect(buttonsOf(message)).toMatchObject([
      { label: "prod", line: "readiness prod" },
      { label: "staging", line: "readiness staging" },
      { label: "Digest" },
    ]);
  });

  it("counts many tenants rather than naming each", async () => {
    const tenants = names(..."abcdefghijkl");
    const given = asks({ a: [result("x", "fail")], b: [result("x", "unknown")] }, { tenants });
    const all = { ...given, readiness: { ...given.readiness, checks: [] } };
    const few = tenants.map(({ name }) => name);
    const readiness: Readiness = {
      checks: [],
      assess: async (tenant) =>
        assessment([result("x", tenant === "a" ? "fail" : tenant === "b" ? "unknown" : "pass")], {
          tenant,
        }),
    };
    const message = await ask("readiness", { ...all, readiness });
    expect(few).toHaveLength(12);
    expect(message.summary).toBe(
      "Of 12 tenants: 1 not ready, 1 with something to put right or to find out, 10 ready.",
    );
    expect(renderPlain(message)).toContain("[More] readiness page:2");
    expect(buttonsOf(message).length).toBeLessThanOrEqual(5);
  });

  it("offers to waive what fails to an admin alone", async () => {
    const results = [result("no-rules", "fail"), result("a", "pass"), result("b", "fail")];
    const admin = await ask("readiness", asks(results, { role: "admin" }));
    const [form] = buttonsOf(admin);
    expect(form).toMatchObject({ label: "Waive", form: { command: "waive" } });
    expect(form && "form" in form ? form.form.fields[0] : undefined).toMatchObject({
      name: "check",
      value: "no-rules",
      choices: ["no-rules", "b"],
    });
    const operator = await ask("readiness", asks(results));
    expect(buttonsOf(operator).map(({ label }) => label)).toEqual(["Digest"]);
    const viewer = await ask("readiness", asks(results, { role: "viewer" }));
    expect(buttonsOf(viewer)).toEqual([]);
  });

  it("offers to end a waiver to an admin alone", async () => {
    const given = asks([result("no-rules", "waived")], { role: "admin" });
    const words = await askPlainly("readiness check:no-rules", given);
    expect(words).toContain("[End the waiver] waive check:no-rules until:off");
    const viewer = await askPlainly("readiness check:no-rules", { ...given, role: "viewer" });
    expect(viewer).not.toContain("End the waiver");
  });

  it("keeps names from the tenant on one line and within bounds", async () => {
    const subject = `Evil\n# ${"x".repeat(500)}`;
    const words = await askPlainly(
      "readiness",
      asks([result("a", "fail", { findings: [finding(subject)] })]),
    );
    expect(words).not.toContain("\n# x");
    expect(words).not.toContain("x".repeat(100));
  });
});
