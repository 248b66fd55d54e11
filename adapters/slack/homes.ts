import type { webApi } from "@slack/bolt";
import type { Bot, Person } from "../../src/core/chat-adapter.ts";
import { type Clock, HOUR, MINUTE, SECOND } from "../../src/core/clock.ts";
import type { Show } from "../../src/core/lines.ts";
import type { Log } from "../../src/core/log.ts";
import { leftOf, passed } from "../../src/core/passed.ts";
import type { Records } from "../../src/core/records.ts";
import { within } from "../../src/core/within.ts";
import type { Opened } from "./home-event.ts";
import { createMaker, type Maker, oldMs } from "./home-maker.ts";
import { homeLine, isHomeLine } from "./home-view.ts";
import { createViewers, type Viewer, type Viewers } from "./home-viewers.ts";
import type { AnswerTo, Incoming } from "./incoming.ts";

/** The bot's own page in Slack, which each person sees as their own. */
export interface Homes {
  /** Shows those who opened theirs lately how things are now, and goes on doing so. */
  start(bot: Pick<Bot, "answer" | "onChange">): Promise<void>;
  /** Somebody looks at theirs: it is made now. */
  open(home: Opened & { readonly by: Person }): void;
  /** True for a line that asks for nothing but the Home on which its button is. */
  take(incoming: Pick<Incoming, "invocation" | "to">): boolean;
  /** Says on a Home that the answer to a line of one of its buttons is elsewhere, once it is. */
  noting(show: Show<AnswerTo>): Show<AnswerTo>;
  stop(): Promise<void>;
}

/** Somebody who looks again so soon sees what was just made. */
const justNowMs = 2 * SECOND;
/** Much changes at once: all of it is waited for. */
const settlingMs = SECOND;
/** Between any two that are made by themselves: Slack takes a hundred a minute, and those who look come first. */
const pauseMs = 750;
/** For so long somebody may still be looking. */
const lookingMs = 2 * HOUR;
const farewellMs = 5 * SECOND;

export function createHomes(given: {
  client: webApi.WebClient;
  records: Records;
  clock: Clock;
  log: Log;
}): Homes {
  const { clock } = given;
  const viewers = createViewers(given);
  const ending = new AbortController();
  let maker: Maker | undefined;
  const alarm = createAlarm(clock, ending.signal);
  let running: Promise<void> | undefined;
  const time = () => clock.now().getTime();

  function open({ by, user, shown }: Parameters<Homes["open"]>[0], line = homeLine): void {
    const other = line !== (viewers.find(user)?.line ?? line);
    const viewer = viewers.opened(by, user, line);
    viewer.again ||= other && viewer.busy;
    viewer.answered = undefined;
    const recent = viewer.dirtyAt === undefined && passed(viewer.shownAt, time()) < justNowMs;
    const seen = recent && !other;
    if (!seen) maker?.make(viewer, { asked: true, shown });
  }

  function changed(): void {
    for (const viewer of viewers.all()) viewer.dirtyAt ??= time();
    alarm.wake();
  }

  return {
    async start({ answer, onChange }) {
      await viewers.load();
      maker = createMaker({ ...given, viewers, answer, ending: ending.signal, wake: alarm.wake });
      ending.signal.addEventListener("abort", onChange(changed));
      running = keepUp({ viewers, maker, alarm, clock, ending: ending.signal });
    },
    open: (home) => open(home),
    take({ invocation: { line, by }, to: { home, user } }) {
      if (!home || !isHomeLine(line)) return false;
      open({ by, user, shown: true }, line);
      return true;
    },
    noting: (show) => async (state) => {
      await show(state);
      const { invocation, to, reply } = state;
      if (!to.home || reply.pending) return;
      const viewer = viewers.opened(invocation.by, to.user, viewers.find(to.user)?.line);
      const { line, from } = invocation;
      const answered = { line, conversation: from.conversation, at: time() };
      maker?.make(viewer, { asked: true, answered, shown: true });
    },
    async stop() {
      ending.abort();
      await within(Promise.all([running, maker?.settled()]), { clock, ms: farewellMs });
      await viewers.settled();
    },
  };
}

/** One after the other, so that nothing else has to wait for the many. */
async function keepUp(given: {
  viewers: Viewers;
  maker: Maker;
  alarm: Alarm;
  clock: Clock;
  ending: AbortSignal;
}): Promise<void> {
  const { viewers, maker, alarm, clock, ending } = given;
  while (!ending.aborted) {
    alarm.set();
    const now = clock.now().getTime();
    const next = nextOf(viewers.all(), now);
    const wait = next ? dueAt(next, now) - now : MINUTE;
    if (next && wait <= 0) {
      maker.make(next, { asked: false, shown: true });
      await maker.settled();
      await clock.after(pauseMs, ending);
    } else await alarm.after(Math.min(wait, MINUTE));
  }
}

interface Alarm {
  /** From now on, waking counts for what is waited for next. */
  set(): void;
  wake(): void;
  after(ms: number): Promise<void>;
}

function createAlarm(clock: Clock, ending: AbortSignal): Alarm {
  let waking = new AbortController();
  return {
    set() {
      waking = new AbortController();
    },
    wake: () => waking.abort(),
    after: (ms) => clock.after(ms, AbortSignal.any([ending, waking.signal])),
  };
}

const nextOf = (viewers: readonly Viewer[], now: number): Viewer | undefined =>
  viewers.filter(({ busy }) => !busy).toSorted((a, b) => dueAt(a, now) - dueAt(b, now))[0];

/** When it is to be made anew by itself. */
function dueAt({ dirtyAt, shownAt, openedAt, rest }: Viewer, now: number): number {
  // What is still to come was written down before the clock was set back: long ago.
  const since = (at: number): number => now - passed(at, now);
  const changed = dirtyAt === undefined ? Number.POSITIVE_INFINITY : since(dirtyAt) + settlingMs;
  const old = now - openedAt < lookingMs ? since(shownAt) + oldMs : Number.POSITIVE_INFINITY;
  const left = leftOf(rest, now);
  return Math.max(Math.min(changed, old), left > 0 ? now + left : Number.NEGATIVE_INFINITY);
}
