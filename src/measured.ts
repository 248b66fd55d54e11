import { partsOf } from "./core/address.ts";
import type { Archive } from "./core/archive.ts";
import type { Answer, ChatAdapter } from "./core/chat-adapter.ts";
import { DeliveryError } from "./core/errors.ts";
import type { Log } from "./core/log.ts";
import type { LogIntake } from "./core/log-intake.ts";
import type { Meter, ReadOutcome } from "./core/meter.ts";
import type { Hearing } from "./core/said.ts";
import type { Observation, Store } from "./core/store.ts";

// What stands between two parts of the bot and counts what passes. Neither of them knows.

/** From the asking for an answer until the last of it is shown: whoever shows it asks for more only then. */
export function measuredAnswer(answer: Answer, meter: Meter): Answer {
  return async function* (invocation) {
    const began = performance.now();
    yield* answer(invocation);
    if (invocation.unasked) return;
    const { platform } = partsOf(invocation.from.conversation);
    meter.answered(platform, performance.now() - began);
  };
}

/** Each line is counted once, and though it could not be kept. */
export const measuredHearing = (hearing: Hearing, meter: Meter): Hearing => ({
  ...hearing,
  heard(said) {
    const { platform } = partsOf(said.invocation.from.conversation);
    if (!said.late) meter.said(platform, said.command?.name, said.outcome);
    return hearing.heard(said);
  },
});

export function measuredAdapter(adapter: ChatAdapter, meter: Meter): ChatAdapter {
  const counted = async <Done>(doing: Promise<Done>): Promise<Done> => {
    try {
      const done = await doing;
      meter.posted(adapter.name, "taken");
      return done;
    } catch (error) {
      meter.posted(adapter.name, error instanceof DeliveryError ? error.outcome : "unknown");
      throw error;
    }
  };
  return {
    ...adapter,
    post: (to, message, key) => counted(adapter.post(to, message, key)),
    edit: (at, message) => counted(adapter.edit(at, message)),
  };
}

export function measuredArchive(archive: Archive & LogIntake, meter: Meter): Archive & LogIntake {
  return {
    ...archive,
    async add(batch) {
      const added = await archive.add(batch);
      meter.kept(batch.tenant, batch.way, added.fresh);
      return added;
    },
    async take(tenant, body, form) {
      const taken = await archive.take(tenant, body, form);
      if (taken.kind === "stored") meter.kept(tenant, "stream", taken.added.fresh);
      return taken;
    },
  };
}

export function measuredSubjects(subjects: Store["subjects"], meter: Meter): Store["subjects"] {
  return {
    ...subjects,
    async observe(observations) {
      await subjects.observe(observations);
      for (const one of observations) {
        if (!one.aside) meter.read(one.target.source, outcomeOf(one));
      }
    },
    async failed(target, failure) {
      await subjects.failed(target, failure);
      meter.read(target.source, "failed");
    },
  };
}

function outcomeOf({ missed, subjects }: Observation): ReadOutcome {
  if (missed) return "partial";
  return subjects ? "read" : "unchanged";
}

export function measuredLog(log: Log, meter: Pick<Meter, "noted">): Log {
  const level = (name: "info" | "warn" | "error") => (details: object, message: string) => {
    meter.noted(name);
    log[name](details, message);
  };
  return { info: level("info"), warn: level("warn"), error: level("error") };
}
