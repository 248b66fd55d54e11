import { setImmediate } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { ArchiveEngine, KeptBatch, OpenEngine } from "../core/archive-engine.ts";
import { SettingsError } from "../core/errors.ts";
import type { Adding, Asking, FromArchive, ToArchive, Trouble } from "./archive-messages.ts";
import { createWatchers } from "./archive-watchers.ts";

/** Records that are written in one transaction: those who wait share a commit, but nobody waits long for the others. */
const mostTogether = 4000;

const tell = (message: FromArchive): void => parentPort?.postMessage(message);
const adding: Adding[] = [];
const asking: Asking[] = [];
const watchers = createWatchers((watch, arrival) => tell({ kind: "arrived", watch, arrival }));

function troubleOf(error: unknown): Trouble {
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return {
    message,
    ...(typeof code === "string" ? { code } : {}),
    ...(error instanceof SettingsError ? { problems: error.problems } : {}),
  };
}

/** Those who came first, as many as are written together. */
function nextToAdd(): readonly Adding[] {
  let [count, records] = [0, 0];
  for (const { batch } of adding) {
    records += batch.records.length;
    if (count > 0 && records > mostTogether) break;
    count += 1;
  }
  return adding.splice(0, count);
}

async function addThem(engine: ArchiveEngine, waiting: readonly Adding[]): Promise<void> {
  let kept: readonly KeptBatch[];
  try {
    kept = await engine.addAll(waiting.map(({ batch }) => batch));
  } catch (error) {
    return notAdded(engine, waiting, error);
  }
  for (const [index, one] of waiting.entries()) settle(one, kept[index]);
}

/** Nothing was written. One batch that cannot be kept must not take the others with it. */
async function notAdded(
  engine: ArchiveEngine,
  waiting: readonly Adding[],
  error: unknown,
): Promise<void> {
  if (waiting.length > 1) for (const one of waiting) await addThem(engine, [one]);
  else for (const { call } of waiting) tell({ kind: "failed", call, trouble: troubleOf(error) });
}

function settle({ call, batch }: Adding, kept: KeptBatch | undefined): void {
  tell({ kind: "answer", call, result: kept?.added });
  watchers.tell(batch.tenant, kept?.fresh ?? []);
}

async function answer(call: number, asked: () => Promise<unknown>): Promise<void> {
  try {
    tell({ kind: "answer", call, result: await asked() });
  } catch (error) {
    tell({ kind: "failed", call, trouble: troubleOf(error) });
  }
}

function ask(engine: ArchiveEngine, { call, question, given }: Asking): Promise<void> {
  const asked = engine[question] as (...given: readonly unknown[]) => Promise<unknown>;
  return answer(call, () => asked(...given));
}

/** What waits is done in turns, so that neither writing nor looking nor tidying up is held up by the others for long. */
function createTurns(engine: ArchiveEngine): { goOn(): void; done(): Promise<void> } {
  let running = false;

  async function turn(): Promise<boolean> {
    const [batches, question] = [nextToAdd(), asking.shift()];
    if (batches.length > 0) await addThem(engine, batches);
    // Not waited for: some questions (a backup) take long and are answered while everything goes on.
    if (question) void ask(engine, question);
    const more = await engine.tidy().catch(() => false);
    // What was sent meanwhile is heard here.
    await setImmediate();
    return more || adding.length > 0 || asking.length > 0;
  }

  async function run(): Promise<void> {
    running = true;
    while (await turn());
    running = false;
  }

  return {
    goOn() {
      if (!running) void run();
    },
    async done() {
      while (running) await setImmediate();
    },
  };
}

async function open(): Promise<void> {
  const { module, data } = workerData as { module: string; data: unknown };
  const { openEngine } = (await import(module)) as { openEngine: OpenEngine<unknown> };
  const engine = await openEngine(data);
  const { goOn, done } = createTurns(engine);
  parentPort?.on("message", (message: ToArchive) => {
    switch (message.kind) {
      case "add":
        adding.push(message);
        goOn();
        break;
      case "ask":
        asking.push(message);
        goOn();
        break;
      case "watch":
        watchers.add(message.watch, message.tenant, message.query);
        break;
      case "unwatch":
        watchers.remove(message.watch);
        break;
      case "close":
        void done().then(() => answer(message.call, engine.close));
        break;
      default:
        message satisfies never;
    }
  });
  tell({ kind: "opened" });
}

open().catch((error: unknown) => tell({ kind: "unfit", trouble: troubleOf(error) }));
