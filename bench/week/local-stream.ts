import { setTimeout as after } from "node:timers/promises";
import type { Message } from "../../src/core/message.ts";

/** What the local API tells of a message, as far as it is looked at. */
export interface LocalEntry {
  readonly id: string;
  readonly conversation: string;
  readonly replyTo: string | null;
  readonly inAnswerTo: string | null;
  readonly pending: boolean;
  readonly editedAt: string | null;
  readonly message: Message;
}

const againMs = 200;

/** Sees all that this person sees, over as many lives of the bot as there are, until the signal. */
export async function watchLocal(
  url: string,
  given: { person: string; see(entry: LocalEntry): void; until: AbortSignal },
): Promise<void> {
  const { person, see, until } = given;
  let last = "0";
  const follow = async () => {
    const response = await fetch(`${url}/api/local/events?as=${person}`, {
      headers: { "last-event-id": last },
      signal: until,
    });
    for await (const { id, data } of eventsIn(response)) {
      last = id;
      see(JSON.parse(data, reviveTime) as LocalEntry);
    }
  };
  while (!until.aborted) {
    await follow().catch(() => undefined);
    await after(againMs);
  }
}

async function* eventsIn({ body }: Response): AsyncGenerator<{ id: string; data: string }> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body ?? []) {
    rest += decoder.decode(chunk as Uint8Array, { stream: true });
    const parts = rest.split("\n\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const [, id, data] = /^id: (\d+)\ndata: (.*)$/s.exec(part) ?? [];
      if (id && data) yield { id, data };
    }
  }
}

const reviveTime = (key: string, value: unknown): unknown =>
  key === "time" && typeof value === "string" ? new Date(value) : value;
