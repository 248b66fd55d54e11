import { z } from "zod";
import type { Clock } from "../../src/core/clock.ts";
import { codeIn, errorOf, lostError } from "./delivery-errors.ts";
import type { Answered, Send } from "./http.ts";
import type { Tokens } from "./token.ts";

/** Somebody as a conversation's roster knows them. */
export interface Member {
  readonly name?: string | undefined;
  /** Their object id in Entra ID. */
  readonly aadObjectId?: string | undefined;
  readonly userRole?: string | undefined;
  readonly tenantId?: string | undefined;
}

/** Asks Teams who is where. */
export interface Members {
  /** Undefined for somebody who is not there. `where`: a conversation, or a team's thread. @throws DeliveryError */
  find(
    where: { readonly serviceUrl: string; readonly conversation: string },
    member: string,
  ): Promise<Member | undefined>;
}

const shape = z.object({
  name: z.string().optional(),
  aadObjectId: z.string().optional(),
  userRole: z.string().optional(),
  tenantId: z.string().optional(),
});

export function createMembers(given: {
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly version: string;
  readonly send: Send;
}): Members {
  const { tokens, clock, version, send } = given;

  async function ask(url: string): Promise<Answered> {
    const token = await tokens.current();
    const headers = {
      "user-agent": `Watchpost/${version}`,
      ...(token ? { authorization: `Bearer ${token.reveal()}` } : {}),
    };
    try {
      return await send(url, { headers });
    } catch (error) {
      throw lostError(error);
    }
  }

  return {
    async find({ serviceUrl, conversation }, member) {
      const base = serviceUrl.replace(/\/+$/u, "");
      const answer = await ask(
        `${base}/v3/conversations/${encodeURIComponent(conversation)}/members/${encodeURIComponent(member)}`,
      );
      if (answer.ok) return shape.safeParse(answer.body).data ?? {};
      if (answer.status === 404 && codeIn(answer.body) === notThere) return undefined;
      if (answer.status === 401) tokens.forget();
      throw errorOf("GET", answer, clock.now());
    },
  };
}

const notThere = "MemberNotFoundInConversation";
