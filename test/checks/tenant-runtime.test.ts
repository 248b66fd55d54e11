import { describe, expect, it } from "vitest";
import { tenantRuntime } from "../../src/checks/tenant-runtime.ts";
import { judged, withoutEach } from "./judged.ts";

const judge = (sandboxVersion?: string) =>
  judged(tenantRuntime, { settings: sandboxVersion === undefined ? {} : { sandboxVersion } });

describe("tenant-runtime", () => {
  it.each([
    ["22", "pass"],
    ["24", "pass"],
    ["18", "fail"],
    ["12", "fail"],
    ["8", "fail"],
    ["20", "unknown"],
    ["auth0-sandbox", "unknown"],
    [undefined, "unknown"],
  ])("of %j is %s", (version, verdict) => {
    expect(judge(version).verdict).toBe(verdict);
  });

  it("says which version it is, and which to choose", () => {
    expect(judge("12").findings[0]).toEqual({
      subject: "The tenant's default runtime",
      problem: "is Node 12, which Auth0 no longer lists",
      fix: expect.stringContaining("Choose Node 22"),
    });
  });

  it("is unknown where the settings could not be read", () => {
    expect(withoutEach(tenantRuntime, { settings: {} })).toEqual(["unknown"]);
  });
});
