import type { Form, FormField } from "../../../src/core/message.ts";
import { make } from "./dom.ts";
import { formLine } from "./form-line.ts";

/** Asks for a command's arguments, and says the line they make. The browser keeps the focus inside. */
export function openForm(document: Document, form: Form, say: (line: string) => void): void {
  const body = make(document, "form", { method: "dialog" });
  const preview = make(document, "code", {});
  const cancel = make(document, "button", { type: "button", class: "action" }, "Cancel");
  const submit = make(document, "button", { class: "action main" }, form.verb);
  const title = make(document, "h2", { id: "form-title" }, form.title);
  const dialog = make(document, "dialog", { "aria-labelledby": "form-title" }, body);
  body.append(
    title,
    ...form.fields.map((field) => drawField(document, field)),
    make(document, "p", { class: "note" }, "This will say: ", preview),
    make(document, "div", { class: "actions" }, submit, cancel),
  );

  const line = () => formLine(form, answersOf(body));
  const showLine = () => {
    preview.textContent = line();
  };
  body.addEventListener("input", showLine);
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    say(line());
    dialog.close();
  });
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  showLine();
  document.body.append(dialog);
  dialog.showModal();
}

function answersOf(form: HTMLFormElement): Readonly<Record<string, string>> {
  const given = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(given);
}

function drawField(document: Document, field: FormField): HTMLElement {
  const id = `form-${field.name}`;
  const common = {
    id,
    name: field.name,
    required: field.required,
    "aria-describedby": `${id}-hint`,
  };
  const control = field.choices
    ? drawChoices(document, field, common)
    : make(document, "input", { ...common, type: "text", value: field.value, autocomplete: "off" });
  const optional = field.required ? "" : " (may stay empty)";
  return make(
    document,
    "p",
    { class: "field" },
    make(document, "label", { for: id }, `${field.label}${optional}`),
    control,
    make(document, "span", { class: "note", id: `${id}-hint` }, hintOf(field)),
  );
}

const hintOf = ({ hint, example }: FormField): string =>
  example ? `${hint}, like ${example}` : hint;

function drawChoices(
  document: Document,
  { choices = [], choiceLabels = {}, required, value }: FormField,
  attributes: Parameters<typeof make>[2],
): HTMLElement {
  const empty = required && choices.includes(value ?? "") ? [] : [""];
  const called = (choice: string) =>
    Object.hasOwn(choiceLabels, choice) ? choiceLabels[choice] : choice;
  const options = [...empty, ...choices].map((choice) =>
    make(
      document,
      "option",
      { value: choice, selected: choice === (value ?? "") },
      called(choice) || "choose…",
    ),
  );
  return make(document, "select", attributes, ...options);
}
