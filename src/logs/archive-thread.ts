import { parentPort, workerData } from "node:worker_threads";
import type { HourCount, Matches } from "../core/archive.ts";
import type { EngineAt, OpenEngine } from "../core/archive-engine.ts";
import { SettingsError } from "../core/errors.ts";
import type { Taken } from "../core/log-intake.ts";
import type { FromArchive, ToArchive, Trouble } from "./archive-messages.ts";
import { createWatchers } from "./archive-watchers.ts";
import { toColumns } from "./count-columns.ts";
import { hashesOf, keepsHashes } from "./hashed.ts";
import { createIntake } from "./intake.ts";
import { createKeeper, type Keeper } from "./keeper.ts";
import { createPortions } from "./portions.ts";

const tell = (message: FromArchive): void => parentPort?.postMessage(message);
const portions = createPortions();
const watchers = createWatchers((watch, arrival) => tell({ kind: "arrived", watch, arrival }));

async function open(): Promise<void> {
  const { module, data, keys } = workerData as Omit<EngineAt, "module"> & { module: string };
  const { openEngine } = (await import(module)) as { openEngine: OpenEngine<unknown> };
  const engine = keepsHashes(await openEngine(data), hashesOf(keys));
  const keeper = createKeeper(engine, watchers.tell);
  parentPort?.on("message", (message: ToArchive) => heed(keeper, message));
  tell({ kind: "opened" });
}

function heed(keeper: Keeper, message: ToArchive): void {
  switch (message.kind) {
    case "add":
      answer(message.call, keeper.add(message.batch));
      break;
    case "take":
      answer(message.call, take(keeper, message));
      break;
    case "ask":
      answer(message.call, ask(keeper, message));
      break;
    case "rest":
      answer(message.call, portions.next(message.rest));
      break;
    case "watch":
      watchers.add(message.watch, message.tenant, message.query);
      break;
    case "unwatch":
      watchers.remove(message.watch);
      break;
    case "close":
      answer(message.call, keeper.close());
      break;
    default:
      message satisfies never;
  }
}

async function ask(
  keeper: Keeper,
  { question, given }: Extract<ToArchive, { kind: "ask" }>,
): Promise<unknown> {
  const said = await keeper.ask(question, given);
  if (question === "search") return portions.first(said as Matches);
  return question === "counts" ? toColumns(said as readonly HourCount[]) : said;
}

function answer(call: number, answered: Promise<unknown>): void {
  answered.then(
    (result) => tell({ kind: "answer", call, result }),
    (error: unknown) => tell({ kind: "failed", call, trouble: troubleOf(error) }),
  );
}

function take(
  keeper: Keeper,
  { tenant, body, form, now }: Extract<ToArchive, { kind: "take" }>,
): Promise<Taken> {
  const intake = createIntake({ add: (batch) => keeper.add({ ...batch, now }) });
  return intake.take(tenant, body, form);
}

function troubleOf(error: unknown): Trouble {
  const message = error instanceof Error ? error.message : String(error);
  return {
    message,
    ...(error instanceof SettingsError ? { problems: error.problems } : {}),
  };
}

open().catch((error: unknown) => tell({ kind: "unfit", trouble: troubleOf(error) }));
