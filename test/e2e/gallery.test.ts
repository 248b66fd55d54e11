import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, openStudio, type Studio } from "../../scripts/gallery/browser.ts";
import { painters } from "../../scripts/gallery/draw-all.ts";
import { specimenGroups } from "../../scripts/gallery/groups.ts";
import type { Group, Painter } from "../../scripts/gallery/painter.ts";
import { shoot } from "../../scripts/gallery/shoot.ts";
import { slack } from "../../scripts/gallery/slack.ts";
import { heading, text } from "../../src/core/message.ts";

const browser = findChromium(env.CHROMIUM_PATH);
const why = browser ? "" : " (skipped: no Chromium; install one or set CHROMIUM_PATH)";

describe.skipIf(!browser)(`the gallery${why}`, () => {
  let studio: Studio;
  let folder: string;

  beforeAll(async () => {
    studio = await openStudio(browser ?? "");
    folder = await mkdtemp(join(tmpdir(), "watchpost-gallery-"));
  });
  afterAll(async () => {
    await studio?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const draw = async (painter: Painter, group: Group) =>
    shoot(studio, folder, {
      painter,
      group,
      files: await painter.files(),
      width: 390,
      theme: "dark",
    });

  it.each(painters)(
    "draws every card on a phone as $title does, with nothing cut and all of it readable",
    async (painter) => {
      const cards = specimenGroups().find(({ name }) => name === "card");
      const shot = await draw(painter, cards ?? { name: "card", specimens: [] });
      expect(cards?.specimens.length).toBeGreaterThan(5);
      expect(shot.problems).toEqual([]);
      const picture = await readFile(join(folder, shot.file));
      expect(picture.subarray(1, 4).toString()).toBe("PNG");
    },
  );

  it("says what is cut off, what is not drawn at all, and what can hardly be read", async () => {
    const message = { summary: "One word.", blocks: [heading("Heading"), text("w".repeat(400))] };
    const careless: Painter = {
      ...slack,
      files: async () => new Map(),
      head: () =>
        "<style>.box { overflow: hidden; white-space: nowrap; color: #aaa; background: #fff; }</style>",
      draw: ({ name }) => (name === "empty" ? "" : `<p class="box">Heading ${"w".repeat(400)}</p>`),
    };
    const { problems } = await draw(careless, {
      name: "careless",
      specimens: [
        { name: "cut", message },
        { name: "empty", message },
      ],
    });
    expect(problems).toEqual([
      `cut: "${"w".repeat(40)}" is cut by <p.box>`,
      "empty: nothing was drawn",
      expect.stringMatching(/^color-contrast: /),
    ]);
  });
});
