import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { type Access, allows, type Role, roles } from "../../src/core/access.ts";
import type { Person } from "../../src/core/chat-adapter.ts";
import type { Command } from "../../src/core/command.ts";
import type { Message } from "../../src/core/message.ts";
import { ada, ask } from "../fakes/context.ts";
import { openHouse } from "../fakes/house.ts";

/** As the design says who may say what; a new command is one more line. */
const table: Readonly<Record<string, Role>> = {
  help: "viewer",
  home: "viewer",
  status: "viewer",
  incidents: "viewer",
  login: "operator",
  logs: "operator",
  user: "operator",
  tail: "operator",
  errors: "operator",
  limits: "operator",
  explain: "viewer",
  changes: "viewer",
  bulletins: "viewer",
  bulletin: "viewer",
  readiness: "viewer",
  waive: "admin",
  subscribe: "operator",
  unsubscribe: "operator",
  subscriptions: "operator",
  mute: "operator",
  digest: "operator",
  access: "viewer",
  forget: "admin",
  doctor: "viewer",
  audit: "admin",
};

/** Lines that take more than the role of their command. */
const more: readonly (readonly [line: string, role: Role])[] = [
  ["bulletin CVE-2026-40155 ack", "operator"],
  ['bulletin add "Weak cookies"', "operator"],
  ["access who:local:user:bob", "admin"],
];

const access: Access = {
  viewers: ["local:user:viewer"],
  operators: ["local:user:operator"],
  admins: ["local:user:admin"],
};
const personWith = (role: Role): Person => ({ ...ada, id: `local:user:${role}`, name: role });

/** Commands that do nothing but note with which role they were run. */
function watched(run: (command: Command, role: Role, by: string) => void): readonly Command[] {
  return commands.map(
    (command): Command => ({
      ...command,
      async run(_args, context) {
        run(command, context.role, context.by.id);
        return { summary: "Done.", blocks: [] };
      },
    }),
  );
}

describe("the roles that commands need", () => {
  it("are those of the design, for every command that there is", () => {
    const known = Object.fromEntries(commands.map(({ name, access: needs }) => [name, needs]));
    for (const [name, needs] of Object.entries(known)) expect(table[name], name).toBe(needs);
  });

  it("stand in the README's table", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    for (const { name, access: needs } of commands) {
      const row = readme.split("\n").find((line) => new RegExp(`^\\| \`${name}[ \`]`).test(line));
      expect(row, name).toMatch(new RegExp(`\\| ${needs} \\|$`));
    }
  });

  const said = commands.flatMap(({ name, examples, access: needs }) =>
    roles.map((role) => [name, role, examples, needs] as const),
  );

  it.each(said)(
    "of %s are held against whoever says it, before anything is asked: %s",
    async (_name, role, examples, needs) => {
      const house = openHouse();
      const ran: Role[] = [];
      const all = watched((_command, as) => void ran.push(as));
      const by = personWith(role);
      for (const line of examples) await house.answer(all, line, { access, invocation: { by } });
      expect(new Set(ran)).toEqual(new Set(allows(role, needs) ? [role] : []));
    },
  );

  it.each(more)("are greater for a line that does more: %s", async (line, needs) => {
    const house = openHouse();
    for (const role of roles.filter((one) => !allows(one, needs))) {
      const by = personWith(role);
      const plain = await house.plainly(commands, line, { access, invocation: { by } });
      const needed = role === "none" ? "viewer" : needs;
      expect(plain).toContain(`needs the role ${needed}, which you do not have here`);
    }
  });
});

/** Every line that buttons and forms of these answers carry. */
function linesIn(message: Message): readonly string[] {
  return message.blocks.flatMap((block) =>
    block.kind === "actions"
      ? block.actions.flatMap((action) => ("line" in action ? [action.line] : []))
      : [],
  );
}

describe("no way of saying a line", () => {
  const line = fc.constantFrom(...commands.flatMap(({ examples }) => examples));
  const dressed = fc
    .record({
      line,
      before: fc.constantFrom("", "/", " ", "\u00a0"),
      upper: fc.boolean(),
      after: fc.subarray([
        "share:here",
        "part:2",
        "page:2",
        "confirm:yes",
        "stop:3f9c21ab",
        "event:1",
      ]),
      thread: fc.option(fc.constant("m1"), { nil: undefined }),
      channel: fc.constantFrom("local:channel:ops", "local:user:admin", "local:user:viewer"),
    })
    .map(({ line: said, before, upper, after, ...place }) => {
      const [name = "", ...words] = said.split(" ");
      const spoken = [upper ? name.toUpperCase() : name, ...words, ...after].join(" ");
      return { line: `${before}${spoken}`, ...place };
    });

  it("runs a command for whoever lacks its role, or with more than the speaker's", async () => {
    await fc.assert(
      fc.asyncProperty(dressed, fc.constantFrom(...roles), async (said, role) => {
        const house = openHouse();
        const ran: { readonly needs: Role; readonly as: Role; readonly by: string }[] = [];
        const all = watched(({ access: needs }, as, by) => void ran.push({ needs, as, by }));
        const by = personWith(role);
        const from = {
          conversation: said.channel,
          ...(said.thread ? { thread: said.thread } : {}),
        } as const;
        await house.answer(all, said.line, { access, invocation: { by, from } });
        for (const one of ran) {
          expect(one.as).toBe(role);
          expect(one.by).toBe(by.id);
          expect(allows(role, one.needs)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("gives a button of an admin's answer more than its presser's role", async () => {
    const asked = await Promise.all(
      commands
        .flatMap(({ examples }) => examples)
        .map((each) => ask(each, { role: "admin" }).catch(() => undefined)),
    );
    const lines = new Set(asked.flatMap((message) => (message ? linesIn(message) : [])));
    expect(lines.size).toBeGreaterThan(20);
    const house = openHouse();
    for (const role of ["none", "viewer", "operator"] as const) {
      const ran: { readonly needs: Role; readonly as: Role }[] = [];
      const all = watched(({ access: needs }, as) => void ran.push({ needs, as }));
      const by = personWith(role);
      for (const each of lines) await house.answer(all, each, { access, invocation: { by } });
      expect(ran.every(({ as, needs }) => as === role && allows(role, needs))).toBe(true);
    }
  });
});
