import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { user } from "../../src/commands/user.ts";
import type { Reply } from "../../src/core/chat-adapter.ts";
import { quoted } from "../../src/core/line.ts";
import { personsIn } from "../../src/core/log-persons.ts";
import { logEventOf } from "../../src/core/log-record.ts";
import { logTypes } from "../../src/core/log-types/index.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { ada, ask, fakeContext } from "../fakes/context.ts";
import { type House, openHouse } from "../fakes/house.ts";
import { deskOver } from "../fakes/logs-desk.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { eventShapes } from "../fixtures/event-shapes.ts";
import { called, mira, told } from "../fixtures/person-events.ts";
import { grow, planter } from "../fixtures/planted.ts";

let house: House = openHouse();
beforeEach(() => {
  house = openHouse();
});

async function servicesWith(records: readonly object[]) {
  const archive = fakeArchive(() => noon);
  await archive.add({ tenant: "prod", way: "stream", records });
  return { archive, logs: deskOver(archive) };
}

async function shared(who: string, records: readonly object[]): Promise<Reply> {
  const services = { ...fakeContext(), ...(await servicesWith(records)) };
  const access = { operators: [ada.id], admins: [] };
  const reply = await house.answer([user], `user ${quoted(who)} share:here`, { services, access });
  expect(reply.audience).toBe("all");
  return reply;
}

/** Nothing planted, whole or by the part that gives it away. */
function leaksIn(shown: unknown, planted: readonly string[]): readonly string[] {
  const whole = JSON.stringify(shown);
  return planted
    .flatMap((value) => [value, value.split("@")[0] ?? "", value.split("|")[1] ?? value])
    .filter((value) => value.length > 5 && whole.includes(value));
}

/** A name in one of these cannot be told from the name of a thing. */
const namesOfThings = ["client_name", "connection", "type"];

describe("what everybody sees of a person's story", () => {
  it.each(eventShapes.map((each) => [each.type, each.from, each] as const))(
    "holds nothing personal of %s (%s)",
    async (type, _, { schema }) => {
      const { planted, plant } = planter();
      const records = [1, 2, 3].map((turn) => {
        const raw = grow(schema, {
          turn,
          plant: (where) => plant({ named: !namesOfThings.includes(where) }),
        });
        const date = ago(turn * 60_000).toISOString();
        return { ...(raw as object), type, date, log_id: `90020261122115${turn}00000000000000` };
      });
      const [first] = records.flatMap((raw) => logEventOf(raw) ?? []);
      const own = [first?.userName, first?.userId, ...(first ? personsIn(first) : [])];
      for (const who of [...new Set(own.flatMap((name) => name ?? []))].slice(0, 4)) {
        expect(leaksIn(await shared(who, records), planted)).toEqual([]);
      }
    },
  );
});

/** Somebody else, of whom nothing may stand in her story. */
const eve = {
  user_id: "auth0|eve0123456789",
  user_name: "eve@elsewhere.example",
  ip: "198.51.100.99",
};
const others = ["auth0|eve0123456789", "eve@elsewhere.example", "198.51.100.99", "Eve's own words"];

/** Whoever changed her account is named to an operator: a call that only asks about her is none of that. */
const search = { details: { request: { query: { q: `email:"${mira.user_name}"` } } } };
/** Places in other people's events where she may be named. */
const mentions = fc.constantFrom<object>(
  search,
  { details: { request: { body: { members: [mira.user_id, eve.user_id] } } } },
  { details: { inviter: { email: mira.user_name } } },
  { details: { to: eve.user_name, from: mira.user_name } },
  { description: `Eve's own words about ${mira.user_name}` },
);
const anyType = fc.constantFrom(...logTypes.keys());
const minutes = fc.integer({ min: 0, max: 40_000 });
const hers = fc.oneof(
  fc.tuple(minutes, anyType).map(([at, type]) => told(at, type)),
  fc
    .tuple(minutes, anyType, fc.anything())
    .map(([at, type, details]) => told(at, type, { details })),
  fc.tuple(minutes, anyType).map(([at, type]) => told(at, type, { user_id: "" })),
  minutes.map((at) =>
    called(at, "Update a User", { method: "patch", body: { blocked: at % 2 === 0 } }),
  ),
);
const theirs = fc
  .tuple(minutes, anyType, mentions)
  .map(([at, type, mention]) =>
    told(at, type, { ...eve, ...(type === "sapi" ? search : mention) }),
  );

describe("a person's story", () => {
  it("is told of any events whatever, and tells nothing of anybody else", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(hers, { maxLength: 30 }),
        fc.array(theirs, { maxLength: 10 }),
        async (own, foreign) => {
          const message = await ask(
            `user ${mira.user_name}`,
            await servicesWith([...own, ...foreign]),
          );
          const plain = renderPlain(message);
          expect(message.summary).toMatch(/^[^ ].*[.]$/su);
          for (const word of others) expect(plain).not.toContain(word);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("looks through so many events and no more, and says so", async () => {
    const records = Array.from({ length: 10_000 }, (_, index) =>
      told(index * 4, index % 3 ? "s" : "fp"),
    );
    const events = records.flatMap((raw) => logEventOf(raw) ?? []);
    const asked: number[] = [];
    const { archive, logs } = await servicesWith([]);
    const search: typeof logs.search = async (_tenant, _query, { limit, after }) => {
      asked.push(limit);
      const from = after ? events.findIndex(({ id }) => id === after.id) + 1 : 0;
      const page = events.slice(from, from + limit);
      const last = page.at(-1);
      return {
        events: page,
        ...(last ? { next: { at: last.at, id: last.id } } : {}),
        unseen: [],
        from: "archive",
      };
    };
    const message = await ask(`user ${mira.user_name}`, { archive, logs: { ...logs, search } });
    expect(asked.length).toBeLessThanOrEqual(4);
    expect(Math.max(...asked)).toBeLessThanOrEqual(1000);
    const plain = renderPlain(message);
    expect(plain).toContain(
      "2,000 events of tenant prod looked through, the newest of them, back to",
    );
    expect(plain.length).toBeLessThan(6000);
  });
});
