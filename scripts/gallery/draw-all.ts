import type { Studio } from "./browser.ts";
import { allGroups } from "./groups.ts";
import { local } from "./local.ts";
import { type Painter, themes, widths } from "./painter.ts";
import { makeFolder, type Shot, shoot } from "./shoot.ts";
import { slack } from "./slack.ts";
import { teams } from "./teams.ts";

export const painters: readonly Painter[] = [slack, teams, local];

export interface Choice {
  readonly platforms?: readonly string[] | undefined;
  readonly groups?: readonly string[] | undefined;
}

/** Draws what is wanted (by default everything) on every platform, in every width and theme. */
export async function drawAll(
  studio: Studio,
  folder: string,
  only: Choice = {},
): Promise<readonly Shot[]> {
  const groups = chosen(await allGroups(), only.groups);
  await makeFolder(folder);
  const shots: Shot[] = [];
  for (const painter of chosen(painters, only.platforms)) {
    const files = await painter.files();
    const mine = groups.filter(({ platforms = [painter.name] }) =>
      platforms.includes(painter.name),
    );
    const wanted = mine.flatMap((group) =>
      widths.flatMap((width) => themes.map((theme) => ({ painter, files, group, width, theme }))),
    );
    for (const one of wanted) shots.push(await shoot(studio, folder, one));
  }
  return shots;
}

function chosen<One extends { readonly name: string }>(
  all: readonly One[],
  names: readonly string[] | undefined,
): readonly One[] {
  return names ? all.filter(({ name }) => names.includes(name)) : all;
}
