import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderSlack, renderWithoutBlocks } from "../../adapters/slack/render.ts";
import { renderTeams, renderWithoutCard } from "../../adapters/teams/render.ts";
import type { Reply } from "../../src/core/chat-adapter.ts";
import { type CommandContext, defineCommand } from "../../src/core/command.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import { logEventOf } from "../../src/core/log-record.ts";
import type { Block, Message, Span, Text } from "../../src/core/message.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { spellingsOf } from "../../src/core/spelling.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { ada, fakeContext } from "../fakes/context.ts";
import { openHouse } from "../fakes/house.ts";
import { deskOver } from "../fakes/logs-desk.ts";
import { spelled } from "../fakes/spelled.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";

/** Somebody as an event names them, each value in a field of its own. */
const person = (n: number) => ({
  mail: `mira.quillon${n}@hollowmere-${n}.example`,
  id: `auth0|64ff${n}a9d3c1b7`,
  ip: `203.0.113.${n}`,
  v6: `2001:db8:${n}::be:${n}`,
  name: `Mira Quillon-${n}`,
  nick: `quillonia${n}`,
  phone: `+49 151 ${2_000_000 + n}`,
});

type Person = ReturnType<typeof person>;
const people: readonly Person[] = [11, 12, 13].map(person);

const records = people.map(({ mail, id, ip, v6, name, nick, phone }, index) => ({
  log_id: `9002026112212000000${index}`,
  date: ago(index * 60_000).toISOString(),
  type: "fp",
  user_name: mail,
  user_id: id,
  ip,
  client_ip: v6,
  client_name: "Checkout",
  details: { user: { name, nickname: nick }, phone_number: phone },
}));
const events = records.flatMap((raw) => logEventOf(raw) ?? []);

/** Whatever gives somebody away, of any of the values. */
const mark = /quillon|hollowmere|64ff1\da9d3|203\.0\.113|2001:db8|151 ?2|151200/iu;

/** By which port the people come to the command. */
const ports: readonly ((context: CommandContext) => Promise<unknown>)[] = [
  ({ logs }) => logs.search("prod", { terms: [] }, { limit: 10 }),
  async ({ logs }) => {
    for (const { id } of events) await logs.event("prod", id);
  },
  ({ archive }) => archive.search("prod", { terms: [] }, { limit: 10 }),
  ({ tenant }) => tenant("prod").logs({ terms: [] }, { page: 0, size: 10 }),
  async ({ tenant }) => {
    for (const { id } of events) await tenant("prod").logEvent(id);
  },
  ({ tenant }) => tenant("prod").logsAfter("0", 10),
];

const archive = fakeArchive(() => noon);
await archive.add({ tenant: "prod", way: "stream", records });
const services = fakeContext({
  archive,
  logs: deskOver(archive),
  tenant: () => fakeTenant({ events: events as readonly LogEvent[] }).tenant,
});

const spans: readonly ((words: string) => Text)[] = [
  (words) => words,
  (words) => [words],
  (words) => ["by ", { bold: words }],
  (words) => [{ code: words }, "!"],
  (words) => [{ link: words, url: "https://example.com/" }],
  (words) => [{ link: "here", url: `https://example.com/?who=${encodeURIComponent(words)}` }],
  (words) => [{ mention: "local:user:bob", name: words }],
  (words) => [{ conversation: "local:channel:ops", name: words }],
  (words) => [{ who: ["local:user:bob"], more: 0, name: words }],
  (words) => [words.slice(0, 4), { bold: words.slice(4) }] satisfies readonly Span[],
  (words) => [words.slice(0, 9), words.slice(9, 12), { code: words.slice(12) }],
];

const form = (words: string, value: string) => ({
  command: "logs",
  title: words,
  verb: words,
  fields: [
    {
      name: "user",
      label: words,
      hint: words,
      example: words,
      required: false,
      choices: [words, "a"],
      choiceLabels: { a: words, [words]: "b" },
      value,
    },
  ],
});

