import { UpstreamError } from "../../src/core/errors.ts";
import { noveltyOf } from "../../src/core/novelty.ts";
import type { Entry, FeedDocument, Question, Readers } from "../../src/core/source.ts";
import type { KnownSubject, Subject } from "../../src/core/subject.ts";
import { advisories } from "../../src/sources/advisories.ts";

export const now = new Date("2026-11-22T12:00:00Z");

/** A record as OSV has them; only what a test is about. */
export interface Advisory {
  readonly id: string;
  readonly modified?: string;
  readonly [more: string]: unknown;
}

type Events = readonly Readonly<Record<string, string>>[];

/** A record of one package, with a range for each list of events. */
export function advisory(
  id: string,
  [ecosystem, name]: readonly [string, string],
  events: readonly Events[],
  more: Readonly<Record<string, unknown>> = {},
): Advisory {
  return {
    id,
    modified: "2026-04-17T10:00:00Z",
    published: "2026-04-17T09:00:00Z",
    summary: `A weakness of ${name}`,
    details: `Details of ${id}.`,
    affected: [
      {
        package: { ecosystem, name },
        ranges: events.map((each) => ({ type: "SEMVER", events: each })),
      },
    ],
    database_specific: { severity: "MODERATE" },
    references: [{ type: "ADVISORY", url: `https://advisories.example/${id}` }],
    ...more,
  };
}

interface Query {
  readonly package: { readonly name: string; readonly ecosystem: string };
  readonly version: string;
  readonly page_token?: string;
}

/** OSV, as far as its API goes: by default it names every advisory of a package, whatever the version. */
export interface FakeOsv {
  records: readonly Advisory[];
  pageSize: number;
  /** Whether it finds the version affected. */
  judges: (record: Advisory, query: Query) => boolean;
  /** Throws what stands in the way of an address. */
  obstacle: (path: string) => UpstreamError | undefined;
  readonly asked: string[];
  json(url: string, question?: Question): Promise<unknown>;
}

export function fakeOsv(...records: readonly Advisory[]): FakeOsv {
  const kept = new Map<string, unknown>();
  const osv: FakeOsv = {
    records,
    pageSize: 1000,
    judges: () => true,
    obstacle: () => undefined,
    asked: [],
    async json(url, { body, version } = {}) {
      const path = new URL(url).pathname;
      if (version !== undefined && kept.has(`${path} ${version}`))
        return kept.get(`${path} ${version}`);
      osv.asked.push(path);
      const obstacle = osv.obstacle(path);
      if (obstacle) throw obstacle;
      const answer = path === "/v1/querybatch" ? batch(osv, body) : record(osv, path);
      if (version !== undefined) kept.set(`${path} ${version}`, answer);
      return answer;
    },
  };
  return osv;
}

function batch(osv: FakeOsv, body: unknown): unknown {
  const { queries } = body as { queries: readonly Query[] };
  if (queries.length > 1000) throw new UpstreamError("osv", "osv answered HTTP 400.");
  return { results: queries.map((query) => found(osv, query)) };
}

function found({ records, judges, pageSize }: FakeOsv, query: Query): unknown {
  const all = records.filter((one) => {
    const about = (one.affected ?? []) as readonly { package: Query["package"] }[];
    return about.some(({ package: named }) => same(named, query.package)) && judges(one, query);
  });
  const from = Number(query.page_token ?? 0);
  const vulns = all.slice(from, from + pageSize).map(({ id, modified }) => ({ id, modified }));
  const more = from + pageSize < all.length ? { next_page_token: String(from + pageSize) } : {};
  return vulns.length > 0 ? { vulns, ...more } : {};
}

const same = (one: Query["package"], other: Query["package"]) =>
  one.name === other.name && one.ecosystem === other.ecosystem;

function record({ records }: FakeOsv, path: string): unknown {
  const id = decodeURIComponent(path.replace("/v1/vulns/", ""));
  const one = records.find((each) => each.id === id);
  if (one) return one;
  throw new UpstreamError("osv", "osv answered HTTP 404.");
}

/** A team's settings and the world around it; read after read, with what is remembered of the ones before. */
export interface World {
  readonly osv: FakeOsv;
  readonly files: Map<string, string>;
  notices: FeedDocument["entries"] | UpstreamError;
  readonly known: Map<string, KnownSubject>;
  /** What the last read missed. */
  readonly missed: string[];
  read(settings?: object, at?: Date): Promise<readonly Subject[]>;
}

export function world(osv: FakeOsv = fakeOsv()): World {
  const here: World = {
    osv,
    files: new Map(),
    notices: [],
    known: new Map(),
    missed: [],
    async read(settings = {}, at = now) {
      here.missed.length = 0;
      const parsed = advisories.settings.parse(settings);
      const [target] = advisories.targets(parsed, { tenants: [], feeds: [] });
      if (!target) throw new Error("no target");
      const subjects = await advisories.read(target, readersOf(here), parsed, at);
      for (const seen of subjects) {
        const { after } = noveltyOf(seen, here.known.get(seen.id), at, undefined);
        here.known.set(seen.id, after);
      }
      return subjects;
    },
  };
  return here;
}

function readersOf(here: World): Readers {
  return {
    json: here.osv.json,
    async feed() {
      if (here.notices instanceof UpstreamError) throw here.notices;
      return { title: "Okta", link: "", entries: here.notices, skipped: [] };
    },
    page: async () => undefined,
    async file(path) {
      const content = here.files.get(path);
      if (content === undefined) throw new UpstreamError(path, `The file ${path} is not there.`);
      return content;
    },
    known: async () => [...here.known.values()],
    missed: ({ message }) => void here.missed.push(message),
  };
}

/** What tests say most. */
export const nextjs = ["npm", "@auth0/nextjs-auth0"] as const;
export const cache = advisory(
  "GHSA-xq8m-7c5p-c2r6",
  nextjs,
  [[{ introduced: "4.12.0" }, { fixed: "4.18.0" }]],
  { aliases: ["CVE-2026-40155"] },
);
export const at = (version: string) => ({ packages: [`npm:@auth0/nextjs-auth0@${version}`] });
export const lockfile = (packages: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: Object.fromEntries(
      Object.entries(packages).map(([name, version]) => [`node_modules/${name}`, { version }]),
    ),
  });
export const factOf = (subject: Subject | undefined, label: string) =>
  subject?.facts.filter((fact) => fact.label === label).map(({ value }) => value);
export const entry = (
  id: string,
  title: string,
  published: Date | undefined,
  text = "Words.",
): Entry => ({
  id,
  title,
  link: `https://trust.example/${encodeURIComponent(id)}`,
  categories: [],
  paragraphs: [[{ text }]],
  ...(published ? { published } : {}),
});
