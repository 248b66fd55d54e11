import { expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/core/clock.ts";
import { openReadingBench } from "./bench.ts";

const cases = [
  ["dated", -9],
  ["dated", 9],
  ["odd", -9],
] as const;
for (const [ids, minutes] of cases) {
  it(`names all of the span that is missing, by Auth0's clock, which is ${minutes} minutes ahead (ids: ${ids})`, async () => {
    const bench = openReadingBench({ keptMs: DAY, ids, skewMs: minutes * MINUTE });
    const write = () => bench.source.write();
    write();
    await bench.clock.advance(15 * MINUTE);
    await bench.run(10 * MINUTE, write);
    // Quiet for as long as the clocks are apart.
    await bench.run(9 * MINUTE);
    await bench.off(40 * HOUR, write);
    await bench.run(20 * MINUTE, write);
    const { holes } = await bench.coverage();
    expect(holes).toHaveLength(1);
    const [{ from, to }] = holes as [(typeof holes)[number]];
    const stored = new Set(await bench.stored());
    const lost = bench.source
      .ever()
      .slice(0, -200)
      .filter(({ record }) => !stored.has(record.log_id));
    expect(lost.length).toBeGreaterThan(500);
    expect(lost.filter(({ cameIn }) => cameIn < from || cameIn >= to)).toEqual([]);
  });
}
