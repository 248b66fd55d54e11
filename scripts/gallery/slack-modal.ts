import type { types } from "@slack/bolt";
import { formView, waitingView, wordsView } from "../../adapters/slack/modal.ts";
import { commands } from "../../src/commands/index.ts";
import { createForms } from "../../src/core/forms.ts";
import { sources as allSources } from "../../src/sources/index.ts";
import { ask } from "./answers.ts";
import { night } from "./night.ts";
import { escapeHtml, type Group, type Modal, type Specimen } from "./painter.ts";

type Input = types.InputBlock;

/** A modal as Slack draws it. `drawBlocks`: for what stands in messages too; its fields are drawn here. */
export function drawModal(
  { view, errors = {} }: Modal,
  drawBlocks: (blocks: readonly unknown[]) => string,
): string {
  const blocks = view.blocks.map((block) =>
    block.type === "input" ? field(block as Input, errors) : drawBlocks([block]),
  );
  const close = view.close ? `<span>${escapeHtml(view.close.text)}</span>` : "";
  const submit = view.submit ? `<b>${escapeHtml(view.submit.text)}</b>` : "";
  return `<section class="modal"><h2>${escapeHtml(view.title.text)}</h2>${blocks.join("\n")}
<footer>${close}${submit}</footer></section>`;
}

function field(input: Input, errors: Readonly<Record<string, string>>): string {
  const { label, hint, optional, element, block_id: id = "" } = input;
  const wrong = errors[id];
  const small = wrong
    ? `<small class="wrong">${escapeHtml(wrong)}</small>`
    : `<small>${escapeHtml(hint?.text ?? "")}</small>`;
  const words = `${escapeHtml(label.text)}${optional ? " <i>(optional)</i>" : ""}`;
  return `<div class="field"><strong>${words}</strong>${control(element)}${small}</div>`;
}

/** What stands in it, or what Slack writes there while it is empty. */
function control(element: Input["element"]): string {
  switch (element.type) {
    case "static_select": {
      const { initial_option: chosen } = element;
      return box(chosen?.text.text, "Select an option", "▾");
    }
    case "users_select":
      return box(element.initial_user, "Select a user", "▾");
    case "conversations_select":
      return box("# ops", "Select a conversation", "▾");
    case "timepicker":
      return box(element.initial_time, "Select a time", "◷");
    case "plain_text_input":
      return box(element.initial_value, element.placeholder?.text ?? "", "");
    default:
      throw new Error(`no form has a ${element.type}`);
  }
}

function box(value: string | undefined, empty: string, sign: string): string {
  const words = value ? escapeHtml(value) : `<i>${escapeHtml(empty)}</i>`;
  return `<div class="control"><span>${words}</span><span>${sign}</span></div>`;
}

/** Colours: of small print, of frames, of what is wrong. */
export const modalStyle = ({
  small,
  line,
  wrong,
}: Readonly<Record<"small" | "line" | "wrong", string>>): string => `
  .modal { box-sizing: border-box; max-width: 520px; padding: 4px 20px; border: 1px solid ${line}; border-radius: 8px; }
  .modal h2 { margin: 12px 0; font-size: 20px; }
  .modal .field { margin: 14px 0; }
  .modal .field > * { display: block; }
  .modal i { color: ${small}; font-style: normal; font-weight: normal; }
  .modal small { color: ${small}; font-size: 13px; overflow-wrap: anywhere; }
  .modal small.wrong { color: ${wrong}; }
  .modal .control { display: flex; justify-content: space-between; margin: 4px 0; padding: 7px 10px;
    border: 1px solid ${line}; border-radius: 4px; }
  .modal .control span { overflow-wrap: anywhere; }
  .modal footer { margin: 18px 0 14px; text-align: right; }
  .modal footer > * { display: inline-block; margin-left: 8px; padding: 6px 14px; border: 1px solid ${line}; border-radius: 4px; }
  .modal footer b { border-color: #007a5a; background: #007a5a; color: #fff; }
`;

const tenants = [{ name: "prod" }, { name: "staging" }];
const services = {
  sources: allSources.map(({ id, title, labels, feedNamed }) => ({ id, title, labels, feedNamed })),
  tenants,
} as unknown as Parameters<typeof createForms>[0]["services"];
const forms = createForms({ commands, services, clock: { now: () => night }, zone: "UTC" });

/** The form of a command as its modal. */
export function modalOf(
  name: string,
  values: Readonly<Record<string, string>> = {},
  more: { choosesConversation?: boolean } = {},
): types.ModalView {
  const form = forms.of(name, values);
  if (!form) throw new Error(`${name} has no form`);
  return formView(form, { metadata: "", ...more });
}

/** Every form there is, empty and filled in, refused and awaited. */
export async function modals(): Promise<Group> {
  const stranger = { id: "slack:user:U123", name: "Ada", groups: [], member: true } as const;
  const refused = await ask("trouble", "help subscribe", stranger);
  const specimen = (name: string, view: types.ModalView, errors = {}): Specimen => ({
    name,
    message: { summary: name, blocks: [] },
    modal: { view, errors },
  });
  const filled = {
    source: "status",
    as: "thread",
    quiet: "22:00-07:00",
    mention: "slack:user:U123",
  };
  const wrong = { source: "rss", feed: "example", tenant: "prod" };
  const problems = forms.check("subscribe", wrong, {
    by: stranger,
    from: { conversation: "slack:channel:C1" },
  });
  return {
    name: "forms",
    platforms: ["slack"],
    specimens: [
      ...commands
        .filter(({ name }) => forms.of(name))
        .map(({ name }) => specimen(`form-${name}`, modalOf(name))),
      specimen("form-filled", modalOf("subscribe", filled)),
      specimen("form-wrong", modalOf("subscribe", wrong), problems),
      specimen("form-by-shortcut", modalOf("subscribe", {}, { choosesConversation: true })),
      specimen("form-waiting", waitingView("subscribe")),
      specimen("form-instead", wordsView("subscribe", refused.message)),
    ],
  };
}
