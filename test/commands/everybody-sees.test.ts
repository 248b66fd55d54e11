import { beforeAll, describe, expect, it } from "vitest";
import { renderSlack, renderWithoutBlocks } from "../../adapters/slack/render.ts";
import { renderTeams, renderWithoutCard } from "../../adapters/teams/render.ts";
import { checks } from "../../src/checks/index.ts";
import { commands } from "../../src/commands/index.ts";
import type { Archive } from "../../src/core/archive.ts";
import type { Reply } from "../../src/core/chat-adapter.ts";
import { HOUR, MINUTE } from "../../src/core/clock.ts";
import type { CommandContext } from "../../src/core/command.ts";
import { quoted } from "../../src/core/line.ts";
import { logTypes } from "../../src/core/log-types/index.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { createDigests } from "../../src/digest/desk.ts";
import { createReadiness } from "../../src/digest/readiness.ts";
import { createForgetting } from "../../src/logs/forgetting.ts";
import { createFigures } from "../../src/triage/figures.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { ada, fakeContext, noTails } from "../fakes/context.ts";
import { fakeLog, openHouse } from "../fakes/house.ts";
import { deskOver } from "../fakes/logs-desk.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakeRecords } from "../fakes/records.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { eventShapes } from "../fixtures/event-shapes.ts";
import { logSchemas, type Schema } from "../fixtures/log-schemas.ts";
import { grow, planter } from "../fixtures/planted.ts";
import { houseOf, known, line } from "./bulletin-bench.ts";

/**
 * Lines whose answer everybody sees, and what must be in it, so that there was something to hide. A new command is one more;
 * `tail` has its own, test/logs/tails-privacy.test.ts.
 */
const lines: readonly (readonly [line: string, shows: RegExp])[] = [
  ["logs share:here", /newest/],
  ["logs type:failures since:2d share:here", /newest/],
  ["logs type:limits since:2d share:here", /newest/],
  ["errors share:here", /fail/i],
  ["errors since:7d share:here", /fail/i],
  ["limits share:here", /limit/i],
  ["limits since:7d share:here", /limit/i],
  ["status prod", /logins failed|failed logins/i],
  ["digest now share:here", /./],
  ["readiness prod share:here", /./],
  ["doctor share:here", /./],
  ["home share:here", /./],
  ["help share:here", /./],
  ["access share:here", /Whoever asked is \w+ here/],
  ["audit share:here", /./],
  ["incidents share:here", /./],
  ["changes share:here", /./],
  ["bulletins share:here", /SA-1/],
  ["bulletin sa-1 share:here", /as said by/],
  ['bulletin sa-1 own note:"mira.quillon6@hollowmere-6.example says so"', /says so/],
  ["explain fp mira.quillon9@hollowmere-9.example share:here", /./],
  ["subscribe status share:here", /./],
  ["subscriptions share:here", /./],
  ["unsubscribe status share:here", /./],
  [
    'waive log-stream until:2026-12-01 reason:"says mira.quillon8@hollowmere-8.example" share:here',
    /./,
  ],
  ["mute 2h", /./],
  ["access share:here", /./],
  ["audit share:here", /./],
  ["login prod", /./],
];

/** Lines about somebody, whom the asker sees and nobody else. */
const ofPerson: typeof lines = [
  ["user PERSON", /./],
  ["logs person:PERSON", /newest|event/],
  ["forget PERSON", /events? would be removed/],
  ["forget PERSON confirm:yes", /No event in the archive named user 1/],
];

/** One event's lines, said of every code. */
const linesOf = (code: string, id: string): readonly string[] => [
  // What is no code is refused, to the asker alone.
  ...(code.includes("@") ? [] : [`logs type:${quoted(code)} share:here`]),
  `logs event:${id} share:here`,
];

/** Whatever was planted has one of these in it, escaped or not. */
const mark = /quillon|hollowmere|203\.0\.\d|2001:db8|64ff\d+a9d3|49 151 2|4915120|eyJhbGci/iu;

