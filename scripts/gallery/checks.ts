import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import type { Group, Modal, Painter, Specimen } from "./painter.ts";

const require = createRequire(import.meta.url);
const inspecting = new URL("./in-page/inspect.mjs", import.meta.url);

/** What axe says of one rule. */
interface Finding {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly why: string }[];
}

/** Everything wrong with a sheet as it stands in the window, in words. */
export async function checkSheet(page: Page, painter: Painter, group: Group): Promise<string[]> {
  await page.addScriptTag({ content: await readFile(inspecting, "utf8") });
  return [
    ...(await page.evaluate<string[]>(`findClipped(${JSON.stringify(painter.scrollers)})`)),
    ...(await missing(page, group)),
    ...(await inaccessible(page, painter)),
  ];
}

/** Specimens that left their frame empty, or lost a button or the beginning of their words. */
async function missing(page: Page, { specimens }: Group): Promise<string[]> {
  const shown = await page.evaluate<string[]>("readFrames()");
  return specimens.flatMap((specimen, index) => {
    const drawn = squeezed(shown[index] ?? "");
    if (drawn === "") return [`${specimen.name}: nothing was drawn`];
    return expected(specimen)
      .filter((words) => !drawn.includes(squeezed(words)))
      .map((words) => `${specimen.name}: "${words}" is not shown`);
  });
}

/** Words that no platform may lose: headings, labels of fields and of buttons. */
function expected({ message, modal, dialog }: Specimen): readonly string[] {
  if (modal) return labelsIn(modal);
  if (dialog) return labelsOf(dialog);
  return message.blocks
    .flatMap((block) => {
      if (block.kind === "heading") return [block.text];
      if (block.kind === "fields") return block.fields.map(({ label }) => label);
      return block.kind === "actions" ? block.actions.map(({ label }) => label) : [];
    })
    .map((words) => words.slice(0, 60));
}

function labelsIn({ view: { title, blocks }, errors = {} }: Modal): readonly string[] {
  const labels = blocks.flatMap((block) =>
    block.type === "input" && "label" in block ? [block.label.text] : [],
  );
  return [title.text, ...labels, ...Object.values(errors)];
}

/** A dialog's title and, wherever they stand in its card, the labels of its inputs. */
function labelsOf({ task }: NonNullable<Specimen["dialog"]>): readonly string[] {
  if (task.type === "message") return [task.value];
  const labels: string[] = [];
  JSON.stringify(task.value.card.content, (key, value: unknown) => {
    if (key === "label") labels.push(String(value));
    return value;
  });
  return [task.value.title, ...labels];
}

/** Platforms differ in spaces, capitals and signs that cannot be seen; stand-ins, in signs that could be markup. */
const squeezed = (words: string): string =>
  words.toLowerCase().replace(/[^\p{L}\p{N}\p{P}\p{S}]|[\uFFFD*_~`∗∼ˋ]/gu, "");

async function inaccessible(page: Page, { excuses }: Painter): Promise<string[]> {
  await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
  const found = await page.evaluate<readonly Finding[]>(`runAxe(${JSON.stringify(excuses)})`);
  return found.map(({ id, help, nodes: [first, ...others] }) => {
    const more = others.length > 0 ? ` and ${others.length} more` : "";
    const why = (first?.why ?? "").replace(/\s+/g, " ").slice(0, 300);
    return `${id}: ${help}. ${first?.html.slice(0, 160)}${more}: ${why}`;
  });
}
