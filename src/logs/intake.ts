import type { Archive } from "../core/archive.ts";
import type { LogIntake } from "../core/log-intake.ts";
import { readLogBody } from "./body.ts";

/** Reads what is delivered and keeps it. To be run where reading delays nobody: in the archive's thread. */
export function createIntake({ add }: Pick<Archive, "add">): LogIntake {
  return {
    async take(tenant, body, form) {
      const read = readLogBody(body, form);
      if ("refused" in read) return { kind: "refused", status: read.refused, why: read.why };
      const { records, bad, firstBad } = read;
      const added = await add({ tenant, way: "stream", records });
      const none = added.fresh + added.known === 0;
      if (none && bad + added.unreadable > 0) return nothing(firstBad);
      return { kind: "stored", added, bad: bad + added.unreadable };
    },
  };
}

const nothing = (firstBad = "its objects have no id, no type or no time") =>
  ({ kind: "refused", status: 400, why: `No log event is in it: ${firstBad}.` }) as const;
