import { describe, expect, it } from "vitest";
import { actionsRuntime } from "../../src/checks/actions-runtime.ts";
import type { Action } from "../../src/core/tenant.ts";
import { judged, withoutEach } from "./judged.ts";

const action = (more: Partial<Action> = {}): Action => ({
  name: "Enrich",
  runtime: "node22",
  deployed: true,
  ...more,
});
const judge = (...actions: readonly Action[]) => judged(actionsRuntime, { actions });

describe("actions-runtime", () => {
  it("passes on Node 22 and later, and where there are no Actions", () => {
    expect(judge(action(), action({ runtime: "node24" })).verdict).toBe("pass");
    expect(judge().verdict).toBe("pass");
  });

  it.each(["node18", "node18-actions", "node16", "node12", "Node18"])("fails on %s", (runtime) => {
    expect(judge(action(), action({ name: "Old", runtime })).says).toEqual([
      `The Action Old runs on ${runtime}, which Auth0 no longer lists.`,
    ]);
  });

  it("leaves alone what is not deployed", () => {
    expect(judge(action({ runtime: "node12", deployed: false })).verdict).toBe("pass");
  });

  it.each(["node20", "deno", "node", "node1800000"])("does not guess about %s", (runtime) => {
    expect(judge(action({ runtime })).verdict).toBe("unknown");
  });

  it("does not take an Action whose runtime is not told for one that is fine", () => {
    const { runtime: _, ...untold } = action({ name: "Quiet" });
    expect(judge(action(), untold)).toMatchObject({
      verdict: "unknown",
      why: expect.stringMatching(/^The Action Quiet: Auth0 does not tell/),
    });
  });

  it("is unknown where the Actions could not be read", () => {
    expect(withoutEach(actionsRuntime, { actions: [] })).toEqual(["unknown"]);
  });
});
