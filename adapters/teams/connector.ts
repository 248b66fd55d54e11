import { z } from "zod";
import type { Clock } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import { errorOf, lostError } from "./delivery-errors.ts";
import { type Answered, send } from "./http.ts";
import type { Reference } from "./references.ts";
import type { Outgoing } from "./render-checked.ts";
import type { Tokens } from "./token.ts";

/** One conversation of one Teams service. `conversation` may name a thread: `19:…;messageid=…`. */
export interface Spot {
  readonly serviceUrl: string;
  readonly conversation: string;
}

/** The Bot Connector's calls that the bot makes. Each is one request, never repeated, and fails with a DeliveryError. */
export interface Connector {
  /** The new message's id. `onlyFor`: a targeted message, seen by that member alone. */
  send(to: Spot, message: Outgoing, onlyFor?: string): Promise<string>;
  update(at: Spot & { readonly id: string }, message: Outgoing, targeted?: boolean): Promise<void>;
  /** Opens the personal chat with a member; gives its conversation id. */
  open(from: Pick<Reference, "serviceUrl" | "bot" | "tenant">, member: string): Promise<string>;
}

const withId = z.object({ id: z.string() });

/** Sends with `fetch`, not with the SDK's client: that one repeats a POST up to three times, and each may be shown. */
export function createConnector(given: {
  tokens: Tokens;
  clock: Clock;
  version: string;
}): Connector {
  async function call(method: string, url: string, body?: object): Promise<unknown> {
    const token = await given.tokens.current();
    const response = await ask(url, {
      method,
      headers: {
        "user-agent": `Watchpost/${given.version}`,
        ...(body ? { "content-type": "application/json" } : {}),
        ...(token ? { authorization: `Bearer ${token.reveal()}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (response.ok) return response.body;
    if (response.status === 401) given.tokens.forget();
    throw errorOf(method, response, given.clock.now());
  }

  return {
    async send({ serviceUrl, conversation }, message, onlyFor) {
      const url = `${activities(serviceUrl, conversation)}${onlyFor ? targetedOnly : ""}`;
      const recipient = onlyFor ? { recipient: { id: onlyFor, isTargeted: true } } : {};
      const answer = await call("POST", url, { ...message, ...recipient });
      return withId.safeParse(answer).data?.id ?? "";
    },
    async update({ serviceUrl, conversation, id }, message, targeted) {
      const url = `${activities(serviceUrl, conversation)}/${encodeURIComponent(id)}`;
      await call("PUT", `${url}${targeted ? targetedOnly : ""}`, { ...message, id });
    },
    async open({ serviceUrl, bot, tenant }, member) {
      const answer = await call("POST", `${base(serviceUrl)}/v3/conversations`, {
        isGroup: false,
        bot: { id: bot },
        members: [{ id: member }],
        tenantId: tenant,
        channelData: { tenant: { id: tenant } },
      });
      const opened = withId.safeParse(answer);
      if (opened.success) return opened.data.id;
      throw new DeliveryError(
        "unavailable",
        "Teams did not open a personal chat. It is tried again.",
      );
    },
  };
}

const targetedOnly = "?isTargetedActivity=true";
const base = (serviceUrl: string): string => serviceUrl.replace(/\/+$/u, "");
const activities = (serviceUrl: string, conversation: string): string =>
  `${base(serviceUrl)}/v3/conversations/${encodeURIComponent(conversation)}/activities`;

async function ask(url: string, init: RequestInit): Promise<Answered> {
  try {
    return await send(url, init);
  } catch (error) {
    throw lostError(error);
  }
}
