import { type Dependency, serveDependency } from "./counting.ts";
import { feedOf, mimeOf } from "./documents.ts";

const mark = "read-000000";
/** So many entries are published one by one, each at a read. */
const upcoming = 6;

/** The feed that is read again and again: of so many bytes, never the same twice, with something new at its first reads. */
export interface BigFeed extends Dependency {
  readonly reads: number;
  readonly entries: number;
}

export async function serveBigFeed(size: number): Promise<BigFeed> {
  const editions = Array.from({ length: upcoming + 1 }, (_, told) =>
    feedOf("rss", size, { mark, skipped: upcoming - told }),
  );
  let reads = 0;
  const dependency = await serveDependency(async (_request, response) => {
    const edition = editions[Math.min(reads, upcoming)]?.bytes ?? Buffer.alloc(0);
    reads += 1;
    const bytes = Buffer.from(edition);
    bytes.write(`read-${String(reads).padStart(6, "0")}`, edition.indexOf(mark));
    response.writeHead(200, { "content-type": mimeOf.rss }).end(bytes);
  });
  return Object.defineProperties(dependency, {
    reads: { get: () => reads },
    entries: { value: editions.at(-1)?.entries ?? 0 },
  }) as BigFeed;
}

/** A status feed in which nothing happens. */
export function serveStatus(): Promise<Dependency> {
  const { bytes } = feedOf("atom", 1500);
  return serveDependency(async (_request, response) => {
    response.writeHead(200, { "content-type": mimeOf.atom }).end(bytes);
  });
}
