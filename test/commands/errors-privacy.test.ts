import { describe, expect, it } from "vitest";
import { DAY, MINUTE } from "../../src/core/clock.ts";
import { logFactsOf } from "../../src/digest/log-facts.ts";
import { logSection, logsInOrder } from "../../src/digest/log-section.ts";

import { view } from "../digest/views.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { ask } from "../fakes/context.ts";
import { deskOver } from "../fakes/logs-desk.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { logSchemas } from "../fixtures/log-schemas.ts";
import { grow, planter } from "../fixtures/planted.ts";

/** A name in one of these cannot be told from the name of a thing; everything else can hold one. */
const namesOfThings = ["client_name", "connection"];

/** Thirty events of every type, with something personal in every field: more than usual, and all of one person. */
function planted() {
  const { planted: values, plant } = planter();
  const put = (where: string) => plant({ named: !namesOfThings.includes(where) });
  const records = Object.entries(logSchemas).flatMap(([type, schema], nth) => {
    const raw = grow(schema, { turn: 0, plant: put }) as object;
    return Array.from({ length: 30 }, (_, turn) => {
      const id = `9002026112212${String(nth).padStart(4, "0")}${String(turn).padStart(4, "0")}`;
      return { ...raw, type, log_id: id, date: ago(turn * MINUTE).toISOString() };
    });
  });
  return { values, records };
}

async function kept(records: readonly unknown[]) {
  const archive = fakeArchive(() => noon);
  const proof = { checkpoint: "1", until: noon, since: ago(40 * DAY) };
  await archive.add({ tenant: "prod", way: "reader", records, proof });
  return { archive, logs: deskOver(archive) };
}

/** Whole, or by the part that gives it away, as itself or escaped. */
function leaksIn(shown: unknown, values: readonly string[]): readonly string[] {
  const whole = JSON.stringify(shown);
  const plain = decodeURIComponent(whole.replace(/%(?![0-9a-f]{2})/giu, "%25"));
  return values
    .flatMap((value) => [value, value.split("@")[0] ?? "", value.split("|")[1] ?? value])
    .filter((value) => value.length > 5 && (whole.includes(value) || plain.includes(value)));
}

describe("what everybody sees of a log full of personal data", () => {
  it.each(["errors", "errors since:7d", "limits", "limits since:24h"])("%s", async (line) => {
    const { values, records } = planted();
    const shown = await ask(line, { ...(await kept(records)), audience: "all" });
    expect(shown.blocks.length).toBeGreaterThan(3);
    expect(leaksIn(shown, values)).toEqual([]);
  });

  it("the digest", async () => {
    const { values, records } = planted();
    const { archive } = await kept(records);
    const from = {
      archive,
      logins: { standing: async () => undefined },
      ownClient: undefined,
      zone: "UTC",
    };
    const logs = await logFactsOf("prod", noon, from);
    const seen = view({ tenants: [{ name: "prod", ...(logs ? { logs } : {}) }] });
    const section = logSection(seen);
    expect(section.items.length).toBeGreaterThan(3);
    expect(leaksIn([section, logsInOrder(seen)], values)).toEqual([]);
  });
});
