import type { Pace, Rate, Send } from "../core/pace.ts";
import { isOver, leftOf, noWait, type Wait } from "../core/passed.ts";

/** Spaces posts and edits by what each platform counts. Remembers this process's own sends only. */
export interface Pacer {
  /** Milliseconds until this send is within every rate; 0 means now. */
  wait(send: Send, now: Date): number;
  /** Counts the send. */
  take(send: Send, now: Date): void;
  /** The platform asked for patience: what it counts together with this send waits so long, and nothing else does. */
  hold(send: Send, ms: number, now: Date): void;
}

/** Past this many conversations, those that have been silent are forgotten. */
const remembered = 5000;

export function createPacer(paceOf: (platform: string) => Pace): Pacer {
  const sent = new Map<string, number[]>();
  const held = new Map<string, Wait>();

  function rules(send: Send): readonly { key: string; rates: readonly Rate[] }[] {
    const { platform, conversation, kind } = send;
    const pace = paceOf(platform);
    return [
      { key: conversation, rates: pace.conversation },
      { key: methodOf(send), rates: kind === "post" ? pace.posts : pace.edits },
      { key: platform, rates: pace.all },
    ].filter(({ rates }) => rates.length > 0);
  }

  return {
    wait(send, now) {
      const waits = rules(send).flatMap(({ key, rates }) =>
        rates.map((rate) => waitOf(sent.get(key) ?? [], rate, now.getTime())),
      );
      const holds = [send.conversation, methodIn(send), methodOf(send)].map((key) =>
        leftOf(held.get(key) ?? noWait, now),
      );
      return Math.max(0, ...waits, ...holds);
    },
    hold(send, ms, now) {
      const key = heldBy(send, paceOf(send.platform));
      const longest = Math.max(leftOf(held.get(key) ?? noWait, now), ms);
      held.set(key, { from: now.getTime(), ms: longest });
      if (held.size > remembered) forgetOver(held, now);
    },
    take(send, now) {
      for (const { key, rates } of rules(send)) {
        const keep = Math.max(...rates.map(({ count }) => count));
        sent.set(key, [...(sent.get(key) ?? []), now.getTime()].slice(-keep));
      }
      if (sent.size > remembered) forgetSilent(sent, now.getTime());
    },
  };
}

const methodOf = ({ platform, kind }: Send) => `${platform} ${kind}`;
const methodIn = ({ conversation, kind }: Send) => `${conversation} ${kind}`;

/**
 * What a refusal to take more binds. A platform that counts edits over the whole workspace counts each kind for itself:
 * then it is all edits, or the posts of one conversation. The others count what is said in a conversation.
 */
function heldBy(send: Send, { edits }: Pace): string {
  if (edits.length === 0) return send.conversation;
  return send.kind === "edit" ? methodOf(send) : methodIn(send);
}

function waitOf(times: readonly number[], { count, perMs }: Rate, now: number): number {
  const before = times[times.length - count];
  return before === undefined ? 0 : leftOf({ from: before, ms: perMs }, now);
}

function forgetSilent(sent: Map<string, number[]>, now: number): void {
  const hour = 3_600_000;
  for (const [key, times] of sent) {
    if ((times.at(-1) ?? 0) < now - hour) sent.delete(key);
  }
}

function forgetOver(held: Map<string, Wait>, now: Date): void {
  for (const [key, wait] of held) if (isOver(wait, now)) held.delete(key);
}
