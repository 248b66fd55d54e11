import { parseArgs } from "node:util";
import { expect, it } from "vitest";
import { SettingsError } from "../../src/core/errors.ts";
import { lastWords } from "../../src/program/last-words.ts";

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

const options = { to: { type: "string" } } as const;

it.each([
  ["an option without its value", ["--to"], "--to <value>"],
  ["an option that there is not", ["--too", "backups"], "'--too'"],
])(
  "of %s the last words say which, and where to look, without a trace of the code",
  (_what, args, named) => {
    const words = lastWords(thrownBy(() => parseArgs({ args: [...args], options })));
    expect(words).toContain(named);
    expect(words).toMatch(/\n"watchpost help" lists what each takes\.$/);
    expect(words).not.toContain("    at ");
  },
);

it("of settings they are what is to be mended, and of a fault its trace", () => {
  const settings = new SettingsError("watchpost.yaml", ['"locl" is no setting here']);
  expect(lastWords(settings)).toBe(
    'watchpost.yaml needs attention:\n  - "locl" is no setting here',
  );
  expect(lastWords(new Error("a fault"))).toMatch(/^Error: a fault\n\s+at /);
});
