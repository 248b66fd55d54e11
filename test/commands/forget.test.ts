import { beforeEach, describe, expect, it } from "vitest";
import { forget } from "../../src/commands/forget.ts";
import type { Access } from "../../src/core/access.ts";
import type { Archive } from "../../src/core/archive.ts";
import { HOUR } from "../../src/core/clock.ts";
import type { CommandContext } from "../../src/core/command.ts";
import { createHash } from "../../src/core/log-hash.ts";
import { hashedRecord } from "../../src/core/log-hash-record.ts";
import type { Message } from "../../src/core/message.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { createForgetting } from "../../src/logs/forgetting.ts";
import { asksByHash, hashesOf } from "../../src/logs/hashed.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { ada, fakeContext, noTails } from "../fakes/context.ts";
import { fakeLog, type House, openHouse } from "../fakes/house.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { fakeRecords } from "../fakes/records.ts";
import { ago, noon } from "../fakes/subjects.ts";

const tenants = [
  { name: "prod", domain: "acme.example" },
  { name: "dev", domain: "dev.example" },
];

let house: House = openHouse();
let archive: Archive = fakeArchive();
let forgetting = forgettingOf(archive);
let logReading: CommandContext["logReading"];
let count = 0;
beforeEach(() => {
  logReading = () => undefined;
  house = openHouse();
  archive = fakeArchive(() => noon);
  forgetting = forgettingOf(archive);
  count = 0;
});

function forgettingOf(archive: Pick<Archive, "forget">, keys = {}) {
  return createForgetting({
    archive,
    tails: noTails,
    note: async () => {},
    records: fakeRecords(),
    clock: manualClock(),
    log: fakeLog(),
    keys,
  });
}

const event = (fields: object, hours = 1) => {
  count += 1;
  const id = `900${String(count).padStart(20, "0")}`;
  return { log_id: id, type: "s", date: ago(hours * HOUR).toISOString(), ...fields };
};
const add = (tenant: string, ...records: readonly object[]) =>
  archive.add({ tenant, way: "stream", records });

const admin: Access = { operators: [], admins: [ada.id] };
const say = (line: string, access = admin) =>
  house.answer([forget], line, {
    access,
    services: fakeContext({ tenants, archive, forgetting, logReading }),
  });
const ask = async (line: string) => renderPlain((await say(line)).message);

const lineOf = (message: Message, label: string): string | undefined =>
  message.blocks
    .flatMap((block) => (block.kind === "actions" ? block.actions : []))
    .flatMap((action) => ("line" in action && action.label === label ? [action.line] : []))[0];

const left = async (tenant: string) =>
  (await archive.search(tenant, { terms: [] }, { limit: 1000 })).events.length;

const mira = { user_id: "auth0|mira", user_name: "mira@example.com" };

