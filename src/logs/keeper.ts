import { setImmediate } from "node:timers/promises";
import type { Added } from "../core/archive.ts";
import type { ArchiveEngine, CameIn, KeptBatch } from "../core/archive-engine.ts";
import type { LogEvent } from "../core/log-event.ts";
import type { Question } from "./archive-messages.ts";

/** Records that are written in one transaction: those who wait share a commit, but nobody waits long for the others. */
const mostTogether = 1000;
/** What came in is tidied up by pieces of some hundred events: so many come in for each piece that is done in the same turn. */
const perPiece = 200;

/** Has the engine do what it is asked, in turns: neither writing nor looking nor tidying up holds up the others for long. */
export interface Keeper {
  /** Resolves once its events are durable. */
  add(batch: CameIn): Promise<Added>;
  ask(question: Question, given: readonly unknown[]): Promise<unknown>;
  /** Finishes what is under way. */
  close(): Promise<void>;
}

/** A batch that waits to be kept. */
interface Adding {
  readonly batch: CameIn;
  readonly kept: (added: Added) => void;
  readonly failed: (error: unknown) => void;
}

/** A question that waits for its turn. */
interface Asking {
  begin(): void;
}

/** `onFresh` is told of new events once they are durable, after whoever brought them. */
export function createKeeper(
  engine: ArchiveEngine,
  onFresh: (tenant: string, fresh: readonly LogEvent[]) => void,
): Keeper {
  const adding: Adding[] = [];
  const asking: Asking[] = [];
  let running: Promise<void> | undefined;

  async function turn(): Promise<boolean> {
    const batches = takeTogether(adding);
    if (batches.length > 0) await addAll(engine, batches, onFresh);
    // Not waited for: some questions (whom to forget) take long and are answered while everything goes on.
    asking.shift()?.begin();
    const more = await tidy(engine, batches);
    // What was sent meanwhile is heard here.
    await setImmediate();
    return more;
  }

  async function run(): Promise<void> {
    let more = true;
    while (more || adding.length > 0 || asking.length > 0) more = await turn();
    running = undefined;
  }

  function goOn(): void {
    running ??= run();
  }

  return {
    add: (batch) =>
      new Promise((kept, failed) => {
        adding.push({ batch, kept, failed });
        goOn();
      }),
    ask: (question, given) =>
      new Promise((answered, failed) => {
        const asked = engine[question] as (...given: readonly unknown[]) => Promise<unknown>;
        asking.push({ begin: () => void asked(...given).then(answered, failed) });
        goOn();
      }),
    async close() {
      while (running !== undefined) await running;
      await engine.close();
    },
  };
}

/** Keeps pace with what came in, however long that goes on: whoever sends faster than that waits for it. */
async function tidy(engine: ArchiveEngine, batches: readonly Adding[]): Promise<boolean> {
  const records = batches.reduce((sum, { batch }) => sum + batch.records.length, 0);
  let more = true;
  for (let left = 1 + records / perPiece; more && left > 0; left -= 1) {
    more = await engine.tidy().catch(() => false);
  }
  return more;
}

/** Those who came first, as many as are written together. */
function takeTogether(adding: Adding[]): readonly Adding[] {
  let [count, records] = [0, 0];
  for (const { batch } of adding) {
    records += batch.records.length;
    if (count > 0 && records > mostTogether) break;
    count += 1;
  }
  return adding.splice(0, count);
}

async function addAll(
  engine: ArchiveEngine,
  waiting: readonly Adding[],
  onFresh: (tenant: string, fresh: readonly LogEvent[]) => void,
): Promise<void> {
  let all: readonly KeptBatch[];
  try {
    all = await engine.addAll(waiting.map(({ batch }) => batch));
  } catch (error) {
    // Nothing was written. One batch that cannot be kept must not take the others with it.
    if (waiting.length > 1) for (const one of waiting) await addAll(engine, [one], onFresh);
    else waiting[0]?.failed(error);
    return;
  }
  for (const [index, { batch, kept }] of waiting.entries()) {
    const { added, fresh } = all[index] as KeptBatch;
    kept(added);
    if (fresh.length > 0) onFresh(batch.tenant, fresh);
  }
}
