import { type Arg, arg, asWritten, keyed, optional, shownAs } from "../core/args.ts";
import { MINUTE } from "../core/clock.ts";
import { type CommandContext, defineCommand } from "../core/command.ts";
import { sayDuration } from "../core/duration.ts";
import { UserError } from "../core/errors.ts";
import { filterArgs, type LogAsked, queryOf } from "../core/log-args.ts";
import { lineOf, namesNobody, sayWhat } from "../core/log-asked.ts";
import { type EventView, viewerOf } from "../core/log-words.ts";
import { createMask } from "../core/mask.ts";
import type { Message } from "../core/message.ts";
import { type TailWish, tailLengths, tailRole } from "../core/tail.ts";
import { tenantNamed } from "../core/wish.ts";
import { whichTenant } from "./one-tenant.ts";
import { sayBegun, sayNone, sayRunning, sayStopped } from "./tail-answers.ts";

/** Milliseconds. */
const lengthArg: Arg<number> = {
  ...arg.duration("how long it goes on"),
  hint: "10m",
  parse(written, context) {
    const ms = arg.duration("how long it goes on").parse(written, context);
    if (ms >= MINUTE && ms <= tailLengths.most) return ms;
    throw new UserError(
      `A tail goes on for a minute at least and ${sayDuration(tailLengths.most)} at most, like for:30m; for longer, subscribe.`,
    );
  },
};

export const tail = defineCommand({
  name: "tail",
  summary: "Tell new log events here as they come in, until it is stopped",
  verb: "Tail logs",
  examples: ["tail type:failures", "tail type:limits for:1h", "tail client:Checkout", "tail stop"],
  access: tailRole,
  audience: "asker",
  acts: true,
  args: {
    ...filterArgs,
    for: shownAs("For", optional(keyed(asWritten(lengthArg))), {
      formHint: "10 minutes, if left out",
    }),
    tenant: optional(keyed(arg.word("a tenant's name", "prod"))),
    stop: shownAs("Stop", optional(keyed(arg.word("which one to stop", "3f9c21ab"))), {
      asks: "nothing",
    }),
  },
  async run({ for: length, stop, tenant: named, ...asked }, context) {
    const here = await context.tails.list(context.from.conversation);
    const filtered = lineOf("", asked).trim();
    const plain = length === undefined && named === undefined;
    if (stop !== undefined || (plain && filtered.toLowerCase() === "stop")) {
      return stopOne(stop, context);
    }
    if (plain && filtered === "" && here.length > 0) return sayRunning(here);
    const tenant = tenantFor(named, context);
    if (tenant === undefined) {
      const { masked } = viewerOf(context);
      const more = { for: length?.written };
      return whichTenant(context.tenants, (name) =>
        masked ? undefined : lineOf("tail", asked, { ...more, tenant: name }),
      );
    }
    const wish = wishOf(asked, { tenant, length: length?.value ?? tailLengths.usual }, context);
    return sayBegun(await context.tails.begin(wish));
  },
});

async function stopOne(id: string | undefined, context: CommandContext): Promise<Message> {
  const here = await context.tails.list(context.from.conversation);
  const meant = id === undefined ? here : here.filter((one) => one.id === id);
  const [only, ...others] = meant;
  if (others.length > 0) return sayRunning(meant);
  const stopped = only && (await context.tails.stop(only.id, context.by));
  return stopped ? sayStopped(stopped) : sayNone(id);
}

/** Undefined where there are several and none is named. */
function tenantFor(named: string | undefined, context: CommandContext): string | undefined {
  if (named) return tenantNamed(named, context);
  const [only, ...others] = context.tenants;
  if (!only) throw new UserError("No tenant is set up, so there are no logs to tell of.");
  return others.length === 0 ? only.name : undefined;
}

function wishOf(
  asked: LogAsked,
  { tenant, length }: { tenant: string; length: number },
  context: CommandContext,
): TailWish {
  const { by, from, zone } = context;
  const { terms } = queryOf(asked, context);
  const line = lineOf("", asked, { tenant }).trim();
  const things = terms.filter(({ field }) => field !== "type").flatMap(({ values }) => values);
  const shown = things.map((client) => ({ kind: undefined, name: "", code: "", client }));
  const { what, filters } = wordsOf(asked, { terms, line }, []);
  const later = wordsOf(asked, { terms, line }, shown);
  return {
    by: { id: by.id, name: by.name },
    from: { conversation: from.conversation, ...(from.thread ? { thread: from.thread } : {}) },
    tenant,
    terms,
    what,
    ...(filters === undefined ? {} : { filters }),
    ...(filters === undefined && later.filters !== undefined
      ? { once: { ...later, shown: things } }
      : {}),
    zone,
    length,
  };
}

/** What everybody will read of it names nobody, beside what such events tell everybody. */
function wordsOf(
  asked: LogAsked,
  { terms, line }: { terms: TailWish["terms"]; line: string },
  views: readonly EventView[],
): Pick<TailWish, "what" | "filters"> {
  const everybody = { masked: true, mask: createMask() };
  return {
    what: sayWhat({ terms }, asked, everybody, views),
    ...(namesNobody({ terms }, views) ? { filters: line } : {}),
  };
}
