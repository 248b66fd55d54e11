import { type Child, startPart } from "./child.ts";
import { type Dependency, serveDependency } from "./counting.ts";
import { type Format, feedOf, mimeOf } from "./documents.ts";
import { type Figure, medianOf } from "./figures.ts";
import type { ReadOnce } from "./reader-process.ts";

const formats: readonly Format[] = ["rss", "atom", "json"];
const baselineOf: Readonly<Record<Format, string>> = {
  rss: "rss-parser",
  atom: "rss-parser",
  json: "JSON.parse",
};
const rounds = 5;

/** A big feed of each format, read by the product and by the plainest means in turns, each in a process of its own. */
export async function measureFeeds(bytes: number): Promise<readonly Figure[]> {
  const documents = new Map(formats.map((format) => [`/${format}`, feedOf(format, bytes)]));
  const small = new Map(formats.map((format) => [`/small/${format}`, feedOf(format, 20_000)]));
  const server = await serveDependency(async (request, response) => {
    const path = request.url ?? "";
    const format = formats.find((one) => path.endsWith(one)) ?? "rss";
    const document = documents.get(path) ?? small.get(path);
    response.writeHead(200, { "content-type": mimeOf[format] }).end(document?.bytes);
  });
  try {
    const figures: Figure[] = [];
    for (const format of formats) {
      const { entries = 0 } = documents.get(`/${format}`) ?? {};
      figures.push(...(await compare(server, format, entries)));
    }
    return figures;
  } finally {
    await server.close();
  }
}

interface Reads {
  readonly once: readonly ReadOnce[];
  readonly peak: number;
}

async function compare(server: Dependency, format: Format, entries: number) {
  const [ours, plain] = await inTurns(server, format);
  for (const { entries: read } of [...ours.once, ...plain.once]) {
    if (read !== entries) throw new Error(`${read} of ${entries} entries were read (${format})`);
  }
  const name = baselineOf[format];
  const figure = (what: string, unit: string, value: (reads: Reads) => number): Figure => ({
    name: `${format}, ${entries} entries: ${what}`,
    unit,
    ours: value(ours),
    baseline: { name, value: value(plain) },
  });
  return [
    figure("read", "ms", ({ once }) => medianOf(once.map(({ ms }) => ms))),
    figure("event loop late, p99", "ms", ({ once }) => medianOf(once.map(({ loop }) => loop.p99))),
    figure("event loop late, max", "ms", ({ once }) => medianOf(once.map(({ loop }) => loop.max))),
    figure("peak memory (RSS)", "MB", ({ peak }) => peak / 1e6),
  ];
}

async function inTurns({ url }: Dependency, format: Format): Promise<readonly [Reads, Reads]> {
  const [ours, plain] = [
    startPart("reader-process.ts", "ours"),
    startPart("reader-process.ts", "plain"),
  ];
  const found: [ReadOnce[], ReadOnce[]] = [[], []];
  try {
    await Promise.all([ours.message(), plain.message()]);
    // Starting the worker and compiling the code are not what is measured.
    for (const child of [ours, plain]) await readOnce(child, `${url}/small/${format}`);
    for (let round = 0; round < rounds; round += 1) {
      found[0].push(await readOnce(ours, `${url}/${format}`));
      found[1].push(await readOnce(plain, `${url}/${format}`));
    }
    return [
      { once: found[0], peak: ours.peak() },
      { once: found[1], peak: plain.peak() },
    ];
  } finally {
    await Promise.all([ours.end(), plain.end()]);
  }
}

function readOnce(child: Child, url: string): Promise<ReadOnce> {
  const once = child.message<ReadOnce>();
  child.tell({ url });
  return once;
}
