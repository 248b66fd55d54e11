import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import { oldestOf } from "../../src/core/novelty.ts";
import type { Observation, Subjects, TargetName, TargetState } from "../../src/core/store.ts";
import { observeSubjects } from "./observe.ts";
import { subjectOf, targetOf, timeOf } from "./rows.ts";
import type { Database, Tables, TargetRow, Work } from "./schema.ts";

export function createSubjects(db: Database): Subjects {
  return {
    observe: (observations) => db.transaction().execute((work) => observe(work, observations)),
    failed: (target, failure) => db.transaction().execute((work) => failed(work, target, failure)),
    async targets() {
      return (await db.selectFrom("targets").selectAll().orderBy("key").execute()).map(targetOf);
    },
    async find({ limit, offset, ...query }) {
      const rows = await db
        .selectFrom("subjects")
        .select(["doc", "first_seen_at", "changed_at"])
        .where((where) => matches(where, query))
        .orderBy("changed_at", "desc")
        .orderBy("source")
        .orderBy("id")
        .limit(limit ?? Number.MAX_SAFE_INTEGER)
        .offset(offset ?? 0)
        .execute();
      return rows.map(subjectOf);
    },
    async count(query) {
      const { count } = await db
        .selectFrom("subjects")
        .select(({ fn }) => fn.countAll().as("count"))
        .where((where) => matches(where, query))
        .executeTakeFirstOrThrow();
      return Number(count);
    },
  };
}

type Query = Omit<Parameters<Subjects["find"]>[0], "limit" | "offset">;

function matches(
  where: ExpressionBuilder<Tables, "subjects">,
  { source, tenant, feed, open, since, words }: Query,
): Expression<SqlBool> {
  const all: Expression<SqlBool>[] = [];
  if (source !== undefined) all.push(where("source", "=", source));
  if (feed !== undefined) all.push(where("feed", "=", feed));
  if (open !== undefined) all.push(where("open", "=", open ? 1 : 0));
  if (since !== undefined) all.push(where("changed_at", ">=", since.getTime()));
  // What concerns everyone concerns this tenant too.
  if (tenant !== undefined)
    all.push(where.or([where("tenants", "=", ""), contains(where, "tenants", `|${tenant}|`)]));
  for (const word of words ?? []) all.push(contains(where, "words", word.toLowerCase()));
  return where.and(all);
}

function contains(
  where: ExpressionBuilder<Tables, "subjects">,
  column: "tenants" | "words",
  part: string,
): Expression<SqlBool> {
  const pattern = `%${part.replace(/[\\%_]/g, "\\$&")}%`;
  return sql<SqlBool>`${where.ref(column)} like ${pattern} escape '\\'`;
}

async function observe(work: Work, observations: readonly Observation[]): Promise<void> {
  const states = await statesOf(work, observations);
  await observeSubjects(work, observations, states);
  for (const observation of observations) {
    await rememberRead(work, observation, states.get(observation.target.key));
  }
}

async function statesOf(
  work: Work,
  observations: readonly Observation[],
): Promise<ReadonlyMap<string, TargetState>> {
  if (observations.length === 0) return new Map();
  const keys = observations.map(({ target }) => target.key);
  const rows = await work.selectFrom("targets").selectAll().where("key", "in", keys).execute();
  return new Map(rows.map((row) => [row.key, targetOf(row)]));
}

async function rememberRead(
  work: Work,
  { target, at, subjects, validators, skewMs, missed, aside }: Observation,
  before: TargetState | undefined,
): Promise<void> {
  if (aside) return;
  const first = before?.firstReadAt === undefined && subjects !== undefined;
  const time = at.getTime();
  const outcome =
    missed === undefined
      ? { last_read_at: time, failures: 0, error: null }
      : { failures: (before?.failures ?? 0) + 1, error: missed };
  await save(work, target, {
    last_tried_at: time,
    ...outcome,
    ...(first ? { first_read_at: time, oldest_at: timeOf(oldestOf(subjects)) } : {}),
    ...(validators ? { validators: JSON.stringify(validators) } : {}),
    ...(skewMs === undefined ? {} : { skew_ms: Math.round(skewMs) }),
  });
}

async function failed(
  work: Work,
  target: TargetName,
  { at, error }: { at: Date; error: string },
): Promise<void> {
  await save(work, target, { last_tried_at: at.getTime(), error });
  await work
    .updateTable("targets")
    .set(({ eb }) => ({ failures: eb("failures", "+", 1) }))
    .where("key", "=", target.key)
    .execute();
}

async function save(
  work: Work,
  { key, source, title, tenant, feed }: TargetName,
  change: Partial<TargetRow>,
): Promise<void> {
  const name = { source, title, tenant: tenant ?? null, feed: feed ?? null };
  await work
    .insertInto("targets")
    .values({ key, ...name, failures: 0, validators: "{}", ...change })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ ...name, ...change }))
    .execute();
}
