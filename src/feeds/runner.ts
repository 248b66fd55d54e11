import { MINUTE } from "../core/clock.ts";
import type { SourceFacts } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { inBatches } from "../core/in-batches.ts";
import { isOver, noWait, type Wait } from "../core/passed.ts";
import { type Known, staleAfter } from "../core/source.ts";
import type { KnownSubject } from "../core/subject.ts";
import { type Due, nameOf, type Polled, type PollOptions, readOne } from "./poll.ts";
import { createWatch } from "./staleness.ts";

export interface RunnerOptions extends PollOptions {
  readonly polled: readonly Polled[];
  readonly tenants: Known["tenants"];
  /** Something was observed; there may be news to deliver. */
  onObserved(): void;
}

/** Polls the sources: when to read, what to do about failure, and what it means when nothing is read. */
export interface Runner {
  /** Begins to read what is due, and looks for what has gone unread too long. To be called about every second. */
  tick(): Promise<void>;
  /** Reads every target now, whatever its turn. */
  readAll(): Promise<void>;
  /** Reads a feed that a person named, at once. Throws as `CommandContext.follow` says. */
  follow(source: string, feed: string): Promise<readonly KnownSubject[]>;
  readonly facts: readonly SourceFacts[];
  /** Resolves once the reads under way are done. */
  settled(): Promise<void>;
}

/** How long the news of one tenant waits for that of the others. */
const graceMs = 1500;

export function createRunner(options: RunnerOptions): Runner {
  const { clock, store } = options;
  const watch = createWatch({ subjects: store.subjects, clock });
  const next = new Map<string, Wait>();
  const under = new Map<string, Promise<void>>();

  /**
   * The targets of one source are read side by side and remembered together: one incident, one card for all tenants.
   * One that hangs holds up the others' news for a moment only.
   */
  async function readTogether(group: readonly Due[]): Promise<void> {
    const states = new Map((await store.subjects.targets()).map((state) => [state.key, state]));
    const reads = group.map((due) => readOne(due, states.get(due.target.key), options));
    for await (const turns of inBatches(reads, (over) => clock.after(graceMs, over))) {
      for (const turn of turns) next.set(turn.due.target.key, turn.next);
      const observed = turns.flatMap(({ observation }) => observation ?? []);
      if (observed.length === 0) continue;
      await store.subjects.observe(observed);
      options.onObserved();
    }
  }

  function begin(group: readonly Due[]): void {
    const keys = group.map(({ target }) => target.key);
    const running = readTogether(group)
      .catch((error: unknown) => options.log.error({ err: error, targets: keys }, "reading failed"))
      .finally(() => {
        for (const key of keys) under.delete(key);
      });
    for (const key of keys) {
      under.set(key, running);
      // Should reading fail in a way of its own, the next turn comes all the same.
      next.set(key, { from: clock.now().getTime(), ms: MINUTE });
    }
  }

  const idle = ({ target }: Due) => !under.has(target.key);
  const due = ({ target }: Due) => isOver(next.get(target.key) ?? noWait, clock.now());

  return {
    facts: options.polled.map((one) => factsOf(one, options)),
    async tick() {
      const all = await targetsOf(options);
      for (const group of grouped(all.filter((one) => idle(one) && due(one)))) begin(group);
      const alerts = await watch.look(all);
      if (alerts.length === 0) return;
      await store.subjects.observe(alerts);
      options.onObserved();
    },
    async readAll() {
      for (const group of grouped((await targetsOf(options)).filter(idle))) begin(group);
      await Promise.all(under.values());
    },
    follow: (id, feed) => follow(id, feed, options),
    async settled() {
      await Promise.all(under.values());
    },
  };
}

async function targetsOf({ polled, tenants, store }: RunnerOptions): Promise<readonly Due[]> {
  const subscriptions = await store.subscriptions.list();
  return polled.flatMap(({ source, settings }) => {
    const feeds = subscriptions.flatMap((one) =>
      one.source === source.id && one.feed ? one.feed : [],
    );
    const targets = source.targets(settings, { tenants, feeds: [...new Set(feeds)] });
    return targets.map((target) => ({ source, settings, target }));
  });
}

/** By source; but a feed that people named stands alone: a slow one must not hold up the others. */
function grouped(all: readonly Due[]): readonly (readonly Due[])[] {
  const groups = new Map<string, Due[]>();
  for (const one of all) {
    const name = one.source.feedNamed ? one.target.key : one.source.id;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()];
}

async function follow(
  id: string,
  feed: string,
  { polled, tenants, store, clock, reader, onObserved }: RunnerOptions,
): Promise<readonly KnownSubject[]> {
  const found = polled.find(({ source }) => source.id === id);
  if (!found?.source.feedNamed) throw new UserError(`The source "${id}" takes no feed address.`);
  const { source, settings } = found;
  const [target] = source.targets(settings, { tenants, feeds: [feed] });
  if (!target) throw new UserError(`"${feed}" is not an address that can be read.`);
  // Unconditional: the asker is to see a sample.
  const { missed, ...reading } = await reader.read(
    source,
    settings,
    target,
    undefined,
    clock.now(),
  );
  if (missed) throw missed;
  await store.subjects.observe([{ target: nameOf(source, target), at: clock.now(), ...reading }]);
  onObserved();
  return store.subjects.find({ source: id, feed, limit: 1 });
}

/** Any tenant and any feed: with these, every source that reads something names what. */
const anything: Known = {
  tenants: [{ name: "any", domain: "any.us.auth0.com" }],
  feeds: ["https://feed.example/"],
};

function factsOf({ source, settings }: Polled, { tenants }: Pick<Known, "tenants">): SourceFacts {
  const { id, title, summary, labels, feedNamed } = source;
  const polled = source.targets(settings, anything).length > 0;
  const idle = polled && source.targets(settings, { ...anything, tenants }).length === 0;
  return {
    id,
    title,
    summary,
    labels,
    feedNamed,
    ...(polled ? {} : { polled: false as const }),
    ...(idle ? { idle } : {}),
    every: settings.every,
    staleAfter: staleAfter(settings),
  };
}
