import { type Arg, arg, inOwnWords, keyed, optional } from "../core/args.ts";
import { checkNamed } from "../core/assessment.ts";
import type { Check, CheckResult, Waiver } from "../core/check.ts";
import { DAY } from "../core/clock.ts";
import { type CommandContext, defineCommand, sayLine } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { problemsIn } from "../core/forms.ts";
import { actions, list, type Message, note, type Text, text } from "../core/message.ts";
import { sayCount, sayList, sayTime } from "../core/say.ts";
import { tenantNamed } from "../core/wish.ts";

/** Nobody remembers for longer why something was accepted. */
const longest = 365 * DAY;
/** Characters of a reason. */
const mostWords = 500;
/** Tenants whose standing is said. */
const mostTenants = 10;

const about = "until when, a year ahead at most, or off to end it";
const until: Arg<Date | "off"> = {
  ...arg.until(about, { most: longest }),
  about,
  hint: "30d|2026-12-31|off",
  parse: (written, context) =>
    written.toLowerCase() === "off"
      ? "off"
      : arg.until(about, { most: longest }).parse(written, context),
};

export const waive = defineCommand({
  name: "waive",
  summary: "Accept what a readiness check finds, until a date and for a reason",
  examples: [
    'waive own-mail-provider until:30d reason:"The contract is being signed"',
    'waive no-rules until:2026-12-31 reason:"Moved to Actions in December" tenant:prod',
    "waive own-mail-provider off",
  ],
  access: "admin",
  audience: "asker",
  acts: true,
  args: {
    check: arg.word("a check of readiness", "own-mail-provider"),
    until,
    reason: inOwnWords(
      optional(keyed(arg.word("why it is accepted", '"The contract is being signed"'))),
    ),
    tenant: optional(keyed(arg.word("a tenant's name; without it, all of them", "prod"))),
  },
  check: ({ until: end, reason, tenant }, facts) =>
    problemsIn({
      reason: () => end === "off" || reasonOf(reason),
      tenant: () => tenant && tenantNamed(tenant, facts),
    }),
  async run({ check: written, until: end, reason, tenant: named }, context) {
    const check = checkNamed(written, context.readiness.checks);
    const tenant = named === undefined ? undefined : tenantNamed(named, context);
    const of = { check: check.id, ...(tenant === undefined ? {} : { tenant }) };
    if (end === "off") return endWaiver(of, context);
    const words = reasonOf(reason);
    const { by, now } = context;
    const accepted = { until: end, reason: excerpt(words, mostWords) };
    const waiver = { ...of, ...accepted, by: { id: by.id, name: by.name }, at: now };
    await context.store.waivers.add(waiver);
    return accept(check, waiver, context);
  },
});

function reasonOf(reason = ""): string {
  const words = oneLine(reason);
  if (words !== "") return words;
  throw new UserError(
    'Say why, for whoever asks later: add reason:"…" with the quotes around all of it.',
  );
}

async function accept(check: Check, waiver: Waiver, context: CommandContext): Promise<Message> {
  const { tenants, readiness, zone } = context;
  const names = waiver.tenant === undefined ? tenants.map(({ name }) => name) : [waiver.tenant];
  const results = await Promise.all(
    names.slice(0, mostTenants).map(async (name) => ({
      name,
      result: (await readiness.assess(name)).results.find((each) => each.check === check.id),
    })),
  );
  const whom = waiver.tenant ?? "all tenants";
  const end = sayLine("waive", { check: check.id, until: "off", tenant: waiver.tenant });
  return {
    summary: `${check.id} is waived for ${whom} until ${sayTime(waiver.until, zone)}.`,
    blocks: [
      text([
        { bold: `${check.id} is waived for ${whom}` },
        " until ",
        { time: waiver.until },
        `, by ${waiver.by.name}: ${waiver.reason}`,
      ]),
      list(results.map(({ name, result }) => sayEffect(name, result))),
      note("Then it counts again by itself. Until then it is shown as waived, with the reason."),
      actions({ label: "Readiness", line: "readiness" }, { label: "End the waiver", line: end }),
    ].filter((block) => block.kind !== "list" || block.items.length > 0),
  };
}

/** What the waiver does now: it hides what fails, and nothing else. */
function sayEffect(name: string, result: CheckResult | undefined): Text {
  switch (result?.verdict) {
    case "waived":
      return `${name} fails it: ${sayCount(result.findings.length, "finding")} accepted.`;
    case "pass":
      return `${name} passes it: the waiver does nothing unless it fails.`;
    default:
      return `Whether ${name} passes it is unknown now: the waiver does nothing unless it fails.`;
  }
}

async function endWaiver(
  of: Pick<Waiver, "check" | "tenant">,
  { store, now }: CommandContext,
): Promise<Message> {
  const whom = of.tenant ?? "all tenants";
  const removed = await store.waivers.remove(of);
  const others = (await store.waivers.list())
    .filter((waiver) => waiver.check === of.check && waiver.until > now)
    .map(({ tenant }) => tenant ?? "all tenants");
  const still = others.length > 0 ? ` It is waived for ${sayList(others)} still.` : "";
  const words = removed
    ? `The waiver of ${of.check} for ${whom} has ended: what it finds counts again.${still}`
    : `${of.check} was not waived for ${whom}; nothing has changed.${still}`;
  const again = actions({ label: "Readiness", line: "readiness" });
  return { summary: words, blocks: [text(words), again] };
}
