import { describe, expect, it } from "vitest";
import { beginning, chained } from "../../src/core/audit-chain.ts";
import { createNames } from "../../src/core/border-names.ts";
import { noting } from "../../src/core/border-notes.ts";
import { type CommandContext, defineCommand } from "../../src/core/command.ts";
import { createMask } from "../../src/core/mask.ts";
import { text } from "../../src/core/message.ts";
import { ada, fakeContext } from "../fakes/context.ts";
import { openHouse } from "../fakes/house.ts";
import { fakeRoles } from "../fakes/roles.ts";
import { noon } from "../fakes/subjects.ts";

const house = openHouse();
const mira = { id: "local:user:m1", name: "Mira Quillon" } as const;

const services = fakeContext({
  logins: {
    ...fakeContext().logins,
    standing: async () => ({ username: mira.name, clientId: "c1" }),
  },
  roles: fakeRoles({}, { people: [{ ...mira, groups: [], member: true }] }),
  audit: {
    ...fakeContext().audit,
    find: async () => chained(beginning, [{ at: noon, kind: "line", by: mira, command: "help" }]),
  },
});

/** Commands that say to everybody whatever they were handed. */
const careless: readonly [string, (context: CommandContext) => Promise<unknown>][] = [
  ["a synthetic login's test user", ({ logins }) => logins.standing("prod")],
  ["whom a platform knows", ({ roles }) => roles.person(mira.id, "local:channel:ops")],
  ["who said a line, in the audit trail", ({ audit }) => audit.find({ limit: 1 })],
];

describe("a port", () => {
  it.each(careless)(
    "hands nobody to everybody, also where a command repeats it: %s",
    async (_, ask) => {
      const tell = defineCommand({
        name: "tell",
        summary: "Tell something",
        examples: ["tell"],
        access: "viewer",
        audience: "asker",
        args: {},
        async run(_args, context) {
          const words = JSON.stringify(await ask(context));
          return { summary: words, blocks: [text(words)] };
        },
      });
      const { message } = await house.answer([tell], "tell share:here", {
        services,
        access: { operators: [ada.id], admins: [] },
      });
      expect(JSON.stringify(message)).toContain("user 1");
      expect(JSON.stringify(message)).not.toContain("Quillon");
    },
  );

  it("is watched, or is known to hand out nobody", () => {
    const ports = fakeContext();
    const notes = { names: createNames(createMask()), published: [] };
    const watched = noting(ports, notes);
    const given = Object.entries(ports).filter(([name]) => name !== "mask" && name !== "from");
    const isPort = (value: unknown) => typeof value === "function" || isObject(value);
    const unwatched = given
      .filter(([name, value]) => isPort(value) && watched[name as keyof CommandContext] === value)
      .map(([name]) => name);
    // Counts, the bot's own sentences, lists of the settings, and what people chose before everybody's eyes.
    expect(unwatched.sort()).toEqual([
      "by",
      "commands",
      "digests",
      "figures",
      "forgetting",
      "logReading",
      "probe",
      "reach",
      "reached",
      "readiness",
      "sources",
      "streams",
      "tails",
      "tenants",
    ]);
  });
});

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !(value instanceof Date);
