import type { Pace, Rate } from "../core/pace.ts";

export interface Send {
  readonly platform: string;
  readonly conversation: string;
  readonly kind: "post" | "edit";
}

/** Spaces posts and edits by what each platform counts. Remembers this process's own sends only. */
export interface Pacer {
  /** Milliseconds until this send is within every rate; 0 means now. */
  wait(send: Send, now: Date): number;
  /** Counts the send. */
  take(send: Send, now: Date): void;
}

/** Past this many conversations, those that have been silent are forgotten. */
const remembered = 5000;

export function createPacer(paceOf: (platform: string) => Pace): Pacer {
  const sent = new Map<string, number[]>();

  function rules({
    platform,
    conversation,
    kind,
  }: Send): readonly { key: string; rates: readonly Rate[] }[] {
    const pace = paceOf(platform);
    return [
      { key: conversation, rates: pace.conversation },
      { key: `${platform} ${kind}`, rates: kind === "post" ? pace.posts : pace.edits },
      { key: platform, rates: pace.all },
    ].filter(({ rates }) => rates.length > 0);
  }

  return {
    wait(send, now) {
      const waits = rules(send).flatMap(({ key, rates }) =>
        rates.map((rate) => waitOf(sent.get(key) ?? [], rate, now.getTime())),
      );
      return Math.max(0, ...waits);
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

function waitOf(times: readonly number[], { count, perMs }: Rate, now: number): number {
  const before = times[times.length - count];
  return before === undefined ? 0 : before + perMs - now;
}

function forgetSilent(sent: Map<string, number[]>, now: number): void {
  const hour = 3_600_000;
  for (const [key, times] of sent) {
    if ((times.at(-1) ?? 0) < now - hour) sent.delete(key);
  }
}
