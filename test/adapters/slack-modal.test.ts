import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formValue, readFormValue } from "../../adapters/slack/form-button.ts";
import { formView, waitingView, wordsView } from "../../adapters/slack/modal.ts";
import { readAnswers } from "../../adapters/slack/modal-inputs.ts";
import { metadataOf } from "../../adapters/slack/submission.ts";
import { problemsOfView } from "../../adapters/slack/view-kit.ts";
import { commands } from "../../src/commands/index.ts";
import { formAction, formOf, lineOf } from "../../src/core/form.ts";
import { createForms } from "../../src/core/forms.ts";
import type { Form } from "../../src/core/message.ts";
import { fakeContext } from "../fakes/context.ts";
import { specimens } from "../fixtures/specimens.ts";
import { anyWords } from "../properties/words.ts";

const words = fc.oneof(
  anyWords({ maxLength: 200 }),
  fc.constantFrom(
    "",
    " ",
    "x".repeat(5000),
    "\ud800",
    "<!channel>",
    "22:00-07:00",
    "slack:user:U1",
  ),
);
const name = fc.stringMatching(/^[a-z]{1,12}$/);
const choices = fc.array(words, { maxLength: 150 });
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
  fields: fc.uniqueArray(field, { selector: (one) => one.name, minLength: 1, maxLength: 120 }),
});
const options = fc.record({
  metadata: fc.constant('{"command":"x"}'),
  choosesConversation: fc.boolean(),
});

describe("a modal", () => {
  it.each(
    commands
      .filter(({ args }) => Object.keys(args).length > 0)
      .map((each) => [each.name, each] as const),
  )("for %s is one that Slack shows, whatever can be chosen and is filled in", (_, command) => {
    const filled = fc.dictionary(fc.constantFrom(...Object.keys(command.args)), words);
    const offered = fc.dictionary(
      fc.constantFrom(...Object.keys(command.args)),
      fc.record({ choices, choiceLabels: fc.dictionary(words, words) }),
    );
    fc.assert(
      fc.property(filled, offered, options, (values, chosen, how) => {
        const view = formView(formOf(command, values, chosen), how);
        expect(problemsOfView(view)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it("for any form is one that Slack shows", () => {
    fc.assert(
      fc.property(form, options, (any, how) => {
        expect(problemsOfView(formView(any, how))).toEqual([]);
      }),
    );
  });

  it.each(Object.entries(specimens))("in place of a form may say %s", (_, message) => {
    const view = wordsView("subscribe", message);
    expect(problemsOfView(view)).toEqual([]);
    expect(JSON.stringify(view)).not.toContain('"actions"');
  });

  it("says that it waits", () => {
    expect(problemsOfView(waitingView("subscribe"))).toEqual([]);
  });

  it("remembers no more than Slack keeps", () => {
    const where = { command: "subscribe", channel: "C1" };
    const long = metadataOf({ ...where, responseUrl: `https://${"x".repeat(4000)}` });
    expect(JSON.parse(long)).toEqual(where);
    const short = { ...where, thread: "1.2", responseUrl: "https://hooks.slack.com/x" };
    expect(JSON.parse(metadataOf(short))).toEqual(short);
  });
});

describe("a form's button", () => {
  it("carries what makes the form anew, as far as it fits, and never more", () => {
    fc.assert(
      fc.property(form, (any) => {
        const value = formValue(any, "help x");
        if (value === undefined) return;
        expect(value.length).toBeLessThanOrEqual(1500);
        const read = readFormValue(value);
        if (any.command !== "")
          expect(read).toMatchObject({ command: any.command, line: "help x" });
      }),
    );
    const small = formOf({ name: "go", summary: "Go", args: {} }, {});
    expect(readFormValue(formValue(small, "help go") ?? "")).toMatchObject({ command: "go" });
  });

  it.each([
    { name: "subscribe", values: { source: "status", as: "all" } },
    { name: "waive", values: { check: "no-rules" }, choices: { check: ["no-rules", "own-mail"] } },
    { name: "logs" },
  ])("makes the form anew that it was made with: %o", (wanted) => {
    const context = fakeContext({ role: "admin" });
    const [action] = formAction(context, { ...wanted, label: "Go" });
    const made = action && "form" in action ? action : expect.fail("no form");
    const read = readFormValue(formValue(made.form, made.line) ?? "") ?? expect.fail("no value");
    const clock = { now: () => new Date() };
    const forms = createForms({ commands, services: context, clock, zone: "UTC" });
    expect(forms.of(read.command, read.values, read.choices)).toEqual(made.form);
  });

  it.each(["", "{}", "[]", "status", '{"command":1}', '{"command":"x"}'])(
    "is not what carries %s",
    (value) => expect(readFormValue(value)).toBeUndefined(),
  );
});

describe("what was filled in", () => {
  it("becomes the line of the form", () => {
    const { answers, errors } = readAnswers({
      source: { answer: { selected_option: { value: "status" } } },
      feed: { answer: { value: null } },
      mention: { answer: { selected_user: "UGRACE" } },
      "quiet/from": { answer: { selected_time: "22:00" } },
      "quiet/to": { answer: { selected_time: "07:00" } },
      "/conversation": { answer: { selected_conversation: "C2" } },
    });
    expect(errors).toEqual({});
    const subscribe = commands.find((command) => command.name === "subscribe");
    expect(lineOf(formOf(subscribe ?? expect.fail()), answers)).toBe(
      "subscribe source:status quiet:22:00-07:00 mention:slack:user:UGRACE",
    );
  });
});
