import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConversationId } from "../../src/core/address.ts";
import type { Wish } from "../../src/core/subscription.ts";
import { type Happening, histories, observationOf, subjectAfter } from "./history.ts";
import { buildProcesses, createBot, type PlatformProcess, startPlatform } from "./processes.ts";
import { type Told, verdictOn } from "./verdict.ts";

/** More by hand: CHAOS_RUNS=200 npx vitest run test/chaos */
const runs = Number(process.env.CHAOS_RUNS ?? 6);

let platform: PlatformProcess;
let folder: string;
let built: ReturnType<typeof buildProcesses>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "watchpost-chaos-"));
  built = buildProcesses();
  platform = await startPlatform(built);
});
afterAll(() => {
  platform.close();
  built.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe("delivery, through faults and kills", () => {
  it("tells every revision once and in order, and shows the last state", {
    timeout: 300_000 * Math.ceil(runs / 6),
  }, async () => {
    let nth = 0;
    await fc.assert(
      fc.asyncProperty(histories, async ({ happenings, deaths }) => {
        nth += 1;
        await live(`${nth}`, { happenings, deaths });
      }),
      { numRuns: runs, endOnFailure: true },
    );
    expect(nth).toBeGreaterThanOrEqual(runs);
  });

  it("goes on by itself after a kill, also where nothing happens any more", async () => {
    const read = { what: "read", more: 2, tenants: "both", redate: 0 } as const;
    await live("end", {
      happenings: [
        { what: "faults", chance: 1, kinds: ["error"], seed: 1 },
        { ...read, subject: 0 },
        { ...read, subject: 1 },
      ],
      deaths: [],
      killedInTheEnd: true,
    });
  });
});

interface Life {
  readonly happenings: readonly Happening[];
  /** After how many steps each life of the bot ends. */
  readonly deaths: readonly number[];
  /** Once more, after the last order, while the faults go on. */
  readonly killedInTheEnd?: boolean;
}

async function live(
  name: string,
  { happenings, deaths, killedInTheEnd = false }: Life,
): Promise<void> {
  const conversations = ["card", "thread", "all", "b-only"].map(
    (kind): ConversationId => `pretend:channel:${kind}-${name}`,
  );
  const [card, thread, all, onlyB] = conversations as [
    ConversationId,
    ConversationId,
    ConversationId,
    ConversationId,
  ];
  const wish = (conversation: ConversationId, as: Wish["as"], tenant?: string): Wish => ({
    conversation,
    as,
    source: "status",
    feed: "",
    origin: "settings",
    ...(tenant ? { tenant } : {}),
  });
  await platform.faults({ chance: 0, kinds: [], seed: 1 });
  const file = join(folder, `${name}.db`);
  const bot = createBot({
    built,
    url: platform.url,
    file,
    deaths,
    onKilled: () => platform.mark("killed"),
  });
  const wishes = [
    wish(card, "card"),
    wish(thread, "thread"),
    wish(all, "all"),
    wish(onlyB, "thread", "b"),
  ];
  await bot.order({ do: "settle", wishes });
  await bot.order({
    do: "observe",
    observations: [observationOf("a", []), observationOf("b", [])],
  });

  const counts = new Map<number, number>();
  const hitB = new Map<number, number>();
  for (const happening of happenings) await happen(happening);
  await calm();
  if (killedInTheEnd) await bot.kill();
  await platform.faults({ chance: 0, kinds: [], seed: 1 });
  const told = [...counts].map(([subject, count]): Told => ({ subject, count, wantedFrom: 0 }));
  const toldB = [...hitB].map(
    ([subject, wantedFrom]): Told => ({ subject, count: counts.get(subject) ?? 0, wantedFrom }),
  );
  await expect
    .poll(
      async () => {
        // A life that was to end after so many steps may do so now, and then somebody starts the next.
        await bot.order({ do: "waiting" });
        const record = await platform.record();
        return [
          ...verdictOn(record, card, "card", told),
          ...verdictOn(record, thread, "thread", told),
          ...verdictOn(record, all, "all", told),
          ...verdictOn(record, onlyB, "thread", toldB),
        ];
      },
      { timeout: 60_000, interval: 100 },
    )
    .toEqual([]);
  await bot.close();

  async function happen(happening: Happening): Promise<void> {
    switch (happening.what) {
      case "read":
        return read(happening);
      case "faults":
        return void (await platform.faults(happening));
      case "breathe":
        return breathe();
      default: {
        const conversation = conversations[happening.conversation] ?? card;
        await platform.archive(conversation, happening.what === "archive");
        if (happening.what === "unarchive") await bot.order({ do: "unarchived", conversation });
      }
    }
  }

  async function read({
    subject,
    more,
    tenants,
    redate,
  }: Extract<Happening, { what: "read" }>): Promise<void> {
    const before = counts.get(subject) ?? 0;
    const count = Math.max(1, before + more);
    counts.set(subject, count);
    // News of the read that makes it wanted is told; what was known before need not be.
    if (tenants !== "a" && !hitB.has(subject)) hitB.set(subject, before);
    const seen = subjectAfter(subject, count, redate);
    const hit = tenants === "both" ? ["a", "b"] : [tenants];
    await bot.order({
      do: "observe",
      observations: hit.map((tenant) => observationOf(tenant, [seen])),
    });
  }

  /** Lets delivery get somewhere, or die trying. */
  async function breathe(): Promise<void> {
    for (let looks = 0; looks < 10; looks += 1) await bot.order({ do: "waiting" });
  }

  async function calm(): Promise<void> {
    bot.spare();
    for (const conversation of conversations) {
      await platform.archive(conversation, false);
      await bot.order({ do: "unarchived", conversation });
    }
  }
}
