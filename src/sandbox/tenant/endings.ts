import type { pretendLogins } from "../credentials.ts";
import type { Draft } from "./event.ts";
import { oauthError, type Reply } from "./reply.ts";

/** How a login ends although the password was right: what is answered, and what is logged. */
export interface Ending {
  readonly reply: Reply;
  readonly draft: Draft;
}

const denied = "Pretend: Logins from this address are not allowed.";

export const endings: Readonly<Record<keyof typeof pretendLogins, Ending>> = {
  needsFactor: {
    reply: oauthError(403, "mfa_required", "Multifactor authentication required", {
      mfa_token: "pretend-mfa-token",
    }),
    draft: { type: "mfar", description: "MFA Required" },
  },
  blocked: {
    reply: oauthError(401, "unauthorized", "user is blocked"),
    draft: failed("user is blocked", "unauthorized"),
  },
  leakedPassword: {
    reply: oauthError(401, "password_leaked", "Pretend: This password was seen in a breach"),
    draft: { type: "pwd_leak", description: "Pretend: The password was seen in a breach" },
  },
  deniedByAction: {
    reply: oauthError(403, "access_denied", denied),
    draft: failed(denied, "access_denied"),
  },
};

function failed(message: string, oauthError: string): Draft {
  return { type: "f", description: message, details: { error: { message, oauthError } } };
}
