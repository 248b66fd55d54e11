import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { lockOf, shippedIn } from "../../scripts/supply/lock.ts";
import { noticesOf } from "../../scripts/supply/notices.ts";

const top = fileURLToPath(new URL("../../", import.meta.url));
const lock = lockOf(readFileSync(`${top}package-lock.json`, "utf8"));
const shipped = shippedIn(lock).filter(({ path }) => existsSync(`${top}${path}`));
const notices = noticesOf(top, "Watchpost 1.2.3", shipped);

/** The part of the notices that a package stands in. */
const partOf = (title: string): string =>
  notices
    .split(/^={80}$/m)
    .find((part) => part.split("\n").some((line) => line.startsWith(title))) ?? "";

describe("the notices that go with what ships", () => {
  it("name every package that is installed, with its licence", () => {
    expect(notices).toContain("Packages that Watchpost 1.2.3 comes with");
    const missing = shipped.filter(
      ({ name, version }) => !notices.includes(`\n${name} ${version} (`),
    );
    expect(missing).toEqual([]);
  });

  it("have the texts, and the notices that Apache's licence asks to be passed on", () => {
    expect(partOf("pino ")).toContain("Permission is hereby granted, free of charge");
    expect(partOf("echarts ")).toContain("Apache License");
    expect(partOf("echarts ")).toContain("The Apache Software Foundation");
    expect(partOf("dejavu-fonts-ttf ")).toContain("Bitstream Vera is");
  });

  it("say where the source is of what asks for that", () => {
    expect(partOf("@resvg/resvg-js ")).toMatch(/\(MPL-2\.0\), https:\/\/github\.com\/\S+resvg-js/);
    expect(partOf("@resvg/resvg-js ")).toContain("Mozilla Public License");
  });

  it("give parts of a package for one machine the terms of the whole", () => {
    const parts = shipped.filter(({ name }) => name.startsWith("@resvg/resvg-js-"));
    expect(parts.length).toBeGreaterThan(0);
    for (const { name } of parts) expect(partOf(`${name} `)).toContain("Mozilla Public License");
  });

  it("say so where a package holds no text", () => {
    const without = notices.match(/The package holds no text of its own; it says: .+/g) ?? [];
    expect(without.length).toBeLessThan(5);
    for (const words of without) expect(words).toMatch(/says: [\w.-]+, by .+\.$/);
  });
});
