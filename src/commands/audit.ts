import { partsOf } from "../core/address.ts";
import { arg, keyed, nearest, optional, personal, shownAs } from "../core/args.ts";
import type { AuditQuery } from "../core/audit.ts";
import { auditKinds } from "../core/audit-entry.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { excerpt } from "../core/excerpt.ts";
import { timeArgs } from "../core/log-args.ts";
import { outcomes } from "../core/said.ts";
import { auditFile } from "./audit-file.ts";
import { type Asked, pageSize, sayEntries } from "./audit-list.ts";

export const audit = defineCommand({
  name: "audit",
  summary: "Look up who said what to Watchpost and how it went, newest first",
  verb: "Look it up",
  examples: [
    "audit",
    "audit about:ada@example.com since:30d",
    "audit command:forget",
    "audit outcome:refused in:here since:7d",
    "audit since:2026-11-01 until:2026-11-30 as:jsonl",
  ],
  access: "admin",
  audience: "asker",
  args: {
    who: shownAs(
      "Who said it",
      optional(keyed(personal(arg.word("who said it: a name, an id, or me", "me")))),
    ),
    about: shownAs(
      "Whom it was about",
      optional(
        keyed(personal(arg.word("whom it was about, as it was written then", "ada@example.com"))),
      ),
    ),
    command: optional(
      keyed(arg.word("a command; or settings, backup and what else was done", "forget")),
    ),
    outcome: optional(keyed(arg.choice("how it went", outcomes))),
    in: shownAs("Where", optional(keyed(arg.word("a conversation's id, or here", "here")))),
    since: timeArgs.since,
    until: timeArgs.until,
    as: shownAs("As a file", optional(keyed(arg.choice("a kind of file", ["jsonl"]))), {
      choiceLabels: { jsonl: "JSON lines, each entry whole" },
    }),
    older: shownAs(
      "Older",
      optional(
        keyed({
          ...arg.integer("where the last page ended; buttons fill it in", {
            min: 1,
            max: Number.MAX_SAFE_INTEGER,
          }),
          unsaid: true as const,
        }),
      ),
      { asks: "nothing" },
    ),
  },
  async run({ since, until, as, older, ...said }, context) {
    const times = {
      ...(since ? { since: since.value } : {}),
      ...(until ? { until: until.value } : {}),
    };
    const query = { ...queryOf(said, context), ...times };
    const asked: Asked = { ...said, since: since?.written, until: until?.written };
    const start = older === undefined ? {} : { before: older };
    // A file names people: before everybody the list stands for it, which then names nobody.
    if (as && context.audience === "asker")
      return auditFile({ ...query, ...start }, asked, context);
    const found = await context.audit.find({ ...query, ...start, limit: pageSize + 1 });
    const standing = await context.audit.standing();
    return sayEntries({ found, asked, standing, first: older === undefined }, context);
  },
});

type Wanted = Parameters<CommandContext["audit"]["find"]>[0];

/** @throws UserError for a command that there is not, and for what is no conversation. */
function queryOf(
  said: Pick<Asked, "who" | "about" | "command" | "outcome" | "in">,
  context: CommandContext,
): Omit<Wanted, "limit"> {
  const { who, about, command, outcome, in: where } = said;
  return {
    ...(who === undefined ? {} : { who: namesOf(who, context) }),
    ...(about === undefined ? {} : { about }),
    ...(command === undefined ? {} : whatOf(command, context)),
    ...(outcome === undefined ? {} : { outcome }),
    ...(where === undefined ? {} : { in: conversationOf(where, context) }),
  };
}

/** Whoever gives an id may leave out the platform. */
function namesOf(who: string, { by, from }: CommandContext): readonly string[] {
  if (who.toLowerCase() === "me") return [by.id];
  return [who, `${partsOf(from.conversation).platform}:user:${who}`];
}

function whatOf(
  written: string,
  { commands }: CommandContext,
): Pick<AuditQuery, "command" | "kind"> {
  const wanted = written.toLowerCase();
  const deeds = auditKinds.filter((kind) => kind !== "line");
  const names = commands.map(({ name }) => name);
  if (names.includes(wanted)) return { command: wanted };
  const kind = deeds.find((deed) => deed === wanted);
  if (kind) return { kind };
  const near = nearest(wanted, [...names, ...deeds]);
  throw new UserError(
    `"${excerpt(written, 40)}" is no command${near ? `; did you mean ${near}?` : ""} Besides commands there are ${deeds.join(", ")}.`,
  );
}

function conversationOf(written: string, { from }: CommandContext): NonNullable<AuditQuery["in"]> {
  if (written.toLowerCase() === "here") return from.conversation;
  const [platform, kind] = written.split(":");
  if (platform && (kind === "channel" || kind === "user")) {
    return written as NonNullable<AuditQuery["in"]>;
  }
  throw new UserError(
    `"${excerpt(written, 60)}" is no conversation; write in:here, or its id, like in:slack:channel:C0123.`,
  );
}