describe("forget", () => {
  it("first says how many events would go, in which tenants, from when to when, and removes nothing", async () => {
    await add("prod", event(mira, 30), event(mira, 1), event({ user_id: "auth0|bob" }));
    await add("dev", event(mira, 2));
    const { message, audience } = await say("forget mira@example.com");
    const words = renderPlain(message);
    expect(audience).toBe("asker");
    expect(words).toContain("Forget mira@example.com? 3 events would be removed");
    expect(words).toMatch(/prod: 2 events, from 21 Nov 2026, 07:00 .* to 22 Nov 2026, 12:00/);
    expect(words).toMatch(/dev: 1 event, 22 Nov 2026, 11:00/);
    expect(words).toContain("Nothing has been removed yet");
    expect(await left("prod")).toBe(3);
  });

  it("removes them once its button is pressed, and says what it does not reach", async () => {
    await add("prod", event(mira), event({ user_id: "auth0|bob", user_name: "bob@example.com" }));
    await add("dev", event(mira));
    const first = await say("forget mira@example.com");
    const words = await ask(lineOf(first.message, "Forget for good") ?? "");
    expect(words).toContain("2 events that named mira@example.com are removed from the archive.");
    for (const beyond of ["Auth0 itself", "This chat", "Other systems", "Backups"]) {
      expect(words).toContain(beyond);
    }
    expect(await left("prod")).toBe(1);
    expect(await left("dev")).toBe(0);
    expect(await ask("forget mira@example.com")).toContain("There is nothing to forget.");
  });

  it("reaches what is kept of a tenant that the settings do not name any more", async () => {
    await add("gone", event(mira), event({ user_id: "auth0|bob" }));
    const first = await say("forget mira@example.com");
    expect(renderPlain(first.message)).toContain("gone: 1 event,");
    await ask(lineOf(first.message, "Forget for good") ?? "");
    expect(await left("gone")).toBe(1);
  });

  it("removes a person under every name that surely is theirs", async () => {
    const linked = { identities: [{ provider: "github", user_id: 4711 }] };
    const body = { user_id: "auth0|mira", phone_number: "+49 151 2000000", ...linked };
    await add(
      "prod",
      event(mira),
      event({ type: "sapi", details: { response: { body } } }),
      event({ type: "gd_send_sms", details: { to: "+49 151 2000000" } }),
      event({ user_id: "github|4711", user_name: "mq" }),
      event({ type: "fu", user_name: "MQ" }),
      event({ user_id: "auth0|bob", user_name: "bob@example.com" }),
    );
    const first = await ask("forget mira@example.com");
    for (const name of ["auth0|mira", "+49 151 2000000", "github|4711", "mq"]) {
      expect(first).toContain(name);
    }
    expect(first).toContain("5 events would be removed");
    await ask("forget mira@example.com confirm:yes");
    expect(await left("prod")).toBe(1);
  });

  it("leaves what names somebody else too, and says so", async () => {
    await add(
      "prod",
      event({ ...mira, user_name: "Mira" }),
      event({ user_id: "auth0|mira", user_name: "mira@example.com" }),
      event({ user_id: "auth0|other", user_name: "Mira" }),
      event({ type: "fu", user_name: "mira" }),
    );
    const first = await ask("forget auth0|mira");
    expect(first).toContain("2 events would be removed");
    expect(first).toContain("Not removed: what names Mira alone");
    await ask("forget auth0|mira confirm:yes");
    expect(await left("prod")).toBe(2);
  });

  it("warns of a name that several people have", async () => {
    await add("prod", event({ user_id: "a|1", user_name: "Mira" }));
    await add("prod", event({ user_id: "a|2", user_name: "Mira" }));
    expect(await ask("forget Mira")).toContain("Several people are called so");
  });

  it("removes one name only, where that is asked for, and one tenant's events only", async () => {
    await add("prod", event(mira), event({ user_id: "auth0|mira" }));
    await add("dev", event(mira));
    const { message } = await say("forget mira@example.com tenant:prod");
    await ask(lineOf(message, "Forget this name only") ?? "");
    expect(await left("prod")).toBe(1);
    expect(await left("dev")).toBe(1);
  });

  it("names nobody where everybody sees the answer, and has no button there", async () => {
    await add("prod", event(mira));
    for (const line of ["forget mira@example.com", "forget mira@example.com confirm:yes"]) {
      const shared = await say(`${line} share:here`);
      expect(shared.audience).toBe("all");
      expect(JSON.stringify(shared)).not.toMatch(/mira/);
      expect(lineOf(shared.message, "Forget for good")).toBeUndefined();
    }
  });

  it("is for administrators alone", async () => {
    await add("prod", event(mira));
    const { message } = await say("forget mira@example.com confirm:yes", {
      operators: [ada.id],
      admins: [],
    });
    expect(renderPlain(message)).toContain("admin");
    expect(await left("prod")).toBe(1);
  });

  it("does not bring back what Auth0 sends again", async () => {
    const records = [event(mira), event({ user_id: "auth0|bob" })];
    await add("prod", ...records);
    await ask("forget mira@example.com confirm:yes");
    await add("prod", ...records);
    expect(await left("prod")).toBe(1);
  });

  it("says where Auth0's log is still being read, and keeps nothing of them that it brings", async () => {
    const proof = { checkpoint: "900", until: ago(300 * HOUR) };
    await archive.add({ tenant: "prod", way: "reader", records: [event(mira, 1)], proof });
    logReading = (tenant) => (tenant === "prod" ? { streamed: false, history: {} } : undefined);
    const first = await ask("forget mira@example.com");
    expect(first).toContain("still being read. prod: reading history: at 10 Nov 2026");
    expect(await ask("forget mira@example.com confirm:yes")).toContain("1 event that named");
    await add("prod", event(mira, 200), event({ user_id: "auth0|bob" }, 100));
    expect(await left("prod")).toBe(1);

    const unknown = await say("forget eve@example.com");
    expect(renderPlain(unknown.message)).toContain("There is nothing to forget yet");
    const done = await ask(lineOf(unknown.message, "Forget for good") ?? "");
    expect(done).toContain("No event in the archive named eve@example.com, and none from before");
    await add("prod", event({ user_name: "eve@example.com" }, 150));
    expect(await left("prod")).toBe(1);
    await add("prod", event({ user_name: "eve@example.com" }, -0.1));
    expect(await left("prod")).toBe(2);
  });

  it("says that it goes on where it takes longer than anybody waits, and logs when it is done", async () => {
    const clock = manualClock();
    const log = fakeLog();
    let finish = (_: number): void => {};
    const done = new Promise<number>((resolve) => {
      finish = resolve;
    });
    const forgetting = createForgetting({
      tails: noTails,
      archive: { forget: () => done },
      note: async () => {},
      records: fakeRecords(),
      clock,
      log,
      keys: {},
    });
    const services = fakeContext({ tenants: tenants.slice(0, 1), archive, forgetting });
    const answering = house.answer([forget], "forget mira@example.com confirm:yes", {
      access: admin,
      services,
      clock,
    });
    await clock.advance(50_000);
    expect(renderPlain((await answering).message)).toContain("goes on after a restart too");
    finish(7);
    await expect.poll(() => log.lines.join("\n")).toContain('"events":7');
    expect(log.lines.join("\n")).not.toContain("mira");
  });

  it("finds a person's other names where only hashes are kept, and takes nobody else's", async () => {
    const keys = { prod: "a key of the operator's own" };
    const hash = createHash(keys.prod);
    const kept = archive;
    archive = asksByHash(kept, hashesOf(keys));
    forgetting = forgettingOf(archive, keys);
    const hashed = (...records: readonly object[]) =>
      kept.add({
        tenant: "prod",
        way: "stream",
        records: records.map((record) => hashedRecord(record as Record<string, unknown>, hash)),
      });
    await hashed(
      event({ user_id: "auth0|mira", user_name: "mira@example.com" }),
      event({ user_id: "auth0|mira", user_name: "Mira" }),
      event({ user_id: "auth0|other", user_name: "Mira" }),
      event({ type: "fu", user_name: "mira@example.com" }),
    );
    const first = await ask("forget mira@example.com tenant:prod");
    expect(first).toContain("3 events would be removed");
    expect(first).toContain("The same person is called a name kept as a hash: that goes too.");
    expect(first).toContain("Not removed: what names a name kept as a hash alone");
    await ask("forget mira@example.com tenant:prod confirm:yes");
    expect(await left("prod")).toBe(1);
  });

  it("counts on where the archive says that there is more to look through", async () => {
    await add("prod", ...Array.from({ length: 7 }, (_, hours) => event(mira, hours)));
    const whole = archive;
    // Looks at three events at once, and has found nothing at first.
    let looks = 0;
    const search: typeof whole.search = async (tenant, query, at) => {
      looks += 1;
      if (looks % 2 === 1) return { events: [], next: at.after ?? { at: noon, id: "~" } };
      return whole.search(tenant, query, { ...at, limit: 3 });
    };
    archive = { ...whole, search };
    expect(await ask("forget mira@example.com tenant:prod")).toContain("7 events would be removed");
  });
});
