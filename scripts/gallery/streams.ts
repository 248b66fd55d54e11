import { MINUTE } from "../../src/core/clock.ts";
import type { LogStreams, StreamStanding } from "../../src/core/log-streams.ts";

/** The log stream of prod: well, turned away since its token was changed on one side, or about to begin. */
export function streamsOf(situation: string, now: Date): LogStreams {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * MINUTE);
  const kept = { count: 4210, last: ago(2) };
  const wrong = { "wrong token": { count: 12, last: ago(1) } };
  const standings: Readonly<Record<string, StreamStanding>> = {
    calm: { kept, refused: {} },
    ours: { kept, refused: wrong },
    new: { refused: {} },
  };
  return {
    standing: (tenant) => (tenant === "prod" ? standings[situation] : undefined),
    strangers: () => (situation === "new" ? { count: 3, last: ago(4) } : undefined),
  };
}
