import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import gate from "./vitest.config.ts";

const files = readdirSync("test", { recursive: true, encoding: "utf8" })
  .map((file) => join("test", file))
  .filter((file) => file.endsWith(".test.ts"));
const withProperties = files.filter((file) =>
  /"fast-check"|contracts\/store\.ts/u.test(readFileSync(file, "utf8")),
);

const { projects: _, ...common } = gate.test ?? {};

/** Every property fifty times as often as in the gate, with other seeds each time, or for a minute. */
export default defineConfig({
  ...gate,
  test: {
    ...common,
    include: withProperties,
    provide: { properties: { times: 50, ms: 60_000 } },
    testTimeout: 600_000,
  },
});
