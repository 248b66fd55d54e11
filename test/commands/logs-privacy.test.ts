import { existsSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { logs } from "../../src/commands/logs.ts";
import type { Reply } from "../../src/core/chat-adapter.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import { logEventOf } from "../../src/core/log-record.ts";
import type { Message } from "../../src/core/message.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { ada, fakeContext } from "../fakes/context.ts";
import { type House, openHouse } from "../fakes/house.ts";
import { ago } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";
import { eventShapes } from "../fixtures/event-shapes.ts";
import type { Schema } from "../fixtures/log-schemas.ts";
import { grow, planter } from "../fixtures/planted.ts";

const recordings = "../shared/samples/auth0/tenant-logs-go-auth0-recordings.json";

/** A name in one of these cannot be told from the name of a thing; everything else can hold one. */
const namesOfThings = ["client_name", "connection", "type"];

function plantIn(schema: Schema, type: string, { ownType }: { ownType: boolean }) {
  const { planted, plant } = planter();
  const events = [1, 2, 3].flatMap((n) => {
    const raw = grow(schema, {
      turn: n,
      plant: (where) => plant({ named: !namesOfThings.includes(where) }),
    });
    const whole = raw as Readonly<Record<string, unknown>>;
    const own = ownType ? { type, log_id: `9002026112212000000${n}` } : {};
    return logEventOf({ ...whole, date: ago(n).toISOString(), ...own }) ?? [];
  });
  return { planted, events, typed: (named = true) => plant({ named }) };
}

/** Nothing planted, whole or by the part that gives it away, as itself or escaped. */
function leaksIn(shown: unknown, planted: readonly string[]): readonly string[] {
  const whole = JSON.stringify(shown);
  const plain = decodeURIComponent(whole.replace(/%(?![0-9a-f]{2})/giu, "%25"));
  return planted
    .flatMap((value) => [value, value.split("@")[0] ?? "", value.split("|")[1] ?? value])
    .filter((value) => value.length > 5 && (whole.includes(value) || plain.includes(value)));
}

let house: House = openHouse();
beforeEach(() => {
  house = openHouse();
});

/** An answer, with the line that a platform may show beside it. */
async function say(
  line: string,
  events: readonly LogEvent[],
  tenants = fakeContext().tenants,
): Promise<Reply> {
  // More than a page of them: what follows has a button.
  const many = [events, events, events, events].flat();
  const reply = await house.answer([logs], line, {
    access: { operators: [ada.id], admins: [] },
    services: fakeContext({ tenants, tenant: () => fakeTenant({ events: many }).tenant }),
  });
  return { ...reply, said: reply.said ?? line };
}

const shareLine = (message: Message): string | undefined =>
  message.blocks
    .flatMap((block) => (block.kind === "actions" ? block.actions : []))
    .flatMap((action) =>
      "line" in action && action.label === "Share here" ? [action.line] : [],
    )[0];

describe("what everybody sees of a tenant's logs", () => {
  it.each(eventShapes.map((each) => [each.type, each.from, each] as const))(
    "holds nothing personal of %s (%s)",
    async (type, _, { schema }) => {
      for (const ownType of [true, false]) {
        const { planted, events, typed } = plantIn(schema, type, { ownType });
        const address = "203.0.113.99";
        const filters = `user:"${typed()}" client:"${typed()}" connection:"${typed()}" org:"${typed()}" "${typed()}" ip:${address}`;
        const without = `-user:"${typed()}" -client:"${typed()}" -connection:"${typed()}" -org:"${typed()}" -"${typed()}" -ip:${address}`;
        const lines = ["logs", "logs since:2h", `logs ${filters}`, `logs ${without}`];
        for (const line of lines) {
          const shared = await say(`${line} share:here`, events);
          expect(shared.audience).toBe("all");
          expect(leaksIn(shared, [...planted, address])).toEqual([]);
        }
        const [first] = events;
        const one = await say(`logs event:"${first?.id}" share:here`, events);
        expect(one.audience).toBe("all");
        expect(leaksIn(one, planted)).toEqual([]);
      }
    },
  );

  it.each(eventShapes.map((each) => [each.type, each.from, each] as const))(
    "is what the button under a private answer shares, of %s (%s)",
    async (type, _, { schema }) => {
      const { planted, events } = plantIn(schema, type, { ownType: true });
      const [first] = events;
      // An event of a machine or of the tenant itself names nobody to be asked for.
      const whose = first?.userName ? [`logs user:"${first.userName}"`] : [];
      for (const line of [...whose, `logs event:${first?.id}`]) {
        const own = await say(line, events);
        expect(own.audience).toBe("asker");
        // The asker sees them: there is something to hide.
        expect(leaksIn(own, planted).length).toBeGreaterThan(0);
        const shared = await say(shareLine(own.message) ?? "", events);
        expect(shared.audience).toBe("all");
        expect(leaksIn(shared, planted)).toEqual([]);
      }
    },
  );

  it.skipIf(!existsSync(recordings))(
    "holds nothing personal of events recorded elsewhere",
    async () => {
      const told = JSON.parse(readFileSync(recordings, "utf8")) as readonly unknown[];
      const events = told.flatMap((raw) => logEventOf(raw) ?? []);
      expect(events.length).toBeGreaterThan(0);
      for (const event of events) {
        for (const line of ["logs share:here", `logs event:${event.id} share:here`]) {
          const { message } = await say(line, [event]);
          expect(renderPlain(message)).not.toMatch(
            /@|\||\d+\.\d+\.\d+|2001:|[Cc]huck|auth0\b.*[0-9a-f]{20}/,
          );
        }
      }
    },
  );

  it("is also what a tenant's question, an empty page and an unknown event give away: nothing", async () => {
    const { planted, typed } = plantIn({}, "f", { ownType: true });
    const two = [
      { name: "prod", domain: "acme.example" },
      { name: "dev", domain: "dev.example" },
    ];
    for (const tenants of [two, two.slice(0, 1)]) {
      for (const line of [
        `logs user:"${typed()}"`,
        `logs "${typed()}"`,
        `logs event:"${typed()}"`,
      ]) {
        const reply = await say(`${line} share:here`, [], tenants);
        expect(reply.audience).toBe("all");
        expect(leaksIn(reply, planted)).toEqual([]);
      }
    }
  });

  it("never shows tokens and passwords, not even to the asker", async () => {
    const details = {
      request: {
        headers: { authorization: "Bearer s3cr3tv4lue", cookie: "auth0=s3cr3tv4lue" },
        body: { password: "s3cr3tv4lue", refresh_token: "s3cr3tv4lue", code: "s3cr3tv4lue" },
        query: { state: "s3cr3tv4lue" },
      },
      response: { body: { access_token: "s3cr3tv4lue", id_token: "s3cr3tv4lue" } },
      uri: "https://app.example/cb?code=s3cr3tv4lue",
    };
    const id = "90020261122120000001";
    const told = { description: "token=s3cr3tv4lue", user_name: "mira@example.com", details };
    const events = [logEventOf({ log_id: id, type: "sapi", date: ago(1).toISOString(), ...told })];
    for (const line of ["logs", `logs event:${id}`]) {
      const own = await say(
        line,
        events.flatMap((event) => event ?? []),
      );
      expect(JSON.stringify(own)).not.toContain("s3cr3tv4lue");
      expect(renderPlain(own.message)).toContain("mira@example.com");
    }
  });
});
