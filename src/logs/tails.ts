import { partsOf } from "../core/address.ts";
import type { Archive } from "../core/archive.ts";
import type { EngineAt } from "../core/archive-engine.ts";
import type { ChatAdapter } from "../core/chat-adapter.ts";
import type { Clock } from "../core/clock.ts";
import { UserError } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import { oneByOne } from "../core/one-by-one.ts";
import type { Aside } from "../core/pace.ts";
import type { Records } from "../core/records.ts";
import type { Tails, TailWish } from "../core/tail.ts";
import { hashesOf } from "./hashed.ts";
import { beginTail } from "./tail-begin.ts";
import { createBook, type Kept, type Told } from "./tail-book.ts";
import { beginToHear, type Course, createCourse, factsOf, type MayGoOn } from "./tail-course.ts";
import { looksFor } from "./tail-forgetting.ts";
import { createSender } from "./tail-sender.ts";
import { end, endForgotten, step } from "./tail-steps.ts";

/** In one conversation, and in all together. */
const most = { here: 3, everywhere: 20 } as const;

export interface TailsOptions {
  readonly archive: Pick<Archive, "watch" | "search" | "coverage">;
  readonly adapters: readonly ChatAdapter[];
  readonly aside: Aside;
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
  readonly mayGoOn: MayGoOn;
  /** By tenant, where people are kept as hashes. */
  readonly keys?: EngineAt["keys"];
  /** Short. */
  newId(): string;
}

/** Tells new events in conversations; what is under way goes on after a restart. */
export type TailsDesk = Tails & {
  /** To be called about every second. */
  tick(): Promise<void>;
  /** Resolves once what is under way is done; what is still to be told is told by the next life. */
  settled(): Promise<void>;
};

export function createTails(options: TailsOptions): TailsDesk {
  const { records, clock, newId } = options;
  const book = createBook(records);
  const crew = createCrew(options);
  const inTurn = oneByOne();
  let loading: Promise<void> | undefined;

  async function load(): Promise<void> {
    for (const { kept, told } of await book.all()) {
      const parts = crew.partsFor(kept, book);
      if (parts) crew.send(resume({ kept, told, now: clock.now() }, parts));
      // The platform is not on any more.
      else await book.drop(kept.id);
    }
  }

  const loaded = () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));

  async function begin(wish: TailWish): ReturnType<Tails["begin"]> {
    const running = crew.running();
    const same = running.find((course) => isSame(course.kept, wish));
    if (same) return { tail: factsOf(same), already: true };
    refuseTooMany(running, wish);
    const parts = crew.partsFor(wish, book);
    if (!parts) throw new UserError("Nothing can be posted in this conversation.");
    const course = await beginTail(wish, { id: newId(), now: clock.now() }, parts);
    crew.send(course);
    return { tail: factsOf(course), already: false };
  }

  return {
    begin: (wish) =>
      inTurn(async () => {
        await loaded();
        return begin(wish);
      }),
    async stop(id, { name }) {
      await loaded();
      const course = crew.running().find(({ kept }) => kept.id === id);
      if (!course) return undefined;
      await end(course, { why: "stopped", by: name, at: clock.now().toISOString() });
      crew.work();
      return factsOf(course);
    },
    forget: (tenant, names) => inTurn(() => loaded().then(() => crew.forget(tenant, names))),
    async list(conversation) {
      await loaded();
      return crew
        .running()
        .filter(({ kept }) => kept.from.conversation === conversation)
        .sort((one, other) => (one.kept.begunAt < other.kept.begunAt ? -1 : 1))
        .map(factsOf);
    },
    async tick() {
      await loaded();
      crew.work();
    },
    settled: () => crew.settled(),
  };
}

/** The tails under way; each does one thing at a time. */
function createCrew({ adapters, aside, keys, ...given }: TailsOptions) {
  const { archive, clock, log, mayGoOn } = given;
  const courses = new Set<Course>();
  const hashes = hashesOf(keys);
  const working = new Map<Course, Promise<void>>();

  async function work(course: Course): Promise<void> {
    try {
      await step(course);
    } catch (error) {
      // The store or the archive failed: it is tried again at the next beat.
      log.error({ err: error, tail: course.kept.id }, "a tail could not go on");
    }
    if (course.over) courses.delete(course);
    working.delete(course);
  }

  return {
    partsFor({ from }: Pick<TailWish, "from">, book: ReturnType<typeof createBook>) {
      const { platform } = partsOf(from.conversation);
      const adapter = adapters.find(({ name }) => name === platform);
      if (!adapter) return undefined;
      return {
        archive,
        book,
        clock,
        log,
        mayGoOn,
        sender: createSender({ adapter, aside, clock, log }),
      };
    },
    send: (course: Course) => void courses.add(course),
    running: () => [...courses].filter(({ kept }) => !kept.ended),
    async forget(tenant: string, names: readonly string[]): Promise<number> {
      const hash = hashes.get(tenant);
      const theirs = [...courses].filter(
        ({ kept }) => !kept.ended && kept.tenant === tenant && looksFor(kept.terms, names, hash),
      );
      for (const course of theirs) await endForgotten(course, clock.now());
      return theirs.length;
    },
    work() {
      for (const course of courses) {
        if (!working.has(course)) working.set(course, work(course));
      }
    },
    async settled() {
      for (const course of courses) course.unwatch();
      await Promise.all(working.values());
    },
  };
}

function resume(
  { kept, told, now }: { kept: Kept; told: readonly Told[]; now: Date },
  parts: Course["parts"],
): Course {
  const course = createCourse({ kept, told, resumedAt: now }, parts);
  if (!kept.ended) beginToHear(course);
  return course;
}

/** The same events, in the same conversation. */
function isSame(kept: Kept, wish: TailWish): boolean {
  const of = ({ from, tenant, terms }: TailWish) =>
    JSON.stringify([from.conversation, tenant, terms.map((term) => JSON.stringify(term)).sort()]);
  return of(kept) === of(wish);
}

function refuseTooMany(running: readonly Course[], { from }: TailWish): void {
  const here = running.filter(({ kept }) => kept.from.conversation === from.conversation);
  if (here.length >= most.here) {
    throw new UserError(
      `${most.here} tails are running here already, and no more are told at once: stop one first, with "tail stop".`,
    );
  }
  if (running.length >= most.everywhere) {
    throw new UserError(
      `${most.everywhere} tails are running already, in all conversations together, and no more are told at once. Try again when one has ended.`,
    );
  }
}
