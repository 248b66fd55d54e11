import {
  choicesOf,
  inputsOf,
  isObject,
  isPicker,
  isTime,
  problemsOfDialog,
  submitOf,
  type Wanted,
} from "./dialog-card.ts";
import type { Activity, Delivered } from "./sending.ts";
import { type Account, ada } from "./world.ts";

type Json = Readonly<Record<string, unknown>>;

/** What someone has before them: a card to fill in, or words to read. */
export interface FakeDialog {
  readonly title: string;
  readonly card: Json;
  readonly from: From;
}

/** What every invoke of a dialog says beside its value; `chosen`: what was chosen beside the box that people write in. */
export type From = Activity & { readonly chosen?: string };

/** Dialogs as Teams shows them: one at a time for each person, over whatever they were doing. */
export function createDialogs(deliver: (activity: Activity) => Promise<Delivered>) {
  const open = new Map<string, FakeDialog>();
  const said = new Map<string, string>();

  /** What Teams does with an answer. What it could not show, it says went wrong; the dialog stays as it was. */
  function react({ status, body }: Delivered, by: Account, from: From): void {
    said.delete(by.id);
    if (status !== 200) {
      said.set(by.id, "Something went wrong. Please try again.");
      return;
    }
    const task = isObject(body) ? body.task : undefined;
    if (task === undefined) {
      open.delete(by.id);
      return;
    }
    const problems = problemsOfDialog(task);
    if (problems.length > 0) throw new Error(`Teams does not show this: ${problems.join("; ")}`);
    const { type, value } = task as { type: string; value: Json };
    if (type === "message") {
      open.delete(by.id);
      said.set(by.id, String(value));
      return;
    }
    const { content } = value.card as { content: Json };
    open.set(by.id, { title: String(value.title), card: content, from });
  }

  async function invoke(by: Account, from: From, what: "fetch" | "submit", data?: unknown) {
    const { chosen, ...activity } = from;
    const context = { theme: "default" };
    const asked =
      chosen === undefined
        ? { name: `task/${what}`, value: { data, context, tabContext: undefined } }
        : {
            name: names[what],
            value: { commandId: chosen, commandContext: "compose", data, context },
          };
    const delivered = await deliver({ ...activity, type: "invoke", ...asked });
    react(delivered, by, from);
    return delivered;
  }

  return {
    /** The dialog before someone. */
    shownTo: (by: Account = ada): FakeDialog | undefined => open.get(by.id),
    /** The words that stand in a box of their own. */
    saidTo: (by: Account = ada): string | undefined => said.get(by.id),
    /** Someone pressed a button that asks for a dialog. */
    fetch: (by: Account, from: From, data?: unknown) => invoke(by, from, "fetch", data),
    /** Someone fills in the dialog they see, by the words beside each input, and submits it. */
    async submit(wanted: Wanted = {}, by: Account = ada): Promise<Delivered> {
      const dialog = open.get(by.id);
      if (!dialog) throw new Error(`${by.name} sees no dialog`);
      const submit = submitOf(dialog.card);
      if (!submit) throw new Error("the dialog has nothing to submit");
      const data = { ...fillIn(dialog.card, wanted), ...(submit.data as Json) };
      const id = `f:${Date.now()}${Math.random()}`;
      return invoke(by, { ...dialog.from, id }, "submit", data);
    },
    /** Someone closes the dialog they see. Nobody is told. */
    dismiss: (by: Account = ada): void => void open.delete(by.id),
  };
}

const names = {
  fetch: "composeExtension/fetchTask",
  submit: "composeExtension/submitAction",
} as const;

function fillIn(card: Json, wanted: Wanted): Json {
  const inputs = inputsOf(card);
  const labels = inputs.map(({ label }) => String(label));
  const unknown = Object.keys(wanted).filter((label) => !labels.includes(label));
  if (unknown.length > 0) {
    throw new Error(`the dialog asks for ${labels.join(", ")}, not for ${unknown.join(", ")}`);
  }
  const answers = inputs.map((input): [string, string] => [
    String(input.id),
    answerTo(input, wanted[String(input.label)]),
  ]);
  return Object.fromEntries(answers);
}

/** What an input holds: what is typed or chosen, else what stood there. The client lets nobody submit what it can tell is wrong. */
function answerTo(input: Json, wanted: string | undefined): string {
  const answer = wanted === undefined ? String(input.value ?? "") : written(input, wanted);
  const label = String(input.label);
  if (input.isRequired && answer === "") throw new Error(`"${label}" must be filled in`);
  if (input.type === "Input.Time" && answer !== "" && !isTime(answer)) {
    throw new Error(`"${answer}" is no time for "${label}"`);
  }
  return answer;
}

function written(input: Json, wanted: string): string {
  if (input.type !== "Input.ChoiceSet" || isPicker(input) || wanted === "") return wanted;
  const offered = choicesOf(input);
  const found = offered.find(({ title }) => title === wanted);
  if (found) return String(found.value);
  const titles = offered.map(({ title }) => String(title)).join(", ");
  throw new Error(`"${wanted}" cannot be chosen, only ${titles}`);
}
