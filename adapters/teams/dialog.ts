import type { Block, Form, Message } from "../../src/core/message.ts";
import { brief, type Filled, idsOf, inputsOf } from "./dialog-inputs.ts";
import { renderTeams } from "./render.ts";
import type { Element } from "./spans.ts";

/** What Teams shows next of a dialog; nothing closes it. */
export type DialogAnswer =
  | {
      readonly task: {
        readonly type: "continue";
        readonly value: {
          readonly title: string;
          readonly width: "medium";
          readonly height: "medium" | "large";
          readonly card: { readonly contentType: string; readonly content: object };
        };
      };
    }
  | { readonly task: { readonly type: "message"; readonly value: string } };

/** Under which the dialog remembers, in its own button, what it was made of. No input is called so. */
export const rememberedAs = "filledForm";

/** Fields that a dialog shows without having to be scrolled. */
const fewFields = 3;
const most = { title: 60, intro: 300 };

/** A form to fill in, or to fill in again: then with what was typed, and what is wrong with it beside each field. */
export function formDialog(
  form: Form,
  remembered: object,
  filled: Filled = { typed: {}, problems: {} },
): DialogAnswer {
  const submit = {
    type: "Action.Submit",
    title: brief(form.verb, most.title) || "Form",
    data: { [rememberedAs]: remembered },
  };
  const body = [
    ...sayProblems(form, filled),
    ...introduction(form.title),
    ...inputsOf(form, filled),
  ];
  const content = { type: "AdaptiveCard", $schema, version: "1.5", body, actions: [submit] };
  return dialogOf(form.command, content, form.fields.length > fewFields);
}

const $schema = "http://adaptivecards.io/schemas/adaptive-card.json";

/** What is said instead of a form. */
export function wordsDialog(command: string, message: Message): DialogAnswer {
  const blocks = message.blocks.filter((block) => !isLeftOut(block, command));
  const [{ content }] = renderTeams({ ...message, blocks }).attachments;
  return dialogOf(command, content, false);
}

/** The dialog's own title says it already, and a button in a dialog would have no conversation to answer in. */
const isLeftOut = (block: Block, command: string): boolean =>
  block.kind === "actions" || (block.kind === "heading" && block.text === command);

export const sentenceDialog = (value: string): DialogAnswer => ({
  task: { type: "message", value },
});

function dialogOf(command: string, content: object, isLong: boolean): DialogAnswer {
  const card = { contentType: "application/vnd.microsoft.card.adaptive", content };
  const height = isLong ? "large" : "medium";
  return {
    task: { type: "continue", value: { title: titleOf(command), width: "medium", height, card } },
  };
}

/** Said first, where a screen reader begins: which fields want another look, and what no field has to do with. */
function sayProblems({ fields }: Form, { problems }: Filled): readonly Element[] {
  const entries = Object.entries(problems);
  if (entries.length === 0) return [];
  const wrong = fields.filter((field) => idsOf(field).some((id) => Object.hasOwn(problems, id)));
  const own = wrong.flatMap(idsOf);
  const others = entries.flatMap(([id, words]) => (own.includes(id) ? [] : [words]));
  const named = wrong.map(({ label }) => label).join(", ");
  const words = [...(named ? [`Please look again at: ${named}.`] : []), ...others];
  return [
    {
      type: "Container",
      style: "attention",
      bleed: true,
      items: words.map((line) => ({
        type: "RichTextBlock",
        inlines: [{ type: "TextRun", text: `⚠️ ${brief(line, 500)}`, weight: "Bolder" }],
      })),
    },
  ];
}

function introduction(title: string): readonly Element[] {
  const text = brief(title, most.intro);
  return text === ""
    ? []
    : [{ type: "RichTextBlock", inlines: [{ type: "TextRun", text, isSubtle: true }] }];
}

const titleOf = (command: string): string =>
  brief(`${command.slice(0, 1).toUpperCase()}${command.slice(1)}`, most.title) || "Form";
