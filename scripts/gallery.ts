import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { argv, env } from "node:process";
import { askedOf, helpWords } from "./gallery/asked.ts";
import { findChromium, openStudio } from "./gallery/browser.ts";
import { contentsOf } from "./gallery/contents.ts";
import { drawDocs } from "./gallery/docs.ts";
import { drawAll, painters } from "./gallery/draw-all.ts";
import { drawStory } from "./gallery/side-by-side.ts";

const say = (words: string) => process.stdout.write(`${words}\n`);

function asked(): ReturnType<typeof askedOf> {
  try {
    return askedOf(argv.slice(2));
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    say("npm run gallery -- --help lists all that can be said.");
    process.exit(2);
  }
}

const values = asked();
if (values.help) {
  say(helpWords);
  process.exit();
}

const browser = findChromium(env.CHROMIUM_PATH);
if (!browser) {
  say(
    "No Chromium was found. Install one (Debian: apt-get install chromium), or say where it is with CHROMIUM_PATH.",
  );
  process.exit(1);
}

const folder = resolve(values.out);
const studio = await openStudio(browser);
if (values.docs) {
  for (const file of await drawDocs(studio, "docs", values.platform)) say(`docs/${file} drawn`);
  await studio.close();
  process.exit();
}
if (values.story) {
  for (const file of await drawStory(studio, folder, painters)) say(join(folder, file));
  await studio.close();
  process.exit();
}
try {
  const shots = await drawAll(studio, folder, { platforms: values.platform, groups: values.group });
  await writeFile(join(folder, "index.html"), contentsOf(shots));
  const bad = shots.filter(({ problems }) => problems.length > 0);
  for (const { file, problems } of bad)
    say([file, ...problems.map((one) => `  ${one}`)].join("\n"));
  say(`${shots.length} pictures in ${folder}; open index.html there.`);
  if (bad.length > 0) {
    say(`${bad.length} of them show something that must not be; it is listed above.`);
    process.exitCode = 1;
  }
} finally {
  await studio.close();
}
