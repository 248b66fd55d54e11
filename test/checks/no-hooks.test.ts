import { describe, expect, it } from "vitest";
import { noHooks } from "../../src/checks/no-hooks.ts";
import { judged, withoutEach } from "./judged.ts";

describe("no-hooks", () => {
  it("passes where none are left, as where the API itself is gone", () => {
    expect(judged(noHooks, { hooks: [] }).verdict).toBe("pass");
  });

  it("names each that is left, and says since when it has ended", () => {
    expect(judged(noHooks, { hooks: ["Add country", "Link accounts"] }).says).toEqual([
      "The Hook Add country is left behind: Hooks reached their end of life, and may not run any more, on 18 Nov 2026.",
      "The Hook Link accounts is left behind: Hooks reached their end of life, and may not run any more, on 18 Nov 2026.",
    ]);
    const before = new Date("2026-11-17T23:59:59Z");
    expect(judged(noHooks, { hooks: ["Add country"] }, before).says).toEqual([
      "The Hook Add country is left behind: Hooks reach their end of life on 18 Nov 2026.",
    ]);
  });

  it("is unknown where they could not be read", () => {
    expect(withoutEach(noHooks, { hooks: [] })).toEqual(["unknown"]);
  });
});
