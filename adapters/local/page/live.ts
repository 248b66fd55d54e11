import type { About, Entry } from "../entry.ts";

/** Whether what the page shows is what the bot knows. */
export type Connection =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  | { readonly kind: "lost"; readonly since: Date };

const checkEveryMs = 15_000;
const patienceMs = 5000;
const againMs = 3000;

interface Live {
  readonly as: string;
  /** Each message, as it is now; `isNews` for what was shown or edited after the page was opened. */
  onEntry(entry: Entry, isNews: boolean): void;
  onConnection(connection: Connection): void;
  /** The bot has less than we have seen: its data was cleared. */
  onCleared(): void;
}

export async function askAbout(as: string | null): Promise<About> {
  const query = as === null ? "" : `?as=${encodeURIComponent(as)}`;
  const signal = AbortSignal.timeout(patienceMs);
  const response = await fetch(`/api/local/about${query}`, { signal });
  if (response.ok) return (await response.json()) as About;
  const { error } = (await response.json()) as { error: string };
  throw new Refused(error);
}

/** The bot was reached, and will not answer; its words say why. */
export class Refused extends Error {}

/** Keeps the page in step for as long as it is open, and says so as soon as it is not. */
export function keepLive(live: Live, opened: About): void {
  let seen = 0;
  let lost: Date | undefined;
  let stream: EventSource | undefined;

  function connect(): void {
    stream?.close();
    const query = new URLSearchParams({ as: live.as, after: String(seen) });
    stream = new EventSource(`/api/local/events?${query}`);
    stream.onopen = () => check();
    stream.onmessage = ({ data }: MessageEvent<string>) => {
      const entry = JSON.parse(data) as Entry;
      seen = Math.max(seen, entry.version);
      live.onEntry(entry, entry.version > opened.newest);
    };
    stream.onerror = () => lose();
  }

  function lose(): void {
    lost ??= new Date();
    live.onConnection({ kind: "lost", since: lost });
    // The browser reconnects by itself unless it was answered with a refusal.
    if (stream?.readyState === EventSource.CLOSED) setTimeout(connect, againMs);
  }

  /** A stream that has gone silent looks like a calm one, so the bot is asked as well. */
  async function check(): Promise<void> {
    const about = await askAbout(live.as).catch(() => undefined);
    if (!about) return lose();
    if (about.newest < seen) return live.onCleared();
    if (stream?.readyState !== EventSource.OPEN) return;
    lost = undefined;
    live.onConnection({ kind: "live" });
  }

  live.onConnection({ kind: "connecting" });
  connect();
  setInterval(check, checkEveryMs);
}
