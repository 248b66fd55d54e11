import { z } from "zod";
import { seedOf } from "../../src/core/form.ts";
import type { Form } from "../../src/core/message.ts";
import { printable } from "./limits.ts";

/** What the button of a form carries: enough to make the form anew without asking anybody. */
const carried = z.object({
  command: z.string().min(1),
  /** What is said where no form can be shown. */
  line: z.string().min(1),
  values: z.record(z.string(), z.string()).default({}),
  choices: z.record(z.string(), z.array(z.string())).default({}),
});

export type FormButton = z.infer<typeof carried>;

/** Slack takes 2000 characters; the other buttons of the message need room too. */
const most = 1500;

/** How such a button's action_id begins. */
export const formPrefix = "form-";

/** A button's value; undefined where the form fits none. */
export function formValue(form: Form, line: string): string | undefined {
  const { command, values, choices } = seedOf(form);
  // What does not fit is left out: where choices are not known, the answer is typed.
  return [
    { command, line, values, choices },
    { command, line, values },
    { command, line },
  ]
    .map((value) => JSON.stringify(value))
    .find((value) => value.length <= most && printable(value) === value);
}

/** Undefined for a value that no form's button has. */
export function readFormValue(value: string): FormButton | undefined {
  try {
    const { success, data } = carried.safeParse(JSON.parse(value));
    return success ? data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
