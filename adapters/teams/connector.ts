import { z } from "zod";
import type { Clock } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import { errorOf, lostError } from "./delivery-errors.ts";
import type { FileCard } from "./file-cards.ts";
import type { Answered, Send } from "./http.ts";
import type { Reference } from "./references.ts";
import type { Outgoing } from "./render-checked.ts";
import type { Tokens } from "./token.ts";

/** One conversation of one Teams service. `conversation` may name a thread: `19:…;messageid=…`. */
export interface Spot {
  readonly serviceUrl: string;
  readonly conversation: string;
}

/**
 * The Bot Connector's calls that the bot makes. Each is one request and fails with a DeliveryError. It is repeated in one case:
 * when its token was worth nothing any more, so that nothing can have come of it.
 */
export interface Connector {
  /** The new message's id. `onlyFor`: a targeted message, seen by that member alone. */
  send(to: Spot, message: Outgoing | FileCard, onlyFor?: string): Promise<string>;
  update(at: Spot & { readonly id: string }, message: Outgoing, targeted?: boolean): Promise<void>;
  /** Opens the personal chat with a member; gives its conversation id. */
  open(from: Pick<Reference, "serviceUrl" | "bot" | "tenant">, member: string): Promise<string>;
  /** Asks something that only a bot which is in the conversation is told. */
  visit(at: Spot): Promise<void>;
  channels(from: Pick<Reference, "serviceUrl">, team: string): Promise<TeamChannels>;
  /** How many are in a team, where Teams says it. */
  size(from: Pick<Reference, "serviceUrl">, team: string): Promise<number | undefined>;
}

const channelShape = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  type: z.string().nullish(),
});
const listShape = z.object({ conversations: z.array(channelShape) });

/** A team by name, and those of its channels that the bot may know of. */
export interface TeamChannels {
  readonly name?: string;
  readonly channels: readonly TeamChannel[];
}

export interface TeamChannel {
  readonly id: string;
  /** The General channel has none. */
  readonly name?: string;
  readonly membership?: Membership;
}

export type Membership = "standard" | "private" | "shared";

const withId = z.object({ id: z.string() });

interface Parts {
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly version: string;
  readonly send: Send;
  /** Teams takes the bot's calls: told once in a life of the bot, and again whenever it did not for a while. */
  letIn(): void;
}

/** Sends with `fetch`, not with the SDK's client: that one repeats a POST up to three times, and each may be shown. */
function createCall({ tokens, clock, version, send, letIn }: Parts) {
  let isLetIn = false;

  async function request(method: string, url: string, body?: object) {
    const token = await tokens.current();
    return ask(send, url, {
      method,
      headers: {
        "user-agent": `Watchpost/${version}`,
        ...(body ? { "content-type": "application/json" } : {}),
        ...(token ? { authorization: `Bearer ${token.reveal()}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  async function asked(method: string, url: string, body?: object): Promise<unknown> {
    const first = await request(method, url, body);
    if (first.status === 401) tokens.forget();
    const response = first.status === 401 ? await request(method, url, body) : first;
    if (!response.ok) throw errorOf(method, response, clock.now());
    return response.body;
  }

  return async (method: string, url: string, body?: object): Promise<unknown> => {
    try {
      const answer = await asked(method, url, body);
      if (!isLetIn) letIn();
      isLetIn = true;
      return answer;
    } catch (error) {
      if (error instanceof DeliveryError && error.everywhere) isLetIn = false;
      throw error;
    }
  };
}

export function createConnector(parts: Parts): Connector {
  const call = createCall(parts);
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
    async visit({ serviceUrl, conversation }) {
      await call("GET", `${about(serviceUrl, conversation)}/pagedmembers?pageSize=50`);
    },
    async size({ serviceUrl }, team) {
      const url = `${base(serviceUrl)}/v3/teams/${encodeURIComponent(team)}`;
      return named.safeParse(await call("GET", url)).data?.memberCount ?? undefined;
    },
    async channels({ serviceUrl }, team) {
      const url = `${base(serviceUrl)}/v3/teams/${encodeURIComponent(team)}`;
      const { name } = named.safeParse(await call("GET", url)).data ?? {};
      const list = listShape.safeParse(await call("GET", `${url}/conversations`)).data;
      return { ...(name ? { name } : {}), channels: (list?.conversations ?? []).map(channelOf) };
    },
  };
}

const named = z.object({ name: z.string().nullish(), memberCount: z.int().nullish() });

function channelOf({ id, name, type }: z.infer<typeof channelShape>) {
  const membership = memberships.find((one) => one === type?.toLowerCase());
  return { id, ...(name ? { name } : {}), ...(membership ? { membership } : {}) };
}

const memberships: readonly Membership[] = ["standard", "private", "shared"];

const targetedOnly = "?isTargetedActivity=true";
const base = (serviceUrl: string): string => serviceUrl.replace(/\/+$/u, "");
const about = (serviceUrl: string, conversation: string): string =>
  `${base(serviceUrl)}/v3/conversations/${encodeURIComponent(conversation)}`;
const activities = (serviceUrl: string, conversation: string): string =>
  `${about(serviceUrl, conversation)}/activities`;

async function ask(send: Send, url: string, init: RequestInit): Promise<Answered> {
  try {
    return await send(url, init);
  } catch (error) {
    throw lostError(error);
  }
}
