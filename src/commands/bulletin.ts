import { allows } from "../core/access.ts";
import { severities } from "../core/advisory.ts";
import { arg, inOwnWords, keyed, optional, shownAs } from "../core/args.ts";
import { composeCard } from "../core/card.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { RefusedError } from "../core/errors.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import {
  actions,
  type Block,
  heading,
  list,
  type Message,
  note,
  type Text,
  text,
} from "../core/message.ts";
import { add } from "./bulletin-add.ts";
import {
  type Bulletin,
  bulletinNamed,
  bulletinsOf,
  sayAffected,
  sayLine,
} from "./bulletin-desk.ts";
import { doings, next, record } from "./bulletin-record.ts";

const choice = arg.choice("what can be done about a bulletin", doings);

export const bulletin = defineCommand({
  name: "bulletin",
  summary: "Show one security bulletin, and record what we do about it",
  verb: "Record",
  examples: [
    "bulletin CVE-2026-40155",
    "bulletin CVE-2026-40155 own",
    'bulletin CVE-2026-40155 not-affected note:"we use no proxy handler"',
    'bulletin add "Weak cookies in our portal" severity:high package:npm:jws@3.2.2',
  ],
  access: "viewer",
  audience: "asker",
  shares: (words) => words.some((word) => doesSomething(word)),
  args: {
    id: shownAs(
      "Bulletin",
      arg.word("an id, or a part of one; or add, for one of your own", "CVE-2026-40155"),
    ),
    action: inOwnWords(
      arg.rest(`what was done: ${doings.join(", ")}; after add, the title`),
      doesSomething,
    ),
    note: inOwnWords(optional(keyed(arg.word("why, or how", '"…"')))),
    url: shownAs("Address", optional(keyed(arg.word("with add: where it is told", "https://…")))),
    severity: optional(keyed(arg.choice("with add: how bad it is", severities))),
    package: optional(keyed(arg.word("with add: which package of ours", "npm:jws@3.2.2"))),
  },
  async run({ id, action, note: written, ...rest }, context) {
    const adds = id.toLowerCase() === "add";
    if (adds || action !== "") mayAct(context);
    if (adds) return add({ title: action, note: written, ...rest }, context);
    const found = bulletinNamed(id, await bulletinsOf(context));
    if (action === "") return show(found, context);
    return record(found, choice.parse(action, context), written, context);
  },
});

/** Everyone may look; what is done about it is an operator's affair. */
function mayAct({ role }: CommandContext): void {
  if (!allows(role, "operator")) {
    throw new RefusedError("operator", "What is done about a bulletin is for operators to record.");
  }
}

function doesSomething(word: string): boolean {
  const [plain] = [word.toLowerCase().replace(/^(action|id):/, "")];
  return plain === "add" || doings.some((doing) => doing === plain);
}

function show(found: Bulletin, { by, now, role }: CommandContext): Message {
  const { subject, lines, last } = found;
  const card = composeCard(subject, { as: "card" });
  // What somebody else has can be taken over.
  const taken = last?.state === "owned" && last.by.id !== by.id;
  const state = taken ? "acknowledged" : last?.state;
  const buttons = allows(role, "operator") ? next(subject.id, state) : [];
  return {
    ...card,
    summary: `${card.summary.replace(/[.\s]+$/, "")}. ${sayStanding(found, now)}`,
    blocks: [
      text([{ bold: sayStanding(found, now) }]),
      ...card.blocks,
      ...ledgerOf(lines),
      ...(buttons.length > 0 ? [actions(...buttons)] : []),
    ],
  };
}

function sayStanding(found: Bulletin, now: Date): string {
  const { last, stands } = found;
  const said = last ? sayLine(last, now) : undefined;
  const upper = said && `${said[0]?.toUpperCase()}${said.slice(1)}`;
  if (stands === "back") return `${upper}, but ${sayAffected(found)} is still there.`;
  if (upper) return `${upper}.`;
  if (stands === "open") return "Nobody has taken it up yet.";
  return stands === "notice"
    ? "No package of ours is known to be affected."
    : "Nothing of ours is affected any more.";
}

const mostLines = 20;

function ledgerOf(lines: readonly Bulletin["lines"][number][]): readonly Block[] {
  if (lines.length === 0) return [];
  const items = lines
    .slice(-mostLines)
    .map(
      ({ state, by, at, note: written }): Text => [
        { time: at },
        ` – ${by.name}: ${state}`,
        ...(written ? [` – ${excerpt(oneLine(written), 300)}`] : []),
      ],
    );
  const more = lines.length - items.length;
  return [
    heading("What was done"),
    list(items),
    ...(more > 0 ? [note(`and ${more} earlier`)] : []),
  ];
}
