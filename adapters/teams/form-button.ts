import { z } from "zod";
import { seedOf } from "../../src/core/form.ts";
import type { Action } from "../../src/core/message.ts";

/** What makes a form anew, as a button or a dialog carries it. */
export const seedShape = z.object({
  command: z.string().min(1),
  values: z.record(z.string(), z.string()).default({}),
  choices: z.record(z.string(), z.array(z.string())).default({}),
});

export type Seed = z.infer<typeof seedShape>;

const carried = z.object({
  /** What is said where no form can be shown. */
  line: z.string().min(1),
  form: seedShape,
});

export type FormButton = z.infer<typeof carried>;

/** Characters that the button of one form may carry; the other buttons of the card need room too. */
const most = 3000;

/** What a button carries: its line and, where it opens a form that fits, what makes the form anew. */
export function carriedBy(action: Exclude<Action, { url: string }>): object {
  const { line } = action;
  if (!("form" in action)) return { line };
  const { choices, ...seed } = seedOf(action.form);
  // Where choices are not known, the answer is typed; where not even values fit, the line is said.
  const fitting = [{ ...seed, ...(choices ? { choices } : {}) }, seed].find(
    (form) => form.command !== "" && JSON.stringify(form).length <= most,
  );
  return fitting ? { line, form: fitting, msteams: { type: "task/fetch" } } : { line };
}

const pressed = z.object({ data: carried });

/** What the button carried that asks for a dialog; undefined where no form's button was pressed. */
export function readFormPress(value: unknown): FormButton | undefined {
  return pressed.safeParse(value).data?.data;
}
