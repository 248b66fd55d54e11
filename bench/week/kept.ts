import { openEngine } from "../../adapters/sql/sqlite-archive-engine.ts";
import type { LogPlace } from "../../src/core/archive.ts";

/** How the ids in the archive differ from those that should be there. */
export interface KeptVerdict {
  readonly expected: number;
  readonly missing: readonly string[];
  readonly twice: readonly string[];
  readonly strange: readonly string[];
}

/** Goes through all that the archive has of a tenant. */
export async function keptOf(
  file: string,
  tenant: string,
  expected: ReadonlySet<string>,
): Promise<KeptVerdict> {
  const engine = await openEngine({ file });
  const found = new Set<string>();
  const twice: string[] = [];
  try {
    let place: LogPlace | undefined;
    do {
      const at = { limit: 1000, ...(place ? { after: place } : {}) };
      const { events, next } = await engine.search(tenant, { terms: [] }, at);
      for (const { id } of events) {
        if (found.has(id)) twice.push(id);
        found.add(id);
      }
      place = next;
    } while (place);
  } finally {
    await engine.close();
  }
  return {
    expected: expected.size,
    missing: [...expected].filter((id) => !found.has(id)),
    twice,
    strange: [...found].filter((id) => !expected.has(id)),
  };
}
