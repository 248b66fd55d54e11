import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../src/core/clock.ts";
import { UserError } from "../../src/core/errors.ts";
import { manners } from "../../src/login/manners.ts";
import { type Meaning, type Outcome, outcomes, sayOutcome } from "../../src/login/outcomes.ts";
import { createTenantLogins } from "../../src/login/tenant-logins.ts";
import { fakeClock } from "../fakes/clock.ts";
import { fakeRecords } from "../fakes/records.ts";
import { testUser } from "../fakes/token-server.ts";
import { fakeRuns, quietLog, tenantAt } from "./bench.ts";

const all = Object.keys(outcomes) as Outcome[];
const refused: readonly Outcome[] = ["wrong-password", "refused", "unknown-client"];

/** What may happen: so much time passes, somebody asks, the bot is started anew. */
const event = fc.oneof(
  { weight: 6, arbitrary: fc.record({ pass: fc.integer({ min: 1, max: 120 }) }) },
  { weight: 3, arbitrary: fc.record({ ask: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ restart: true }) },
);
const going = fc.oneof(fc.constantFrom(...all), fc.constantFrom(...refused));

describe("whatever happens and however it goes", () => {
  it("the test user is never blocked by us, and its quota never used up", async () => {
    const days = fc.array(fc.tuple(event, going), { minLength: 20, maxLength: 150 });
    await fc.assert(
      fc.asyncProperty(days, async (happenings) => {
        expectManners(await livedThrough(happenings));
      }),
      { numRuns: 40 },
    );
  });

  it.each<Outcome>(["succeeded", "wrong-password", "auth0-error", "rate-limited"])(
    "not even where settings want it each second, somebody asks each second, and it goes like this: %s",
    async (outcome) => {
      const second: readonly Happening[] = [
        [{ pass: 1 }, outcome],
        [{ ask: true }, outcome],
      ];
      const hours = Array.from({ length: (1.5 * HOUR) / SECOND }, () => second).flat();
      const lived = await livedThrough(hours, SECOND);
      expect(lived.times.length).toBeGreaterThan(2);
      expectManners(lived);
    },
  );

  it("are numbers that fit what Auth0 allows", () => {
    expect(MINUTE / manners.repeatMs + MINUTE / manners.fastestMs).toBeLessThanOrEqual(10);
    expect(manners.strikesAtMost).toBeLessThan(10);
  });
});

type Happening = [{ pass: number } | { ask: boolean } | { restart: boolean }, Outcome];

function expectManners({ times, strikes }: Awaited<ReturnType<typeof livedThrough>>): void {
  expect(Math.max(0, ...strikes)).toBeLessThan(10);
  for (const time of times) {
    const within = (ms: number) => times.filter((t) => t > time - ms && t <= time).length;
    expect(within(MINUTE)).toBeLessThanOrEqual(10);
    // By people, by the schedule, and each failure once more.
    expect(within(HOUR)).toBeLessThanOrEqual(30 + 2 * 120 + 1);
  }
}

/** When logins were made, and how many refusals in a row there had been after each. */
async function livedThrough(happenings: readonly Happening[], every = 30 * SECOND) {
  const clock = fakeClock();
  const loginRuns = fakeRuns();
  const records = fakeRecords();
  const settings = tenantAt("http://127.0.0.1", { every }).syntheticLogin;
  if (!settings) throw new Error(`no login for ${testUser.clientId}`);
  const times: number[] = [];
  const strikes: number[] = [];
  let next: Outcome = "succeeded";
  const start = () =>
    createTenantLogins({
      name: "prod",
      settings,
      haste: manners,
      loginRuns,
      records,
      subjects: { observe: async () => {}, find: async () => [] },
      clock,
      log: quietLog,
      onObserved: () => {},
      async login() {
        times.push(clock.now().getTime());
        const meaning: Meaning = outcomes[next];
        const before = strikes.at(-1) ?? 0;
        strikes.push(meaning.ok ? 0 : before + (meaning.strikes ? 1 : 0));
        return { went: { ...sayOutcome(next), steps: [] } };
      },
    });
  let logins = start();
  for (const [happening, outcome] of happenings) {
    next = outcome;
    if ("restart" in happening) logins = start();
    else if ("ask" in happening) await logins.ask(happening.ask).catch(onlyWords);
    else
      for (let second = 0; second < happening.pass; second += 1) {
        clock.pass(SECOND);
        await logins.tick();
        await logins.settled();
      }
  }
  return { times, strikes };
}

function onlyWords(error: unknown): void {
  if (!(error instanceof UserError)) throw error;
}
