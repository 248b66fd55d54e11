import { type DialogAnswer, formDialog, wordsDialog } from "../../adapters/teams/dialog.ts";
import { idsOf } from "../../adapters/teams/dialog-inputs.ts";
import { commands } from "../../src/commands/index.ts";
import { createForms } from "../../src/core/forms.ts";
import { sources as allSources } from "../../src/sources/index.ts";
import { ask } from "./answers.ts";
import { night } from "./night.ts";
import { dataScript, type Group, type Specimen } from "./painter.ts";

const services = {
  sources: allSources.map(({ id, title, labels, feedNamed }) => ({ id, title, labels, feedNamed })),
  tenants: [{ name: "prod" }, { name: "staging" }],
} as unknown as Parameters<typeof createForms>[0]["services"];
const forms = createForms({ commands, services, clock: { now: () => night }, zone: "UTC" });
const ada = { id: "teams:user:29:ada", name: "Ada", groups: [], member: true } as const;

/** A dialog as Teams draws it: its title, and the card below. */
export function drawDialog({ task }: DialogAnswer): string {
  if (task.type === "message") return `<section class="dialog"><p>${task.value}</p></section>`;
  const { title, card } = task.value;
  return `<section class="dialog"><h2>${title}</h2><div class="card">${dataScript(card.content)}</div></section>`;
}

/** Every form there is, empty and filled in, with what is wrong, and refused. */
export async function dialogs(): Promise<Group> {
  const refused = await ask("trouble", "help subscribe", ada);
  const specimen = (name: string, dialog: DialogAnswer): Specimen => ({
    name,
    message: { summary: name, blocks: [] },
    dialog,
  });
  const filled = { source: "status", as: "thread", quiet: "22:00-07:00" };
  return {
    name: "dialogs",
    platforms: ["teams"],
    specimens: [
      ...commands
        .filter(({ name }) => forms.of(name))
        .map(({ name }) => specimen(`form-${name}`, formDialog(formOf(name), {}))),
      specimen("form-filled", formDialog(formOf("subscribe", filled), {})),
      specimen("form-wrong", wrong()),
      specimen("form-instead", wordsDialog("subscribe", refused.message)),
    ],
  };
}

function wrong(): DialogAnswer {
  const form = formOf("subscribe");
  const typed = { source: "rss", feed: "example", quiet_from: "22:00" };
  const said = { by: ada, from: { conversation: "teams:channel:19:ops" } as const };
  const found = Object.entries(forms.check("subscribe", typed, said)).map(([name, words]) => {
    const field = form.fields.find((one) => one.name === name);
    return [field ? idsOf(field)[0] : name, words];
  });
  const problems = {
    ...Object.fromEntries(found),
    quiet_to: "Say until when, or leave both empty.",
  };
  return formDialog(form, {}, { typed, problems });
}

function formOf(name: string, values: Readonly<Record<string, string>> = {}) {
  const form = forms.of(name, values);
  if (!form) throw new Error(`${name} has no form`);
  return form;
}
