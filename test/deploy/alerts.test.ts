import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const read = (path: string): unknown => parse(readFileSync(pathOf(path), "utf8"));

const cases = "alerts-cases.yaml";
const { groups } = read("../../deploy/prometheus/alerts.yaml") as {
  groups: { rules: { alert: string }[] }[];
};
const { tests } = read(cases) as {
  tests: { alert_rule_test: { alertname: string; exp_alerts?: unknown[] }[] }[];
};

/** Prometheus' own program, where it is installed. */
const promtool = (...args: string[]) => spawnSync("promtool", args, { encoding: "utf8" });
const isThere = promtool("--version").status === 0;

describe("the alert rules", () => {
  it("have each a case in which they fire and one in which they are quiet", () => {
    const tried = (fires: boolean) =>
      tests
        .flatMap((one) => one.alert_rule_test)
        .filter(({ exp_alerts: expected }) => (expected !== undefined) === fires)
        .map(({ alertname }) => alertname);
    const all = groups.flatMap(({ rules }) => rules).map(({ alert }) => alert);
    expect([...new Set(tried(true))].sort()).toEqual([...all].sort());
    expect([...new Set(tried(false))].sort()).toEqual([...all].sort());
  });

  it.runIf(isThere)("do in each case what it says, as promtool finds", () => {
    const { status, stdout, stderr } = promtool("test", "rules", pathOf(cases));
    expect(stdout + stderr).not.toContain("FAILED");
    expect(status).toBe(0);
  });
});
