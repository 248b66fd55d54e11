import { describe, expect, it } from "vitest";
import { explain } from "../../src/commands/explain.ts";
import { errorCodeOf, errorCodes } from "../../src/core/error-codes/index.ts";
import { logTypes } from "../../src/core/log-types/index.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { ask, askPlainly } from "../fakes/context.ts";
import { openHouse } from "../fakes/house.ts";

describe("explain", () => {
  it("says of a log type what happened, what usually brings it about and what to do", async () => {
    const reply = await ask("explain FP");
    expect(reply.summary).toBe(
      'fp is "Wrong password", a log type: The account exists, but the password was not right.',
    );
    const plain = await askPlainly("explain fp");
    expect(plain).toContain("🔴 Wrong password");
    expect(plain).toMatch(/^Usually: .*mistyped/mu);
    expect(plain).toMatch(/^What to do: .*reset/mu);
    expect(plain).toContain("Log type: failure, topic login");
  });

  it("offers to search the logs for it, to whoever may", async () => {
    expect(await askPlainly("explain fp s")).toContain("[Search the logs] logs type:fp,s");
    expect(await askPlainly("explain fp", { role: "viewer" })).not.toContain("logs type:");
  });

  it("says what the eight digits of a reason without a name stand for, and where its words are", async () => {
    const { summary } = await ask("explain ~f3f7ca5b");
    expect(summary).toContain("~f3f7ca5b stands for a reason that Watchpost has no words for");
    expect(summary).toContain('"errors" shows it');
  });

  it("says whose move an error is, in any case of letters", async () => {
    const plain = await askPlainly("explain MFA_Required");
    expect(plain).toContain("Whose move: Whoever runs the application that asked");
    expect(plain).toContain("Authentication API, mostly with status 401 or 403");
    expect(await askPlainly("explain hookdoesnotexist")).toContain("no such Hook");
  });

  it("repeats nobody's address to everybody", async () => {
    const { answer } = openHouse();
    const line = 'explain mira@hollowmere.example "code 7"';
    const own = await answer([explain], line);
    expect(renderPlain(own.message)).toContain("mira@hollowmere.example");
    const shared = await answer([explain], `${line} share:here`);
    expect(shared.audience).toBe("all");
    expect(JSON.stringify(shared)).not.toContain("mira");
    expect(shared.said).toBe('explain … "code 7"');
  });

  it("tells a blocked account from a limit, although both are a 429", async () => {
    expect(await askPlainly("explain too_many_attempts")).toContain("no limit of the API");
    expect(await askPlainly("explain 429")).toContain("too_many_attempts");
    expect(errorCodeOf("too_many_attempts")?.move).toBe("user");
    expect(errorCodeOf("too_many_requests")?.move).toBe("time");
  });

  it("calls nobody's refusal Auth0's outage", () => {
    for (const code of ["mfa_required", "access_denied", "too_many_attempts", "invalid_grant"]) {
      expect(errorCodeOf(code)?.move).not.toBe("auth0");
    }
    expect(errorCodeOf("temporarily_unavailable")?.move).toBe("auth0");
  });

  it("knows the causes by which failures are counted", async () => {
    const plain = await askPlainly("explain wrong-password");
    expect(plain).toContain("Wrong password\nwrong-password – The account exists");
    expect(plain).toMatch(/^What to do: .*Forgot password/mu);
    expect(plain).toContain("Whose move: The person's, or whoever helps them");
    expect(await askPlainly("explain blocked by attempts")).toContain("blocked-by-attempts");
  });

  it("explains several at once", async () => {
    const reply = await ask("explain fp, api_limit 403");
    expect(reply.summary).toBe("3 codes: fp, api_limit, 403.");
  });

  it("finds what a slip of the fingers meant", async () => {
    const plain = await askPlainly("explain mfa_requird");
    expect(plain).toContain('Nothing is called "mfa_requird"; 1 thing comes near.');
    expect(plain).toContain("[mfa_required] explain mfa_required");
  });

  it("finds candidates by plain words, the nearest first", async () => {
    const plain = await askPlainly("explain wrong password");
    expect(plain.match(/^- .*/mu)?.[0]).toBe("- fp – Wrong password");
    expect(await askPlainly("explain leaked password")).toContain("pwd_leak");
  });

  it("admits what it does not know", async () => {
    const reply = await ask("explain brand_new_code_of_2031");
    expect(reply.summary).toContain('I know nothing about "brand_new_code_of_2031".');
    expect(reply.tone).toBe("warning");
    expect(reply.summary).toContain("may be newer than this table");
  });

  it("asks for a code where there is none", async () => {
    await expect(ask("explain")).rejects.toThrow("Say which: a log type like fp");
  });

  it.each([...logTypes.keys(), ...errorCodes.keys()])("has an answer for %s", async (code) => {
    const reply = await ask(`explain ${code}`);
    expect(reply.summary).toContain(code);
    expect(reply.tone).toBeUndefined();
    expect(reply.summary).toMatch(/[.!?]$/u);
  });
});
