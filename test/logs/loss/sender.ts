import type { SourceRecord } from "../../fakes/auth0/log-source.ts";

interface Delivery {
  readonly records: readonly SourceRecord[];
  readonly tries: number;
}

/**
 * A log stream that is none too good: it loses one event in twenty and sends one in twenty twice, in no order, and some only
 * much later; what was not acknowledged it sends again, three times at most.
 */
export function createSender(given: {
  random: () => number;
  token: string;
  /** Where the bot listens, when it does. */
  door: string;
}) {
  const { random, token, door } = given;
  let waiting: readonly Delivery[] = [];
  const figures = { lost: 0, doubled: 0, late: 0, refused: 0 };

  function fate(record: SourceRecord): readonly SourceRecord[] {
    const chance = random();
    if (chance < 0.05) figures.lost += 1;
    else if (chance < 0.1) figures.doubled += 1;
    if (chance < 0.05) return [];
    return chance < 0.1 ? [record, record] : [record];
  }

  /** True where it was acknowledged. */
  async function post(records: readonly SourceRecord[]): Promise<boolean> {
    const lines = records.map((data) => JSON.stringify({ log_id: data.log_id, data }));
    try {
      const { status } = await fetch(door, {
        method: "POST",
        headers: { authorization: token, "content-type": "application/x-ndjson" },
        body: lines.join("\n"),
      });
      return status === 200;
    } catch {
      return false; // It was killed while it was being told, or before.
    }
  }

  async function deliver({ records, tries }: Delivery): Promise<void> {
    if (records.length === 0 || (await post(records))) return;
    figures.refused += 1;
    if (tries < 2) waiting = [...waiting, { records, tries: tries + 1 }];
  }

  return {
    figures,
    post,
    async send(records: readonly SourceRecord[]): Promise<void> {
      const sent = { records: shuffled(records.flatMap(fate), random), tries: 0 };
      const isLate = random() < 0.1;
      if (isLate) figures.late += sent.records.length;
      if (isLate) waiting = [...waiting, sent];
      else await deliver(sent);
      const [first, ...rest] = waiting;
      if (!first || random() < 0.7) return;
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
