import { afterEach, describe, expect, it } from "vitest";
import { type Charts, type ChartsOptions, createCharts } from "../../src/charts/charts.ts";
import type { Chart } from "../../src/core/message.ts";
import { build } from "../fakes/build.ts";
import { charts as specimens } from "../fixtures/charts.ts";

const slow = 120_000;
const open: Charts[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

function chartsOf(options: ChartsOptions = {}): Charts {
  const charts = createCharts(options);
  open.push(charts);
  return charts;
}

/** A worker that does what titles say. */
const hurt = new URL("./hurt-worker.mjs", import.meta.url);
const titled = (title: string): Chart => ({
  kind: "chart",
  title,
  shape: "line",
  unit: "ms",
  points: [{ label: "14:00", value: 1 }],
});
const [logins] = specimens["chart-failed"].blocks;

/** Width and height, as the picture's head says. */
const sizeOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
};
const isPng = (png: Uint8Array) => Buffer.from(png.subarray(1, 4)).toString() === "PNG";

describe("charts", () => {
  it("are drawn as PNG, sharp and of one size, one after the other", {
    timeout: slow,
  }, async () => {
    const charts = chartsOf();
    const drawn = await Promise.all([logins, logins, titled("x")].map((one) => charts.draw(one)));
    expect(drawn.map(isPng)).toEqual([true, true, true]);
    expect(drawn.map(sizeOf)).toEqual([
      [1200, 600],
      [1200, 600],
      [1200, 600],
    ]);
    expect(drawn[0]).toEqual(drawn[1]);
    expect(drawn[2]).not.toEqual(drawn[0]);
  });

  it("say why one cannot be drawn, and draw the next", { timeout: slow }, async () => {
    const charts = chartsOf();
    await expect(charts.draw({ ...logins, unit: "ミリ秒" })).rejects.toThrow("no letters");
    await expect(charts.draw({ ...logins, points: [] })).rejects.toThrow("no picture");
    expect(isPng(await charts.draw(logins))).toBe(true);
  });

  it.each([
    ["hangs", "hang", "takes longer than 0.5 s"],
    ["never answers", "silent", "takes longer than 0.5 s"],
    ["dies", "die", "has ended"],
    ["breaks", "throw", "out of ink"],
  ])("go on when what draws them %s in the midst of one", async (_, title, why) => {
    const charts = chartsOf({ worker: hurt, limitMs: 500 });
    const [first] = await charts.draw(titled("x"));
    const [bad, next] = await Promise.allSettled([
      charts.draw(titled(title)),
      charts.draw(titled("y")),
    ]);
    expect(bad).toMatchObject({
      status: "rejected",
      reason: { message: expect.stringContaining(why) },
    });
    expect(next).toMatchObject({ status: "fulfilled" });
    const [second] = await charts.draw(titled("z"));
    expect(second).not.toBe(first);
  });

  it("keep what draws them when it only refuses one", async () => {
    const charts = chartsOf({ worker: hurt });
    const first = await charts.draw(titled("x"));
    await expect(charts.draw(titled("refuse"))).rejects.toThrow("it is too ugly");
    expect(await charts.draw(titled("x"))).toEqual(first);
  });

  it("give the worker back when nobody has asked for a while, and start one anew", async () => {
    const charts = chartsOf({ worker: hurt, idleMs: 20 });
    const [first] = await charts.draw(titled("x"));
    await expect
      .poll(async () => (await charts.draw(titled("x")))[0], { interval: 100 })
      .not.toBe(first);
  });

  it("refuse one too many, rather than let all wait", async () => {
    const charts = chartsOf({ worker: hurt });
    const asked = await Promise.allSettled(
      Array.from({ length: 25 }, () => charts.draw(titled("x"))),
    );
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
    expect(isDrawn(await charts.draw(titled("x")))).toBe(true);
  });

  it("end at once when the bot stops, whatever is drawn", async () => {
    const charts = chartsOf({ worker: hurt, limitMs: 60_000 });
    await charts.draw(titled("x"));
    const hanging = charts.draw(titled("hang")).catch((error: Error) => error.message);
    await new Promise((turn) => setImmediate(turn));
    await charts.close();
    expect(await hanging).toBe("what draws charts has ended");
    await expect(charts.draw(titled("x"))).rejects.toThrow("no longer");
  });

  it("are drawn by what was built too, without tsx", { timeout: slow }, async () => {
    const built = build("src/charts/draw-worker.ts");
    try {
      const worker = built.urlOf("src/charts/draw-worker.ts");
      const png = await chartsOf({ worker }).draw(logins);
      expect(png).toEqual(await chartsOf().draw(logins));
    } finally {
      built.remove();
    }
  });
});

const isDrawn = (png: Uint8Array) => png.length === 1;
