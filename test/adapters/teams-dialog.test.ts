import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formDialog, wordsDialog } from "../../adapters/teams/dialog.ts";
import { readAnswers } from "../../adapters/teams/dialog-inputs.ts";
import { carriedBy, readFormPress } from "../../adapters/teams/form-button.ts";
import { commands } from "../../src/commands/index.ts";
import { formAction, formOf, lineOf } from "../../src/core/form.ts";
import { createForms } from "../../src/core/forms.ts";
import type { Form } from "../../src/core/message.ts";
import { fakeContext } from "../fakes/context.ts";
import { problemsOfDialog } from "../fakes/teams/dialog-card.ts";
import { specimens } from "../fixtures/specimens.ts";
import { anyWords } from "../properties/words.ts";

const words = fc.oneof(
  anyWords({ maxLength: 200 }),
  fc.constantFrom(
    "",
    " ",
    "-",
    "x".repeat(5000),
    "\ud800",
    "\u{e0001}",
    "{{DATE(2020-01-01)}}",
    "22:00-07:00",
  ),
);
const name = fc.stringMatching(/^[a-z]{1,12}$/);
const choices = fc.array(words, { maxLength: 60 });
const field = fc.record(
  {
    name,
    label: words,
    hint: words,
    example: words,
    required: fc.boolean(),
    choices,
    choiceLabels: fc.dictionary(words, words),
    asks: fc.constantFrom("person" as const, "hours" as const),
    value: words,
  },
  { requiredKeys: ["name", "label", "hint", "required"] },
);
const form: fc.Arbitrary<Form> = fc.record({
  command: fc.oneof(name, words),
  title: words,
  verb: words,
  fields: fc.uniqueArray(field, { selector: (one) => one.name, minLength: 1, maxLength: 6 }),
});

/** All that is wrong but for size: no form of ours has so many words. */
const problemsOf = (dialog: ReturnType<typeof formDialog>) =>
  problemsOfDialog(dialog.task).filter((problem) => problem !== "the card is too large");

describe("a dialog", () => {
  it.each(
    commands
      .filter(({ args }) => Object.keys(args).length > 0)
      .map((each) => [each.name, each] as const),
  )("for %s is one that Teams shows, whatever can be chosen and is filled in", (_, command) => {
    const plain = formDialog(formOf(command), {});
    expect(problemsOfDialog(plain.task)).toEqual([]);
    const filled = fc.dictionary(fc.constantFrom(...Object.keys(command.args)), words);
    const offered = fc.dictionary(
      fc.constantFrom(...Object.keys(command.args)),
      fc.record({ choices, choiceLabels: fc.dictionary(words, words) }),
    );
    fc.assert(
      fc.property(filled, offered, filled, (values, chosen, problems) => {
        const made = formOf(command, values, chosen);
        const dialog = formDialog(made, {}, { typed: {}, problems });
        expect(problemsOf(dialog)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it("for any form is one that Teams shows, and holds what was typed when it comes again", () => {
    fc.assert(
      fc.property(form, (any) => {
        const dialog = formDialog(any, {});
        expect(problemsOf(dialog)).toEqual([]);
        const typed = typedIn(dialog);
        const again = formDialog(any, {}, { typed: readAnswers(any, typed).typed, problems: {} });
        expect(typedIn(again)).toEqual(typed);
      }),
      { numRuns: 100 },
    );
  });

  it.each(Object.entries(specimens))("in place of a form may say %s", (_, message) => {
    const dialog = wordsDialog("subscribe", message);
    expect(problemsOfDialog(dialog.task)).toEqual([]);
    expect(JSON.stringify(dialog)).not.toContain('"actions"');
  });

  it("lets a long list be searched, and an optional one be left", () => {
    const many = Array.from({ length: 40 }, (_, index) => `check-${index}`);
    const made = formOf({ name: "go", summary: "Go", args: {} }, {});
    const fields = [
      { name: "one", label: "One", hint: "", required: true, choices: many },
      { name: "two", label: "Two", hint: "", required: false, choices: ["a", "b"] },
    ];
    const card = JSON.stringify(formDialog({ ...made, fields }, {}));
    expect(card).toContain('"style":"filtered"');
    expect(card).toContain('{"title":"No choice","value":"-"}');
    const { answers } = readAnswers({ ...made, fields }, { one: "check-7", two: "-" });
    expect(answers).toEqual({ one: "check-7", two: "" });
  });

  it("keeps a choice that is offered no more: to submit a form as it is changes nothing", () => {
    const fields = [
      { name: "a", label: "A", hint: "", required: false, choices: ["x"], value: "gone" },
    ];
    const made = { command: "go", title: "Go", verb: "Go", fields };
    expect(typedIn(formDialog(made, {}))).toEqual({ a: "gone" });
  });
});

describe("a form's button in Teams", () => {
  it("carries what makes the form anew, as far as it fits, and never more", () => {
    fc.assert(
      fc.property(form, (any) => {
        const data = carriedBy({ label: "Go", form: any, line: "help x" });
        expect(JSON.stringify(data).length).toBeLessThan(3500);
        const read = readFormPress({ data });
        if ("msteams" in data) expect(read?.form.command).toBe(any.command);
        else expect(read).toBeUndefined();
      }),
    );
  });

  it.each([
    { name: "subscribe", values: { source: "status", as: "all" } },
    { name: "waive", values: { check: "no-rules" }, choices: { check: ["no-rules", "own-mail"] } },
    { name: "logs" },
  ])("makes the form anew that it was made with: %o", (wanted) => {
    const context = fakeContext({ role: "admin" });
    const [action] = formAction(context, { ...wanted, label: "Go" });
    const made = action && "form" in action ? action : expect.fail("no form");
    const { form: read } = readFormPress({ data: carriedBy(made) }) ?? expect.fail("no data");
    const clock = { now: () => new Date() };
    const forms = createForms({ commands, services: context, clock, zone: "UTC" });
    expect(forms.of(read.command, read.values, read.choices)).toEqual(made.form);
  });
});

describe("what was filled in", () => {
  it("becomes the line of the form", () => {
    const subscribe = commands.find((command) => command.name === "subscribe");
    const made = formOf(subscribe ?? expect.fail());
    const id = "69ace000-0000-4000-8000-000000000002";
    const { answers, problems } = readAnswers(made, {
      source: "status",
      quiet_from: "22:00",
      quiet_to: "07:00",
      mention: id,
      feed: 7,
      other: "x",
    });
    expect(problems).toEqual({});
    expect(lineOf(made, answers)).toBe(
      `subscribe source:status quiet:22:00-07:00 mention:teams:user:${id}`,
    );
  });
});

/** What stands in the inputs of a dialog, by id: what Teams would send back. */
function typedIn({ task }: ReturnType<typeof formDialog>): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  JSON.stringify(task, (_, value: unknown) => {
    const { id, type, value: held } = (value ?? {}) as Readonly<Record<string, unknown>>;
    const words = String(held ?? "");
    // A choice comes back as it was offered.
    if (type === "Input.ChoiceSet") found[String(id)] = words;
    else if (String(type).startsWith("Input.")) found[String(id)] = words.trim();
    return value;
  });
  return found;
}
