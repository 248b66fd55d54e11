/** A time that several processes share: it began with the machine's, goes so many times as fast, and is ahead by some. */
export interface WorldTime {
  readonly began: number;
  readonly times: number;
  readonly aheadMs: number;
}

export const timeIn = ({ began, times, aheadMs }: WorldTime, machine = Date.now()): number =>
  began + (machine - began) * times + aheadMs;

/** What has Node give its process, and all of its threads, the world's time. `script`: `world-date.ts`, built. */
export function nodeOptionsFor(
  { began, times, aheadMs }: WorldTime,
  script: URL,
): readonly string[] {
  const url = new URL(script);
  url.search = new URLSearchParams({
    began: String(began),
    times: String(times),
    aheadMs: String(aheadMs),
  }).toString();
  return ["--import", url.href];
}

/** Back from the address of the script that was started so. */
export function worldTimeOf(url: string): WorldTime {
  const { searchParams } = new URL(url);
  const read = (name: keyof WorldTime) => Number(searchParams.get(name));
  return { began: read("began"), times: read("times"), aheadMs: read("aheadMs") };
}
