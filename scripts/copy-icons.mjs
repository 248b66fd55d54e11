// Puts the app's icons beside the compiled code that packs them.
import { copyFile, mkdir, readdir } from "node:fs/promises";

const from = new URL("../adapters/teams/icons/", import.meta.url);
const to = new URL("../dist/adapters/teams/icons/", import.meta.url);

await mkdir(to, { recursive: true });
const pictures = (await readdir(from)).filter((name) => name.endsWith(".png"));
for (const name of pictures) await copyFile(new URL(name, from), new URL(name, to));
