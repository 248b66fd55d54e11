import { describe, expect, it } from "vitest";
import { ownMailProvider } from "../../src/checks/own-mail-provider.ts";
import { judged, odd, withoutEach } from "./judged.ts";

describe("own-mail-provider", () => {
  it("passes with a provider that is switched on", () => {
    const mailProvider = { name: "sendgrid", enabled: true };
    expect(judged(ownMailProvider, { mailProvider }).verdict).toBe("pass");
  });

  it("fails without one, and with one that is switched off", () => {
    expect(judged(ownMailProvider, { mailProvider: null }).says).toEqual([
      "The tenant has no mail provider of its own, and Auth0's is for testing only.",
    ]);
    const off = { name: "mandrill", enabled: false };
    expect(judged(ownMailProvider, { mailProvider: off }).says).toEqual([
      "The mail provider mandrill is set up but switched off.",
    ]);
  });

  it("is unknown where nothing was told", () => {
    expect(withoutEach(ownMailProvider, { mailProvider: null })).toEqual(["unknown"]);
    expect(judged(ownMailProvider, odd({ mailProvider: undefined })).verdict).not.toBe("pass");
  });
});
