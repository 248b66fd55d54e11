import { describe, expect, it } from "vitest";
import { supportEmail } from "../../src/checks/support-email.ts";
import { judged, withoutEach } from "./judged.ts";

describe("support-email", () => {
  it("passes where it is given", () => {
    expect(judged(supportEmail, { settings: { supportEmail: "help@acme.com" } }).verdict).toBe(
      "pass",
    );
  });

  it.each([{ sandboxVersion: "22" }, { sandboxVersion: "22", supportEmail: "  " }])(
    "fails where it is not: %j",
    (settings) => {
      expect(judged(supportEmail, { settings }).says).toEqual([
        "The tenant names no support e-mail address, so users whom an error stops are not told where to ask.",
      ]);
    },
  );

  it("is unknown where no setting was told, or none could be read", () => {
    expect(judged(supportEmail, { settings: {} }).verdict).toBe("unknown");
    expect(withoutEach(supportEmail, { settings: {} })).toEqual(["unknown"]);
  });
});
