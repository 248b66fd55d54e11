import type { SourceRecord } from "../../fakes/auth0/log-source.ts";

interface Delivery {
  readonly records: readonly SourceRecord[];
  readonly tries: number;
}

/**
 * A log stream that is none too good: it loses one event in twenty and sends one in twenty twice, in no order; what was not
 * acknowledged it sends again later, three times at most.
 */
export function createSender(given: {
  random: () => number;
  token: string;
  /** Where the bot listens; undefined while it does not. */
  door: () => string | undefined;
}) {
  const { random, token } = given;
  let waiting: readonly Delivery[] = [];
  const figures = { lost: 0, doubled: 0, refused: 0, givenUp: 0 };

  function fate(record: SourceRecord): readonly SourceRecord[] {
    const chance = random();
    if (chance < 0.05) figures.lost += 1;
    else if (chance < 0.1) figures.doubled += 1;
    if (chance < 0.05) return [];
    return chance < 0.1 ? [record, record] : [record];
  }

  async function post(records: readonly SourceRecord[]): Promise<boolean> {
    const door = given.door();
    if (!door) return false;
    const lines = records.map((data) => JSON.stringify({ log_id: data.log_id, data }));
    try {
      const { status } = await fetch(`${door}/auth0/logs/prod`, {
        method: "POST",
        headers: { authorization: token, "content-type": "application/x-ndjson" },
        body: lines.join("\n"),
      });
      return status === 200;
    } catch {
      return false; // It was killed while it was being told.
    }
  }

  async function deliver({ records, tries }: Delivery): Promise<void> {
    if (records.length === 0 || (await post(records))) return;
    figures.refused += 1;
    if (tries < 2) waiting = [...waiting, { records, tries: tries + 1 }];
    else figures.givenUp += records.length;
  }

  return {
    figures,
    async send(records: readonly SourceRecord[]): Promise<void> {
      await deliver({ records: shuffled(records.flatMap(fate), random), tries: 0 });
      const [first, ...rest] = waiting;
      if (!first || random() < 0.5) return;
      waiting = rest;
      await deliver(first);
    },
  };
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