function leakIn(reply: Reply): string | undefined {
  const { message } = reply;
  const payloads = [reply, renderSlack(message), renderTeams(message)];
  const whole = JSON.stringify([
    ...payloads,
    renderWithoutBlocks(message),
    renderWithoutCard(message),
  ]);
  const plain = whole.replace(/(?:%[0-9a-f]{2})+/giu, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
  const found = mark.exec(whole) ?? mark.exec(plain);
  return found ? plain.slice(Math.max(0, found.index - 60), found.index + 60) : undefined;
}

/** A name in one of these cannot be told from the name of a thing; everything else can hold one. */
const namesOfThings = ["client_name", "connection", "type"];
const unknown = ["zz_new", "mira.quillon@hollowmere.example"];
const codes = [...logTypes.keys(), ...unknown];

/** Every published shape for its own code; a code without one in the shapes of the commonest and of the fullest. */
function shapesFor(code: string): readonly Schema[] {
  const own = eventShapes.filter(({ type }) => type === code).map(({ schema }) => schema);
  const { f, sapi } = logSchemas;
  return own.length > 0 ? own : [f, sapi].flatMap((schema) => schema ?? []);
}

function eventsOf(code: string, number: number): readonly object[] {
  const { plant } = planter();
  return shapesFor(code).flatMap((schema, shape) =>
    [1, 2].map((turn) => ({
      ...(grow(schema, {
        turn,
        plant: (where) => plant({ named: !namesOfThings.includes(where) }),
      }) as object),
      type: code,
      date: ago(turn * 5 * HOUR + number * MINUTE).toISOString(),
      log_id: idOf(number, turn + shape * 2),
    })),
  );
}

const idOf = (number: number, turn: number): string =>
  `9002026112200000000${String(number).padStart(4, "0")}${String(turn).padStart(4, "0")}`;

const house = openHouse();
let services: CommandContext;
beforeAll(async () => {
  services = await everythingOver(await archiveOf(codes));
});

async function archiveOf(wanted: readonly string[]): Promise<Archive> {
  const archive = fakeArchive(() => noon);
  const records = wanted.flatMap(eventsOf);
  const proof = { checkpoint: "a", since: ago(40 * 24 * HOUR), until: noon };
  await archive.add({ tenant: "prod", way: "reader", records, proof });
  return archive;
}

/** What the bot has, over an archive: what is told of its events is made as it is made in the bot. */
async function everythingOver(archive: Archive): Promise<CommandContext> {
  const clock = manualClock();
  const bulletins = houseOf([known("SA-1")]);
  const { sources } = fakeContext();
  const context = fakeContext({
    archive,
    logs: deskOver(archive),
    store: bulletins.store,
    sources: [...sources, ...(bulletins.sources ?? [])],
  });
  await bulletins.store.ledger.add(
    line("SA-1", { note: "as said by mira.quillon5@hollowmere-5.example from 203.0.5.9" }),
  );
  const log = fakeLog();
  const asked = { ...context, archive, clock, log };
  const figures = createFigures({ ...asked, records: fakeRecords() });
  const { subscriptions, waivers } = context.store;
  const readiness = createReadiness({ ...asked, checks, subscriptions, waivers });
  const { desk: digests } = createDigests({
    ...asked,
    readiness,
    usual: { weekday: 1, minute: 540, zone: "Europe/Berlin" },
    onQueued() {},
  });
  const forgetting = createForgetting({
    archive,
    tails: noTails,
    note: async () => {},
    records: fakeRecords(),
    clock,
    log,
    keys: {},
  });
  return { ...context, figures, readiness, digests, forgetting };
}

const say = (line: string, known = services): Promise<Reply> =>
  house.answer(commands, line, { services: known, access: { operators: [], admins: [ada.id] } });

describe("what everybody sees of events of every type", () => {
  it("is asked of every command", () => {
    const asked = new Set(["tail", ...[...lines, ...ofPerson].map(([line]) => line.split(" ")[0])]);
    expect(commands.map(({ name }) => name).filter((name) => !asked.has(name))).toEqual([]);
  });

  it.each(lines)("holds nothing personal: %s", async (line, shows) => {
    const reply = await say(line);
    expect(reply.audience).toBe("all");
    expect(renderPlain(reply.message)).toMatch(shows);
    expect(leakIn(reply)).toBeUndefined();
  });

  it.each(ofPerson)("holds nothing personal, asked of one person: %s", async (line, shows) => {
    const few = await everythingOver(await archiveOf(["f", "s", "sapi", "fp"]));
    const { events } = await few.archive.search("prod", { terms: [] }, { limit: 1000 });
    const person = events.find(({ userId = "" }) => userId.startsWith("auth0|"))?.userId ?? "";
    const own = await say(line.replace("PERSON", quoted(person)), few);
    expect(own.audience).toBe("asker");
    expect(leakIn(own)).toBeDefined();
    const reply = await say(`${line.replace("PERSON", quoted(person))} share:here`, few);
    expect(reply.audience).toBe("all");
    expect(renderPlain(reply.message)).toMatch(shows);
    expect(leakIn(reply)).toBeUndefined();
  });

  it.each(codes.map((code, number) => [code, number] as const))(
    "holds nothing personal of %s, in a list and in full",
    async (code, number) => {
      for (const line of linesOf(code, idOf(number, 1))) {
        const own = await say(line.replace(" share:here", ""));
        // The asker sees it: there is something to hide.
        expect(leakIn(own)).toBeDefined();
        const reply = await say(line);
        expect(reply.audience).toBe("all");
        expect(leakIn(reply)).toBeUndefined();
      }
    },
  );
});
