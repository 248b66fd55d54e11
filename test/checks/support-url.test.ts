import { describe, expect, it } from "vitest";
import { supportUrl } from "../../src/checks/support-url.ts";
import { judged, withoutEach } from "./judged.ts";

describe("support-url", () => {
  it("passes where it is given", () => {
    expect(judged(supportUrl, { settings: { supportUrl: "https://acme.com/help" } }).verdict).toBe(
      "pass",
    );
  });

  it.each([{ sandboxVersion: "22" }, { sandboxVersion: "22", supportUrl: "  " }])(
    "fails where it is not: %j",
    (settings) => {
      expect(judged(supportUrl, { settings }).says).toEqual([
        "The tenant names no support page, so users whom an error stops are not told where to ask.",
      ]);
    },
  );

  it("is unknown where no setting was told, or none could be read", () => {
    expect(judged(supportUrl, { settings: {} }).verdict).toBe("unknown");
    expect(withoutEach(supportUrl, { settings: {} })).toEqual(["unknown"]);
  });
});
