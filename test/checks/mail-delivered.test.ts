import { describe, expect, it } from "vitest";
import { mailDelivered } from "../../src/checks/mail-delivered.ts";
import { judged, week, withoutEach } from "./judged.ts";

const failed = (type: string, cause: string, count: number) => ({ type, cause, count });

describe("mail-delivered", () => {
  it("passes with a few mishaps, and with addresses that take no mail", () => {
    const mails = [failed("fn", "mail-timeout", 4), failed("fn", "mail-address", 90)];
    expect(judged(mailDelivered, { logWeek: week({ mails }) }).verdict).toBe("pass");
  });

  it("fails for each cause that is none of the readers', whatever kind of mail it was", () => {
    const mails = [failed("fn", "mail-credentials", 3), failed("fv", "mail-credentials", 4)];
    const { says, findings } = judged(mailDelivered, { logWeek: week({ mails }) });
    expect(says).toEqual([
      "The tenant's mail did not go out 7 times in the last week: mail service's password wrong.",
    ]);
    expect(findings[0]?.fix).toMatch(/\S/u);
  });

  it("counts what has no name of ours too", () => {
    const mails = [failed("fn", "~1234abcd", 6)];
    expect(judged(mailDelivered, { logWeek: week({ mails }) }).verdict).toBe("fail");
  });

  it("is not passed by a part of a week", () => {
    expect(judged(mailDelivered, { logWeek: week({ whole: false }) }).verdict).toBe("unknown");
    expect(withoutEach(mailDelivered, {})).toEqual(["unknown"]);
  });
});
