import { beforeAll, describe, expect, it } from "vitest";
import { charactersOf, problemsOf } from "../../adapters/slack/block-kit.ts";
import { LIMITS } from "../../adapters/slack/limits.ts";
import { renderSlack, renderWithoutBlocks } from "../../adapters/slack/render.ts";
import { groupWords } from "../../scripts/gallery/asked.ts";
import { allGroups } from "../../scripts/gallery/groups.ts";
import type { Group } from "../../scripts/gallery/painter.ts";
import { commands } from "../../src/commands/index.ts";

/** Specimens that are longer than any message, to see them cut. */
const isTooLong = (name: string) => /too-long|very-long/.test(name);

describe("every message the bot can make, in every night of the gallery", () => {
  let groups: readonly Group[] = [];
  beforeAll(async () => {
    groups = await allGroups();
  });
  const all = () =>
    groups.flatMap(({ name: group, specimens }) =>
      specimens.map(({ name, message }) => ({ name: `${group}: ${name}`, message })),
    );

  it("knows an answer of each command", () => {
    const names = all().map(({ name }) => name);
    const without = commands.filter(({ name }) => !names.some((one) => one.includes(name)));
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it("is in a group that the gallery's help lists", () => {
    expect(groups.map(({ name }) => name).sort()).toEqual(Object.keys(groupWords).sort());
  });

  it("is one that Slack takes", () => {
    const refused = all().flatMap(({ name, message }) =>
      problemsOf(renderSlack(message).blocks).map((problem) => `${name}: ${problem}`),
    );
    expect(refused).toEqual([]);
  });

  it("is cut nowhere: what one message cannot hold has parts, pages or an address", () => {
    const cut = all()
      .filter(({ name }) => !isTooLong(name))
      .filter(({ message }) => {
        const { blocks } = renderSlack(message);
        const words = JSON.stringify(blocks);
        return (
          charactersOf(blocks) > LIMITS.budget ||
          /more than one Slack message holds|more lines"|more characters"|and \d+ more (row|button|column)/.test(
            words,
          )
        );
      });
    expect(cut.map(({ name }) => name)).toEqual([]);
  });

  it("says what it is about by its text alone, in a whole sentence and in words", () => {
    const lame = all().filter(({ message }) => {
      const { text } = renderSlack(message);
      return text.trim().length < 5 || /undefined|\[object|NaN|Invalid Date/.test(text);
    });
    expect(lame.map(({ name }) => name)).toEqual([]);
    const plain = all().filter(({ message }) =>
      /undefined|\[object|NaN|Invalid Date/.test(renderWithoutBlocks(message).text),
    );
    expect(plain.map(({ name }) => name)).toEqual([]);
  });

  it("holds no markup that Slack could read as a call or a link", () => {
    const calls = all().filter(({ message }) => /<[!@#]/.test(renderSlack(message).text));
    expect(calls.map(({ name }) => name)).toEqual([]);
  });
});
