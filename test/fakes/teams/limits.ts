const perConversation = [
  { count: 7, perMs: 1000 },
  { count: 8, perMs: 2000 },
  { count: 60, perMs: 30_000 },
  { count: 1800, perMs: 3_600_000 },
];
const perTenant = [{ count: 50, perMs: 1000 }];
const longestMs = 3_600_000;

/** Teams' own limits on what a bot sends in one conversation, and asks for in one tenant. */
export function createRates(now: () => number) {
  const counted = new Map<string, number[]>();

  function waitOf(key: string, limits: typeof perTenant): number {
    const times = (counted.get(key) ?? []).filter((at) => at > now() - longestMs);
    counted.set(key, times);
    const over = limits.find(
      ({ count, perMs }) => times.filter((at) => at > now() - perMs).length >= count,
    );
    return over ? Math.ceil(over.perMs / 1000) : 0;
  }

  return {
    /** Seconds to wait; 0 when the call may pass. Without a conversation, only the tenant counts it. */
    wait(conversation: string | undefined): number {
      const here = conversation === undefined ? 0 : waitOf(conversation, perConversation);
      const wait = Math.max(here, waitOf("the tenant", perTenant));
      if (wait > 0) return wait;
      for (const key of [conversation, "the tenant"]) {
        if (key !== undefined) counted.get(key)?.push(now());
      }
      return 0;
    },
  };
}

/** Teams refuses what is sent to a conversation while something else that was sent there is still under way. */
export function createOccupancy() {
  const busy = new Set<string>();
  return {
    /** How to leave again; undefined where somebody else is in. */
    enter(conversation: string): (() => void) | undefined {
      if (busy.has(conversation)) return undefined;
      busy.add(conversation);
      return () => busy.delete(conversation);
    },
  };
}
