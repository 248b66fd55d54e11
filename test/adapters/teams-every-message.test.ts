import { beforeAll, describe, expect, it } from "vitest";
import { problemsOf } from "../../adapters/teams/card-kit.ts";
import { renderTeams, renderWithoutCard } from "../../adapters/teams/render.ts";
import { allGroups } from "../../scripts/gallery/groups.ts";
import type { Group } from "../../scripts/gallery/painter.ts";
import { figuresOf } from "../../src/core/chart-figures.ts";
import { type Block, type Message, type Span, spansOf, type Text } from "../../src/core/message.ts";
import { plainText } from "../../src/core/plain.ts";
import { readMessage } from "../fakes/teams/reading.ts";
import { complaintsAbout } from "./teams-parser.ts";

/** Specimens that are longer than any message, to see them cut. */
const isTooLong = (name: string) => /too-long|very-long/.test(name);

describe("every message the bot can make, as a card", () => {
  let groups: readonly Group[] = [];
  beforeAll(async () => {
    groups = await allGroups();
  });
  const all = () =>
    groups
      .filter(({ platforms = ["teams"] }) => platforms.includes("teams"))
      .flatMap(({ name: group, specimens }) =>
        specimens.map(({ name, message }) => ({ name: `${group}: ${name}`, message })),
      );
  const failing = (isBad: (message: Message) => boolean) =>
    all()
      .filter(({ message }) => isBad(message))
      .map(({ name }) => name);

  it("is one that Teams takes, and that Microsoft's own parser finds nothing wrong with", () => {
    const refused = all().flatMap(({ name, message }) => {
      const card = renderTeams(message);
      return [...problemsOf({ ...card }), ...complaintsAbout(card)].map(
        (problem) => `${name}: ${problem}`,
      );
    });
    expect(refused).toEqual([]);
  });

  it("is cut nowhere: what one message cannot hold has parts, pages or an address", () => {
    const cut = all()
      .filter(({ name }) => !isTooLong(name))
      .filter(({ message }) => /… and \d+ more/u.test(JSON.stringify(renderTeams(message))));
    expect(cut.map(({ name }) => name)).toEqual([]);
  });

  it.each(["desk", "phone"] as const)("shows every word of itself on a %s", (host) => {
    const lacking = all()
      .filter(({ name }) => !isTooLong(name))
      .flatMap(({ name, message }) => {
        const shown = squeezed(readMessage({ activity: renderTeams(message) }, host));
        return message.blocks
          .flatMap(wordsIn)
          .filter((words) => !shown.includes(squeezed(words)))
          .map((words) => `${name}: ${words}`);
      });
    expect(lacking).toEqual([]);
  });

  it("is announced in a whole sentence, and has words of its own for when its card is refused", () => {
    const odd = /undefined|\[object|NaN|Invalid Date/;
    expect(
      failing((message) => {
        const { summary } = renderTeams(message);
        return summary.trim().length < 5 || odd.test(summary);
      }),
    ).toEqual([]);
    expect(failing((message) => odd.test(renderWithoutCard(message).text))).toEqual([]);
  });
});

const squeezed = (words: string): string => words.replace(/[\s\uFFFD\u2060]/gu, "");

/** What a block says, in pieces that stand together wherever it is shown. */
function wordsIn(block: Block): readonly string[] {
  switch (block.kind) {
    case "heading":
      return [block.text];
    case "text":
    case "note":
      return piecesOf(block.text);
    case "fields":
      return block.fields.flatMap(({ label, value }) => [label, ...piecesOf(value)]);
    case "list":
      return block.items.flatMap(piecesOf);
    case "table":
      return [...block.columns, ...block.rows.flat().flatMap(piecesOf)];
    case "code":
      return [block.code];
    case "chart":
      return figuresIn(block);
    case "file":
      return [block.name];
    case "divider":
      return [];
    case "actions":
      return block.actions.map(({ label }) => label);
    default:
      return block satisfies never;
  }
}

function figuresIn({ title, unit, points }: Extract<Block, { kind: "chart" }>): readonly string[] {
  const { range, failed } = figuresOf(points);
  const said = range ? [range.low, range.high, range.latest] : [];
  const figures = said.flatMap(({ label, value }) => [label, String(value)]);
  return [title, ...(range ? [unit] : []), ...figures, ...failed.map(() => "failed")];
}

const piecesOf = (content: Text): readonly string[] => spansOf(content).map(said);

/** A person of Teams is called by as much of their name as cannot be markup, and a link's address is not shown. */
function said(span: Span): string {
  if (typeof span === "string") return span;
  if ("mention" in span) return "@";
  return "link" in span ? span.link : plainText([span]);
}
