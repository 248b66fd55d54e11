import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { readings } from "../../src/metrics/world.ts";
import type { Exposition } from "../metrics/exposition.ts";
import { readPromql } from "./promql.ts";
import { openWatchedBot } from "./watched-bot.ts";

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
}
const alerts: { groups: { name: string; rules: Rule[] }[] } = parse(
  read("deploy/prometheus/alerts.yaml"),
);
const rules = alerts.groups.flatMap((group) => group.rules);

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; h: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
}
const dashboard: {
  schemaVersion: number;
  uid: string;
  title: string;
  templating: { list: { name: string; type: string; query: unknown }[] };
  panels: Panel[];
} = JSON.parse(read("deploy/grafana/watchpost.json"));
const operate = read("docs/operate.md");

const ofItself = [
  "watchpost_answer_seconds_count",
  "watchpost_lines_total",
  "watchpost_log_events_total",
  "watchpost_auth0_quota_remaining",
  "watchpost_synthetic_login_success",
  "watchpost_source_age_seconds",
  "watchpost_delivery_attempts_total",
];

/** What Prometheus itself adds. */
const added = ["instance", "job"];

describe("a bot that is watched", () => {
  let bot: Awaited<ReturnType<typeof openWatchedBot>>;
  let page: Exposition;
  beforeAll(async () => {
    bot = await openWatchedBot();
    for (const line of ["status", "login", "nonsense ada@example.com"]) await bot.say(line);
    // Everything that comes by itself has come.
    await vi.waitFor(
      async () => {
        page = await bot.metrics();
        const missing = ofItself.filter((name) => page.value(name) === undefined);
        if (missing.length > 0) throw new Error(`not there yet: ${missing.join(", ")}`);
      },
      { timeout: 60_000, interval: 200 },
    );
  });
  afterAll(() => bot.close());

  /** The labels that a metric has, as far as any of its figures shows; else those it is made with. */
  function labelsOf(metric: string): readonly string[] | undefined {
    if (metric === "up") return [];
    const shown = page.figures.find(({ name }) => name === metric);
    if (shown) return Object.keys(shown.labels);
    return readings[metric as keyof typeof readings]?.labels;
  }

  function expectKnown(expression: string): void {
    const { selectors, grouped } = readPromql(expression);
    const known = new Set(added);
    for (const { metric, labels } of selectors) {
      const has = labelsOf(metric);
      expect(has, `${metric} is none of the bot's metrics`).toBeDefined();
      for (const one of has ?? []) known.add(one);
      expect([...(has ?? []), ...added], `${metric} in ${expression}`).toEqual(
        expect.arrayContaining([...labels]),
      );
    }
    expect([...known], expression).toEqual(expect.arrayContaining([...grouped]));
  }

  it("is ready, and says so part by part", async () => {
    await expect.poll(async () => (await fetch(`${bot.urls.public}/readyz`)).status).toBe(200);
    const { parts } = (await (await fetch(`${bot.urls.public}/readyz`)).json()) as {
      parts: { part: string }[];
    };
    expect(parts.map(({ part }) => part)).toEqual(["store", "local", "sources"]);
    expect((await fetch(`${bot.urls.public}/healthz`)).status).toBe(200);
  });

  it("has a metric with these labels for everything that an alert asks", () => {
    expect(rules.length).toBeGreaterThan(15);
    for (const { expr } of rules) expectKnown(expr);
  });

  it("has a metric with these labels for everything that the dashboard asks", () => {
    const asked = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(asked.length).toBeGreaterThan(25);
    for (const expr of asked) expectKnown(expr);
  });

  it("has every metric that the docs speak of", () => {
    const named = operate.match(/\b(?:watchpost|process)_[a-z0-9_]+[a-z0-9]\b/g) ?? [];
    expect(named.length).toBeGreaterThan(20);
    const known = [...page.types.keys()];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it("shows no person, no conversation and no word that somebody typed", () => {
    const shown = new Set(page.figures.flatMap(({ labels }) => Object.values(labels)));
    for (const word of shown)
      expect(word).not.toMatch(/ada\b|\bops|nonsense|example|127\.0|@|:\/\//);
  });

  it("says in its log what it did for a line under the id that the line's sender was given", async () => {
    const id = await bot.say("nonsense");
    await expect.poll(() => bot.entries.some(({ request }) => request === id)).toBe(true);
  });
});

describe("the alerts", () => {
  it("each say what is wrong, how urgent it is, and where it is said what to do", () => {
    const names = rules.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    for (const { alert, labels, annotations, for: long } of rules) {
      expect(alert).toMatch(/^Watchpost[A-Z]\w+$/);
      expect(["critical", "warning"]).toContain(labels.severity);
      expect(annotations.summary, alert).toBeTruthy();
      expect(annotations.description, alert).toBeTruthy();
      if (long !== undefined) expect(long).toMatch(/^\d+[smh]$/);
      expect(annotations.runbook_url).toBe(`docs/operate.md#${alert.toLowerCase()}`);
    }
  });

  it("have a section each in the docs that ends in something to see, and no other has one", () => {
    const sections = operate.split(/^### /m).slice(1);
    const written = sections.map((section) => section.split("\n", 1)[0]);
    expect(written).toEqual(rules.map(({ alert }) => alert));
    for (const section of sections) {
      expect(section).toMatch(/^1\. /m);
      expect(section, section.split("\n", 1)[0]).toMatch(/^To see: .+/m);
    }
  });

  it("speak only of labels that are there when they fire", () => {
    for (const { alert, expr, annotations } of rules) {
      const words = Object.values(annotations).join(" ");
      const used = [...words.matchAll(/\$labels\.(\w+)/g)].map(([, name = ""]) => name);
      const aggregated = /\bsum by \(([^)]*)\)/.exec(expr)?.[1]?.split(/,\s*/);
      const { selectors } = readPromql(expr);
      const has =
        aggregated ??
        selectors.flatMap(({ metric }) => {
          const declared: readonly string[] | undefined =
            readings[metric as keyof typeof readings]?.labels;
          return declared ?? [];
        });
      expect([...has, ...added], alert).toEqual(expect.arrayContaining(used));
    }
  });
});

describe("the dashboard", () => {
  it("is a model that Grafana imports, of whichever Prometheus is chosen", () => {
    expect(dashboard).toMatchObject({ uid: "watchpost", title: "Watchpost" });
    expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(36);
    const [source] = dashboard.templating.list;
    expect(source).toMatchObject({ name: "datasource", type: "datasource", query: "prometheus" });
    for (const { type, title, datasource, targets = [], description } of dashboard.panels) {
      if (type === "row") continue;
      expect(["timeseries", "stat"]).toContain(type);
      expect(datasource, title).toEqual({
        type: "prometheus",
        uid: expect.stringMatching(/^\$\{datasource\}$/),
      });
      expect(targets.length, title).toBeGreaterThan(0);
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
      expect(description, title).toMatch(/\.$/);
    }
  });

  it("has each panel in a place of its own, within the width there is", () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const taken = new Set<string>();
    for (const { title, gridPos } of panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(taken.has(`${x} ${y}`), title).toBe(false);
          taken.add(`${x} ${y}`);
        }
      }
    }
  });
});

describe("what is read of an expression", () => {
  it("is its metrics, the labels it chooses by and those it groups by", () => {
    expect(
      readPromql(
        'sum by (le, platform) (rate(a_bucket{job="x",le=~"1|2"}[5m])) / on (job) b > 3e6',
      ),
    ).toEqual({
      selectors: [
        { metric: "a_bucket", labels: ["job", "le"] },
        { metric: "b", labels: [] },
      ],
      grouped: ["le", "platform", "job"],
    });
  });

  it.each(["sum(a", "sum(a]) ", "a{b=}", "a{b", "1 + 2", "a ? b", 'a{b="c}'])(
    "is nothing where it is none: %s",
    (expression) => {
      expect(() => readPromql(expression)).toThrow();
    },
  );
});
