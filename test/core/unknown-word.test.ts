import { beforeEach, describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { ada } from "../fakes/context.ts";
import { type House, openHouse } from "../fakes/house.ts";

const admin = { operators: [], admins: [ada.id] };

let house: House;
beforeEach(() => {
  house = openHouse();
});

describe("the answer to a word that is no command", () => {
  it.each([
    ["a token of Slack's", "xoxb-2345-67890-AbCdEfGhIjKl"],
    ["a token that tells of its bearer", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"],
    ["a client's secret", "Kq3vT9xLw2Rz8YbN5cMd7FgHjP1sQaVeUiOoXt4Z6yBnCmDfGhJkLpWrTyEuIoAs"],
    ["hexadecimal digits", "9f86d081884c7d659a2feaa0c55ad015"],
    ["letters alone", "abcdefghijklmnopqrstuvwxyzabcdefgh"],
    ["a code of a second factor", "482913"],
    ["a password", "Tr0ub4dor&3"],
    ["a short one under its name", "pwd=ab1"],
  ])("never repeats what looks like a secret: %s", async (_, secret) => {
    for (const said of [secret, `/${secret}`, `"${secret}" prod`]) {
      const plain = (await house.plainly([house.command("status")], said)).toLowerCase();
      expect(plain).toContain('i do not know that word. say "help"');
      expect(plain).not.toContain(secret.toLowerCase());
    }
    const slip = await house.plainly([house.command("status")], `statsu token=${secret}`);
    expect(slip).toContain('I do not know "statsu". Did you mean "status"?');
    expect(slip).not.toContain(secret);
  });

  it.each(["hello!", "Störung", "ヘルプ", "status2", "what's", "foo_bar"])(
    "repeats a word that is none: %s",
    async (word) => {
      expect(await house.plainly([house.command("look")], word)).toContain(
        `I do not know "${word.toLowerCase()}"`,
      );
    },
  );
});

describe("the answer to a word that fits nowhere", () => {
  const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";

  it.each([
    `changes since:${token}`,
    `incidents ${token}`,
    `help ${token}`,
    `subscribe ${token}`,
    `logs tenant:${token}`,
    `tail for:${token}`,
    `audit outcome:${token}`,
  ])("repeats no secret that was pasted there: %s", async (line) => {
    const { message } = await house.answer(commands, line, { access: admin });
    expect(JSON.stringify(message).toLowerCase()).not.toContain(token.toLowerCase());
  });
});
