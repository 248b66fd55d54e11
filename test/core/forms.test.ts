import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { lineOf } from "../../src/core/form.ts";
import { createForms } from "../../src/core/forms.ts";
import { ada, ask, fakeContext } from "../fakes/context.ts";
import { openHouse } from "../fakes/house.ts";

const clock = { now: () => new Date("2026-11-22T12:00:00Z") };
const forms = createForms({ commands, services: fakeContext(), clock, zone: "UTC" });
const said = { by: ada, from: { conversation: "local:channel:ops" } } as const;
const check = (command: string, answers: Readonly<Record<string, string>>) =>
  forms.check(command, answers, said);

describe("the form of a command", () => {
  it("offers what is set up here, in words, with what is filled in already", () => {
    const form = forms.of("subscribe", { source: "status" });
    expect(form).toMatchObject({ command: "subscribe" });
    expect(form?.fields.map(({ name }) => name)).toEqual([
      "source",
      "feed",
      "as",
      "tenant",
      "only",
      "quiet",
      "mention",
    ]);
    expect(form?.fields[0]).toEqual({
      name: "source",
      label: "Source",
      hint: "What is told here",
      required: true,
      choices: ["status", "changelog", "rss"],
      choiceLabels: { status: "Auth0 status", changelog: "Auth0 change log", rss: "Any feed" },
      value: "status",
    });
    expect(form?.fields[4]?.choiceLabels).toMatchObject({
      breaking: "breaking (Auth0 change log)",
    });
  });

  it("offers other choices where the button has others", () => {
    const field = (choices?: Readonly<Record<string, readonly string[]>>) =>
      forms.of("waive", {}, choices)?.fields[0];
    expect(field()).not.toHaveProperty("choices");
    expect(field({ check: ["no-rules"] })).toMatchObject({ choices: ["no-rules"] });
  });

  it("ends what was chosen where its field is emptied, and what was not chosen stays as it is", () => {
    const form = forms.of("subscribe", { source: "status", tenant: "prod" }) ?? expect.fail();
    const line = (answers: Readonly<Record<string, string>>) =>
      lineOf(form, { source: "status", ...answers });
    expect(line({ tenant: "prod" })).toBe("subscribe source:status tenant:prod");
    expect(line({ tenant: " ", only: "" })).toBe("subscribe source:status tenant:all");
  });

  it.each(["subscriptions", "nothing-like-it"])("is not there for %s", (name) => {
    expect(forms.of(name)).toBeUndefined();
  });

  it.each([
    ["subscribe", { source: "status" }],
    ["subscribe", { source: "rss", feed: "https://example.com/feed.xml", quiet: "22:00-07:00" }],
    ["subscribe", { source: "status", mention: "local:user:grace", tenant: "prod", as: "card" }],
    ["subscribe", { source: "status", mention: "none", tenant: "all", only: "all", quiet: "off" }],
    ["logs", {}],
    ["nothing-like-it", { what: "ever" }],
  ])("finds nothing wrong with %s %o", (command, answers) => {
    expect(check(command, answers)).toEqual({});
  });

  it.each([
    ["nothing", {}, "source", "Missing"],
    ["quotes and spaces alone", { source: ' "" ' }, "source", "Missing"],
    ["no such source", { source: "statsu" }, "source", 'Did you mean "status"?'],
    ["no feed", { source: "rss" }, "feed", "Say which feed"],
    ["a feed that is none", { source: "rss", feed: "x" }, "feed", "not a feed's address"],
    ["a password", { source: "rss", feed: "https://u:p@example.com" }, "feed", "password"],
    ["a feed too many", { source: "status", feed: "https://example.com" }, "feed", "of its own"],
    ["a loudness", { source: "status", as: "loud" }, "as", "is not how loud it is"],
    ["a tenant", { source: "status", tenant: "prdo" }, "tenant", 'Did you mean "prod"?'],
    ["a label", { source: "status", only: "breaking" }, "only", "is not a label of status"],
    ["hours", { source: "status", quiet: "22-7" }, "quiet", "not hours of the day"],
    ["nobody", { source: "status", mention: "grace" }, "mention", "nobody I can mention"],
    ["elsewhere", { source: "status", mention: "slack:user:U1" }, "mention", "another platform"],
  ])("says beside the field what is wrong: %s", async (_, answers, field, words) => {
    const problems = check("subscribe", answers);
    expect(Object.keys(problems)).toEqual([field]);
    expect(problems[field]).toContain(words);
  });

  it("says all that is wrong at once", () => {
    const answers = { source: "status", as: "loud", quiet: "x" };
    expect(Object.keys(check("subscribe", answers))).toEqual(["as", "quiet"]);
    const more = { source: "status", tenant: "x", only: "y" };
    expect(Object.keys(check("subscribe", more))).toEqual(["tenant", "only"]);
  });

  it.each([
    [{ check: "no-rules", until: "30d" }, ["reason"]],
    [{ check: "no-rules", until: "30d", reason: "Moved", tenant: "prdo" }, ["tenant"]],
    [{ check: "no-rules", until: "yesterday" }, ["until"]],
    [{ check: "no-rules", until: "off" }, []],
  ])("asks of a waiver %o what it lacks", (answers, fields) => {
    expect(Object.keys(check("waive", answers))).toEqual(fields);
  });

  it("and the line it says are refused in the same words", async () => {
    const { answer } = openHouse();
    const line = "subscribe status tenant:prdo";
    const reply = await answer(commands, line, { access: { operators: [ada.id], admins: [] } });
    const problems = check("subscribe", { source: "status", tenant: "prdo" });
    expect(reply.message.summary).toBe(problems.tenant);
    await expect(ask(line)).rejects.toThrow(problems.tenant);
  });

  it("has its say before the command itself, however the line was said", async () => {
    const { answer, command, seen } = openHouse();
    const look = command("look", { check: () => ({ what: "There is no such thing." }) });
    const reply = await answer([look], "look nowhere");
    expect(reply.message.summary).toBe("There is no such thing.");
    expect(seen).toEqual([]);
  });
});
