import { expect, it } from "vitest";
import { askedOf, groupWords, helpWords } from "../scripts/gallery/asked.ts";

it("lists the gallery's options and groups where they are asked for", () => {
  expect(askedOf(["--help"]).help).toBe(true);
  for (const word of ["--platform", "--docs", ...Object.keys(groupWords)]) {
    expect(helpWords).toContain(`  ${word}`);
  }
});

it("says which groups and platforms there are to whoever names another", () => {
  expect(askedOf(["--group", "errors", "--platform", "slack"]).group).toEqual(["errors"]);
  expect(() => askedOf(["--group", "erors"])).toThrow(/no group "erors".*errors, limits/);
  expect(() => askedOf(["--platform", "irc"])).toThrow('no platform "irc". There are slack');
});
