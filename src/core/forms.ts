import { type Args, isZone, type Parsed } from "./args.ts";
import type { Person, Place } from "./chat-adapter.ts";
import type { Clock } from "./clock.ts";
import type { Command, CommandContext, CommandFacts, Problems } from "./command.ts";
import { UserError } from "./errors.ts";
import { choicesFor, formOf } from "./form.ts";
import { unquoted } from "./line.ts";
import type { Form } from "./message.ts";

type Answers = Readonly<Record<string, string>>;

/** What platforms need to know of forms at once: both asks nobody and waits for nothing. */
export interface Forms {
  /** The form of a command with what can be chosen; undefined where there is no such command, or it asks nothing. */
  of(
    command: string,
    values?: Answers,
    choices?: Readonly<Record<string, readonly string[]>>,
  ): Form | undefined;
  /** What is wrong with answers, by field, in the words that the line itself would be refused with. */
  check(command: string, answers: Answers, said: { by: Person; from: Place }): Problems;
}

export function createForms(known: {
  commands: readonly Command[];
  services: Pick<CommandContext, "sources" | "tenants">;
  clock: Pick<Clock, "now">;
  /** IANA zone for people whose own is not known. */
  zone: string;
}): Forms {
  const { commands, services, clock } = known;
  const named = (name: string) => commands.find((command) => command.name === name);
  return {
    of(name, values, choices) {
      const command = named(name);
      if (!command) return undefined;
      const form = formOf(command, values, choicesFor(command, services, choices));
      return form.fields.length > 0 ? form : undefined;
    },
    check(name, answers, { by, from }) {
      const command = named(name);
      if (!command) return {};
      const zone = by.zone && isZone(by.zone) ? by.zone : known.zone;
      const { sources, tenants } = services;
      return checkAnswers(command, answers, {
        by,
        from,
        now: clock.now(),
        zone,
        sources,
        tenants,
      });
    },
  };
}

/** Each answer by the command's own declaration, then all of them by its own check. */
function checkAnswers(command: Command, answers: Answers, facts: CommandFacts): Problems {
  const parsed: Record<string, unknown> = {};
  const problems = problemsIn(
    Object.fromEntries(
      Object.entries(command.args).map(([name, declared]) => [
        name,
        () => {
          const written = unquoted(answers[name] ?? "").trim();
          if (written !== "") parsed[name] = declared.parse(written, facts);
          else if (declared.required) throw new UserError(`Missing: ${declared.about}.`);
          else if (declared.place === "rest") parsed[name] = "";
        },
      ]),
    ),
  );
  if (Object.keys(problems).length > 0) return problems;
  return command.check?.(parsed as Parsed<Args>, facts) ?? {};
}

/** Tries each of them; what a person can put right is a problem of that name. */
export function problemsIn(tries: Readonly<Record<string, () => unknown>>): Problems {
  const found = Object.entries(tries).flatMap(([name, attempt]) => {
    try {
      attempt();
      return [];
    } catch (error) {
      if (error instanceof UserError) return [[name, error.message]];
      throw error;
    }
  });
  return Object.fromEntries(found);
}
