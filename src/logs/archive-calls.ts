import type { Worker } from "node:worker_threads";
import { SettingsError, UpstreamError } from "../core/errors.ts";
import type { FromArchive, ToArchive, Trouble } from "./archive-messages.ts";

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

type Uncalled<Message> = Message extends { call: number } ? Omit<Message, "call"> : never;

/** What was asked of one life of the thread. */
export interface Calls {
  /** `given`: memory that goes with it, and is not here any more. */
  ask<Result>(message: Uncalled<ToArchive>, given?: readonly ArrayBuffer[]): Promise<Result>;
  settle(message: Extract<FromArchive, { kind: "answer" | "failed" }>): void;
  /** Nothing will be answered any more. */
  fail(error: Error): void;
}

/** The thread keeps the process alive only while somebody waits for it. */
export function createCalls(worker: Worker): Calls {
  const waiting = new Map<number, Waiting>();
  let calls = 0;

  function take(call: number): Waiting | undefined {
    const taken = waiting.get(call);
    waiting.delete(call);
    if (waiting.size === 0) worker.unref();
    return taken;
  }

  return {
    ask: (message, given = []) =>
      new Promise((resolve, reject) => {
        calls += 1;
        waiting.set(calls, { resolve, reject });
        worker.ref();
        worker.postMessage({ ...message, call: calls }, [...given]);
      }),
    settle(message) {
      const taken = take(message.call);
      if (message.kind === "answer") taken?.resolve(message.result as never);
      else taken?.reject(errorOf(message.trouble));
    },
    fail(error) {
      for (const call of [...waiting.keys()]) take(call)?.reject(error);
    },
  };
}

/** `problems`: it is the operator's to mend. Anything else may be gone the next time. */
export function errorOf({ message, problems }: Trouble): Error {
  const [where = ""] = message.split(" needs attention:");
  return problems
    ? new SettingsError(where, problems)
    : new UpstreamError("the log archive", message);
}