const blocks: readonly ((words: string, text: Text) => Block)[] = [
  (words) => ({ kind: "heading", text: words }),
  (_, text) => ({ kind: "text", text }),
  (_, text) => ({ kind: "note", text }),
  (words, value) => ({ kind: "fields", fields: [{ label: words, value }] }),
  (_, text) => ({ kind: "list", items: ["one", text] }),
  (words, text) => ({ kind: "table", columns: [words, "b"], rows: [[text, "c"]] }),
  (words) => ({ kind: "code", code: `a\n${words}\nb` }),
  (words) => ({
    kind: "chart",
    title: words,
    shape: "bar",
    unit: words,
    points: [1, 2].map((value) => ({ label: words, value })),
  }),
  (words) => ({ kind: "file", name: `${words}.csv`, mediaType: "text/csv", content: `a,${words}` }),
  (words) => ({ kind: "actions", actions: [{ label: words, line: "status" }] }),
  (words) => ({ kind: "actions", actions: [{ label: "x", line: `logs user:"${words}"` }] }),
  (words) => ({ kind: "actions", actions: [{ label: "x", url: `https://example.com/${words}` }] }),
  (words) => ({
    kind: "actions",
    actions: [{ label: words, form: form(words, words), line: "help logs" }],
  }),
];

const put: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => `Login of ${value} failed 3 times.`,
  (value) => `(${value})`,
  (value) => `who="${value}", twice`,
  (value) => `${value}: no`,
];

interface Planted {
  readonly values: readonly (readonly [keyof Person, string])[];
  readonly message: Message;
}

const value = fc.tuple(
  fc.constantFrom(...people),
  fc.constantFrom<keyof Person>("mail", "id", "ip", "v6", "name", "nick", "phone"),
);
const planted = (spelling: fc.Arbitrary<(word: string) => string>): fc.Arbitrary<Planted> =>
  fc
    .array(
      fc.record({
        value,
        spell: spelling,
        around: fc.constantFrom(...put),
        block: fc.constantFrom(...blocks),
        span: fc.constantFrom(...spans),
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map((all) => ({
      values: all.map(({ value: [one, key] }) => [key, one[key]] as const),
      message: {
        summary: all
          .map(({ value: [one, key], spell, around }) => around(spell(one[key])))
          .join(" "),
        blocks: all.map(({ value: [one, key], spell, around, block, span }) => {
          const words = around(spell(one[key]));
          return block(words, span(words));
        }),
      },
    }));

/** A command that shows whatever it has. */
const leaky = (message: Message, port: (context: CommandContext) => Promise<unknown>) =>
  defineCommand({
    name: "leaky",
    summary: "Show everything",
    examples: ["leaky"],
    access: "operator",
    audience: "asker",
    args: {},
    async run(_, context) {
      await port(context);
      return message;
    },
  });

const house = openHouse();
const say = (
  line: string,
  message: Message,
  port: (context: CommandContext) => Promise<unknown> = async () => {},
): Promise<Reply> =>
  house.answer([leaky(message, port)], line, {
    services,
    access: { operators: [ada.id], admins: [] },
  });

/** What each platform is handed, as whoever reads it could read it. */
function legible({ message, said = "" }: Reply): string {
  const payloads = [
    said,
    JSON.stringify(message),
    JSON.stringify(renderSlack(message)),
    renderWithoutBlocks(message).text,
    JSON.stringify(renderTeams(message)),
    renderWithoutCard(message).text,
    renderPlain(message),
  ];
  return payloads.flatMap(spellingsOf).join("\n");
}

describe("a command that shows whatever it was handed", () => {
  it("shows everybody nobody, on any platform, wherever and however it is written", async () => {
    await fc.assert(
      fc.asyncProperty(
        planted(
          fc.oneof(
            fc.constant((word: string) => word),
            spelled(),
          ),
        ),
        fc.constantFrom(...ports),
        async ({ message }, port) => {
          const reply = await say("leaky share:here", message, port);
          expect(reply.audience).toBe("all");
          expect(mark.exec(legible(reply))?.[0]).toBeUndefined();
        },
      ),
      { numRuns: 300 },
    );
  });

  it("shows whoever asked all of it as it is", async () => {
    await fc.assert(
      fc.asyncProperty(planted(fc.constant((word) => word)), async ({ message }) => {
        const reply = await say("leaky", message);
        expect(reply.audience).toBe("asker");
        const { summary, blocks: all } = reply.message;
        expect(summary).toBe(message.summary);
        const [last, ...before] = message.blocks.toReversed();
        expect(all.slice(0, before.length)).toEqual(before.toReversed());
        // Its button to share it is beside the last ones.
        if (last?.kind !== "actions") expect(all[before.length]).toEqual(last);
      }),
      { numRuns: 100 },
    );
  });

  it("hides without any port what looks personal", async () => {
    const recognized = planted(fc.constant((word: string) => word)).filter(({ values }) =>
      values.every(([key]) => ["mail", "id", "ip", "v6", "phone"].includes(key)),
    );
    await fc.assert(
      fc.asyncProperty(recognized, async ({ message }) => {
        const reply = await say("leaky share:here", message);
        expect(mark.exec(legible(reply))?.[0]).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});
