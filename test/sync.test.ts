import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { current, fullPath, generatedFiles } from "../scripts/sync-parts.ts";
import { settingsOf } from "../scripts/sync-settings.ts";
import { markdownTable, withPart } from "../scripts/sync-tables.ts";

describe("the generated parts", () => {
  it.each(generatedFiles())("of $path are fresh; if not: npm run sync", ({ path, text }) => {
    expect(existsSync(fullPath(path)) ? current(path) : "").toBe(text);
  });

  it("stand between their markers, and nothing else is touched", () => {
    const document =
      "before\n<!-- begin generated: x -->\nold\n<!-- end generated: x -->\nafter <!-- end generated: x -->\n";
    expect(withPart(document, "x", "new")).toBe(
      "before\n<!-- begin generated: x -->\nnew\n<!-- end generated: x -->\nafter <!-- end generated: x -->\n",
    );
  });

  it.each(["nothing", "<!-- begin generated: x -->\nno end"])(
    "are not written where markers are missing: %s",
    (document) => {
      expect(() => withPart(document, "x", "new")).toThrow('the markers of "x" are missing');
    },
  );

  it("keep a table whole when a cell has a bar in it", () => {
    expect(markdownTable(["a"], [["x|y"]])).toBe("| a |\n|---|\n| x\\|y |");
  });

  it("name a setting by its whole path", () => {
    const schema = {
      properties: {
        tenants: { items: { required: ["name"], properties: { name: { type: "string" } } } },
        store: { properties: { sqlite: { type: "string", default: "x" } } },
      },
    };
    expect(settingsOf(schema).map(({ path, required }) => [path, required])).toEqual([
      ["tenants", false],
      ["tenants[].name", true],
      ["store.sqlite", false],
    ]);
  });
});
