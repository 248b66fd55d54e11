import type { Auditing } from "./audit/audit.ts";
import type { Changes } from "./changes.ts";
import type { Charts } from "./charts/charts.ts";
import { systemClock as clock } from "./clock.ts";
import type { Conversations } from "./conversations.ts";
import { settingsFindings } from "./core/access-findings.ts";
import type { Archive } from "./core/archive.ts";
import type { Answer, ChatAdapter } from "./core/chat-adapter.ts";
import type { Forms } from "./core/forms.ts";
import type { Log } from "./core/log.ts";
import type { Store } from "./core/store.ts";
import type { Delivery } from "./delivery/delivery.ts";
import { createEnding } from "./ending.ts";
import type { Runner } from "./feeds/runner.ts";
import type { PublicServer } from "./http/server.ts";
import type { Moves } from "./moves.ts";
import { wishesOf } from "./read-settings.ts";
import { everySecond, type Scheduler } from "./scheduler.ts";
import type { Job } from "./services.ts";
import { type Settings, unusedSettings } from "./settings.ts";
import type { Watch } from "./watch.ts";

/** From its first moment to its last. */
export interface Life {
  /** Connects to the platforms, and begins to read and to tell. */
  start(): Promise<void>;
  /** Finishes what is under way, then closes everything. May be called twice. */
  stop(): Promise<void>;
  /** Where the public server listens, once it does; undefined where it has nothing to answer. */
  port(): number | undefined;
}

/** The order in which things begin and end. */
export function createLife(parts: {
  settings: Settings;
  moves: Moves;
  store: Store;
  server: PublicServer;
  adapters: readonly ChatAdapter[];
  conversations: readonly Conversations[];
  delivery: Delivery;
  feeds: { readonly runner: Pick<Runner, "tick">; close(): Promise<void> };
  archive: Archive;
  audit: Pick<Auditing, "started" | "stopped">;
  charts: Charts;
  jobs: readonly Job[];
  answer: Answer;
  forms: Forms;
  changes: Changes;
  watch: Watch;
  log: Log;
}): Life {
  const { settings, store, server, adapters, delivery, feeds, charts, archive, jobs, log } = parts;
  const { audit, answer, forms, changes, conversations, moves, watch } = parts;
  let scheduler: Scheduler | undefined;
  let stopped: Promise<void> | undefined;
  let port: number | undefined;
  let began = false;

  /** Whoever waits for an answer or for news comes first. What is not done in its time goes on in the next life. */
  async function stop(): Promise<void> {
    log.info({}, "stopping");
    watch.standing.stopping();
    const ending = createEnding(log);
    const told = [...adapters, ...(scheduler ? [scheduler] : []), delivery].map((part) =>
      part.stop(),
    );
    await ending.wait("telling", 6000, [...told, server.close()]);
    const working = [...jobs, changes].map((job) => job.settled());
    await ending.wait("working", 700, [...working, ...conversations.map((each) => each.stop())]);
    await ending.wait("reading", 500, [feeds.close(), charts.close()]);
    await ending.wait("keeping", 700, [archive.close()]);
    // An answer that a platform is slow to take would be shown again in the next life.
    await ending.linger(7000);
    if (began) await ending.wait("writing down", 300, [audit.stopped(), watch.ended()]);
    await ending.wait("remembering", 500, [store.close()]);
    await ending.wait("being watched", 100, [watch.close()]);
    ending.over();
  }

  return {
    async start() {
      began = true;
      await audit.started();
      const on = adapters.map(({ name }) => name);
      warnOf(settings, on, log);
      await store.subscriptions.settle(await moves.follow(wishesOf(settings)), clock.now());
      const { opened, listening } = createOpening();
      const bot = { answer, forms, onChange: changes.onChange, listening };
      for (const { adapter, happened } of conversations) {
        await adapter.start({ ...bot, happened });
        watch.standing.begun(adapter.name);
      }
      await watch.open();
      if (!server.empty || settings.alwaysListens) {
        const { host } = settings.http;
        port = await server.listen(host, settings.http.port);
        log.info({ host, port }, "listening");
      }
      opened();
      await delivery.start();
      await Promise.all(conversations.map((each) => each.resume()));
      const ticking = [feeds.runner, ...jobs, changes, watch.standing];
      scheduler = everySecond(
        ticking.map(({ tick }) => tick),
        { log, stopwatch: () => performance.now() },
      );
    },
    stop: () => (stopped ??= stop()),
    port: () => port,
  };
}

function createOpening() {
  let opened = () => {};
  const listening = new Promise<void>((resolve) => {
    opened = resolve;
  });
  return { listening, opened: () => opened() };
}

/** Settings that do not do what they seem to. `on`: the platforms that are. */
function warnOf(settings: Settings, on: readonly string[], log: Log): void {
  for (const path of unusedSettings(settings)) {
    log.warn({ path }, "this setting does nothing yet in this version");
  }
  for (const { address, problem } of settingsFindings(settings.access, on)) {
    log.warn({ address, problem }, "an address in access does not do what it seems to");
  }
}
