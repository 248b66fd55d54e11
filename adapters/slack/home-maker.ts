import type { types, webApi } from "@slack/bolt";
import type { Answer } from "../../src/core/chat-adapter.ts";
import { type Clock, MINUTE, SECOND } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import type { Message } from "../../src/core/message.ts";
import { passed } from "../../src/core/passed.ts";
import { within } from "../../src/core/within.ts";
import { type Published, publish } from "./home-publishing.ts";
import { type Answered, digestOf, homeOf, loadingHome, plainHomeOf } from "./home-view.ts";
import type { Viewer, Viewers } from "./home-viewers.ts";
import { problemsOfView } from "./view-kit.ts";

/** One person's Home is made anew no more often than this by itself. */
const apartMs = 10 * SECOND;
/** With nothing there yet, so long is waited before it is said that something comes. */
const patienceMs = 300;
/** What stands there longer than this is shown anew although it says the same, so that it says so of now. */
export const oldMs = 10 * MINUTE;
/** For so long a Home says where the answer to its button is, unless it is opened again. */
const newsMs = 5 * MINUTE;
const longestWaitMs = 5 * MINUTE;
const foreverMs = Number.MAX_SAFE_INTEGER;

/** Makes one person's Home: asks how things are, and shows the answer where it differs from what stands there. */
export interface Maker {
  /** Now, or once more after the one that is being made. `shown`: something stands there already. */
  make(viewer: Viewer, why: { asked: boolean; answered?: Answered; shown: boolean }): void;
  /** Resolves once everything that is being made is made. */
  settled(): Promise<void>;
}

export interface MakerOptions {
  readonly client: webApi.WebClient;
  readonly viewers: Viewers;
  readonly answer: Answer;
  readonly clock: Clock;
  readonly log: Log;
  readonly ending: AbortSignal;
  /** One is made, and may be due again. */
  wake(): void;
}

export function createMaker(options: MakerOptions): Maker {
  const { log, ending } = options;
  const under = new Set<Promise<void>>();

  async function remake(viewer: Viewer, shown: boolean): Promise<void> {
    try {
      await makeOnce(viewer, shown, options);
      while (viewer.again && !ending.aborted) {
        viewer.again = false;
        await makeOnce(viewer, true, options);
      }
    } catch (error) {
      log.error({ err: error, user: viewer.user }, "a Home could not be made");
    } finally {
      Object.assign(viewer, { busy: false, asked: false, again: false });
      options.wake();
    }
  }

  return {
    make(viewer, { asked, answered, shown }) {
      viewer.asked ||= asked;
      viewer.answered = answered ?? viewer.answered;
      if (viewer.busy) {
        // Who looks twice sees the one that is being made; who did something, one made after that.
        viewer.again ||= answered !== undefined;
        return;
      }
      viewer.busy = true;
      const work = remake(viewer, shown).finally(() => under.delete(work));
      under.add(work);
    },
    settled: async () => void (await Promise.all(under)),
  };
}

async function makeOnce(viewer: Viewer, shown: boolean, options: MakerOptions): Promise<void> {
  const { clock, ending } = options;
  viewer.dirtyAt = undefined;
  viewer.rest = { from: clock.now().getTime(), ms: apartMs };
  const asking = ask(viewer, options.answer);
  if (!shown && !(await within(asking, { clock, ms: patienceMs }))) {
    await publish({ user: viewer.user, view: loadingHome(clock.now()) }, options);
  }
  const message = await asking;
  if (ending.aborted || !message) return;
  const now = clock.now();
  const { answered } = viewer;
  const news = answered && passed(answered.at, now) < newsMs ? answered : undefined;
  const view = homeOf(message, { at: now, answered: news });
  const digest = digestOf(view);
  const old = passed(viewer.shownAt, now) >= oldMs;
  if (viewer.asked || old || digest !== viewer.digest)
    await show(viewer, { message, view, digest }, options);
}

/** As if the person said it. Undefined where nothing is answered. */
async function ask({ by, line, asked }: Viewer, answer: Answer): Promise<Message | undefined> {
  let message: Message | undefined;
  const said = { line, by, from: { conversation: by.id } };
  for await (const reply of answer(asked ? said : { ...said, unasked: true })) {
    if (!reply.pending) message = reply.message;
  }
  return message;
}

async function show(
  viewer: Viewer,
  { message, view, digest }: { message: Message; view: types.HomeView; digest: string },
  options: MakerOptions,
): Promise<void> {
  const { viewers, log } = options;
  const { user } = viewer;
  const problems = problemsOfView(view);
  let published: Published =
    problems.length > 0 ? { is: "refused" } : await publish({ user, view }, options);
  if (published.is === "refused") {
    log.error({ user, problems }, "Slack does not take a Home's blocks; it is shown as plain text");
    published = await publish({ user, view: plainHomeOf(message) }, options);
  }
  if (published.is === "later") return retry(viewer, published.afterMs, options);
  viewer.failures = 0;
  if (published.is === "shown") viewers.shown(viewer, digest);
  // Until they look again: by then somebody may have put it right.
  else if (published.is === "closed")
    viewer.rest = { from: options.clock.now().getTime(), ms: foreverMs };
  else viewers.forget(viewer);
}

/** What stands there counts as old until then. */
function retry(viewer: Viewer, afterMs: number | undefined, { clock }: MakerOptions): void {
  const now = clock.now().getTime();
  const wait = afterMs ?? Math.min(SECOND * 2 ** viewer.failures, longestWaitMs);
  viewer.failures += 1;
  Object.assign(viewer, { rest: { from: now, ms: wait }, dirtyAt: now, digest: undefined });
}
