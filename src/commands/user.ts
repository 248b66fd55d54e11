import { arg, asWritten, keyed, optional, personal } from "../core/args.ts";
import { DAY } from "../core/clock.ts";
import { defineCommand } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { quoted } from "../core/line.ts";
import { phoneDigits } from "../core/log-persons-text.ts";
import { viewerOf } from "../core/log-words.ts";
import { tenantNamed } from "../core/wish.ts";
import { findPerson } from "./user-find.ts";
import { sayNobody } from "./user-nobody.ts";
import { saySeveral } from "./user-several.ts";
import { sayStory } from "./user-view.ts";
import { sayWhere, tenantsKnowing } from "./user-where.ts";

/** So far back is looked unless since: says otherwise. */
const usually = 30 * DAY;

export const user = defineCommand({
  name: "user",
  summary: "Tell a person's story: why they cannot log in, and what to do",
  verb: "Tell their story",
  examples: [
    "user ada@example.com",
    "user ada@example.com since:90d",
    "user auth0|5f7c8ec7c33c6c004bbafe82",
  ],
  access: "operator",
  audience: "asker",
  args: {
    who: personal(
      arg.rest("an e-mail address, a name or an id; * stands for what you do not know"),
    ),
    since: optional(keyed(asWritten(arg.moment("from when on; 30 days unless you say", "begin")))),
    tenant: optional(keyed(arg.word("a tenant's name", "prod"))),
  },
  async run({ who: written, since, tenant: named }, context) {
    // A number is kept without the spaces that people write.
    const who = phoneDigits(written.trim()) ?? written.trim();
    if (who === "") {
      throw new UserError(
        "Say whom: an e-mail address, a name or an id, like user ada@example.com.",
      );
    }
    refuseFilters(who);
    const from = since?.value ?? new Date(context.now.getTime() - usually);
    if (from > context.now) throw new UserError(`since:${since?.written} is still to come.`);
    const viewer = viewerOf(context);
    const known = named
      ? [tenantNamed(named, context)]
      : await tenantsKnowing({ who, since: from }, context);
    const [tenant, ...more] = known;
    if (!tenant || more.length > 0) {
      return sayWhere({ who, since: from, written: since?.written, known }, context, viewer);
    }
    const wanted = { who, tenant, since: from };
    const none = {
      accounts: [],
      others: [],
      events: 0,
      whole: true,
      unseen: [],
      from: "archive",
    } as const;
    const found = who.includes("*") ? none : await findPerson(wanted, context);
    const told = { wanted, found, context, viewer };
    const [only, ...others] = found.accounts;
    if (!only) return sayNobody(told);
    return others.length === 0 ? sayStory(only, told) : saySeveral(found.accounts, told);
  },
});

const isFilter = (word: string): boolean =>
  /^[-!]?(?:until|on|during|client|connection|ip|org|type):\S/iu.test(word);

/** Whether somebody can log in is a matter of now and of all they do: a part of it would tell something else. */
function refuseFilters(who: string): void {
  const words = who.split(/\s+/u);
  const at = words.findIndex(isFilter);
  if (at === -1) return;
  const name = words.slice(0, at).join(" ") || "ada@example.com";
  const filters = words
    .slice(at)
    .join(" ")
    .split(/\s(?=[-!]?[a-z]+:)/iu);
  const said = filters.map((word) => word.replace(/:(.*)$/su, (_, value) => `:${quoted(value)}`));
  const meant = ["logs", `person:${quoted(name)}`, ...said].join(" ");
  throw new UserError(
    'This tells how somebody stands now, so of the filters it takes since: alone. What they did at another time or through one application is in "logs".',
    { meant },
  );
}
