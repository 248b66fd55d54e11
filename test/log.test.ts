import { describe, expect, it } from "vitest";
import { DeliveryError, SettingsError } from "../src/core/errors.ts";
import { describeError, openLog } from "../src/log.ts";

describe("the log", () => {
  it("says an expected failure in one line of words, with what caused it", () => {
    const cause = new Error("is_archived");
    expect(
      describeError(new DeliveryError("refused", "The channel is archived.", { cause })),
    ).toEqual({
      type: "DeliveryError",
      message: "The channel is archived.",
      outcome: "refused",
      cause: "is_archived",
    });
  });

  it("keeps the stack of anything else, which is a bug", () => {
    expect(describeError(new RangeError("oh"))).toMatchObject({
      type: "RangeError",
      stack: expect.stringContaining("log.test.ts"),
    });
  });

  it("refuses a level there is not, and names those there are", () => {
    expect(() => openLog("loud")).toThrow(SettingsError);
    expect(() => openLog("loud")).toThrow(/WATCHPOST_LOG_LEVEL.*warn/);
  });
});
