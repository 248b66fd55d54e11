import { describe, expect, it } from "vitest";
import { user } from "../../src/commands/user.ts";
import { UserError } from "../../src/core/errors.ts";
import { createHash } from "../../src/core/log-hash.ts";
import { hashedRecord } from "../../src/core/log-hash-record.ts";
import { TenantError } from "../../src/core/tenant.ts";
import { asksByHash } from "../../src/logs/hashed.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { ada, ask, askPlainly, fakeContext } from "../fakes/context.ts";
import { openHouse } from "../fakes/house.ts";
import { deskOver } from "../fakes/logs-desk.ts";
import { fakeStore } from "../fakes/store.ts";
import { noon } from "../fakes/subjects.ts";
import { called, mira, times, told, wrongPassword } from "../fixtures/person-events.ts";
import { incidentAfter } from "../fixtures/specimens.ts";

async function withEvents(records: readonly object[], tenant = "prod") {
  const archive = fakeArchive(() => noon);
  await archive.add({ tenant, way: "stream", records });
  return { archive, logs: deskOver(archive) };
}
const story = async (records: readonly object[], line = `user ${mira.user_name}`) =>
  askPlainly(line, await withEvents(records));

const blocked = [
  told(3000, "s"),
  ...times(10, (index) => wrongPassword(30 - index)),
  told(12, "limit_wc", { user_id: "" }),
  told(8, "scpr"),
  told(7, "fn", {
    ...{ user_id: "", user_name: "", ip: "", client_name: "" },
    details: { to: mira.user_name, email_type: "reset_email", error: "550 No such mailbox" },
  }),
  called(100, "Update a User", { method: "patch", body: { app_metadata: {} } }),
];

describe("user", () => {
  it("says first why somebody cannot log in and what to do, then what is known, then what happened", async () => {
    const plain = await story(blocked);
    expect(plain.split("\n")[0]).toBe(
      "mira@hollowmere.example cannot log in: the account is blocked after 10 wrong passwords from one address (203.0.113.7), 12 min ago. Nothing has released it since.",
    );
    expect(plain).toMatch(/^What to do: If the tries were theirs: let them use the link/mu);
    expect(plain).toContain(
      "Note: A new password was asked for 8 min ago, and none has been set yet. The mail to reset the password did not reach them 7 min ago: their mail address takes no mail.",
    );
    expect(plain).toContain("Last good login: 2026-11-20 10:00 UTC, to Shop, from 203.0.113.7");
    expect(plain).toContain("Block: blocked now, since 2026-11-22 11:48 UTC, from 203.0.113.7");
    expect(plain).toContain(
      "- 🔴 Wrong password, 10 times, from 203.0.113.7 – Shop, 2026-11-22 11:30 UTC to 2026-11-22 11:39 UTC",
    );
    expect(plain).toContain("- Changed by Lin Okafor, 2026-11-22 10:20 UTC");
    expect(plain).toContain("Devices: Firefox on Ubuntu");
    expect(plain).toContain("[All their events] logs user:auth0|64ffa9d3c1b70a11 since:2026-10-23");
    expect(plain).toContain("[Look further back] user auth0|64ffa9d3c1b70a11 since:90d");
    expect(plain).toContain("[Explain] explain blocked-by-attempts");
  });

  it("tells what the archive has of somebody where Auth0 cannot be asked for them", async () => {
    const { archive } = await withEvents(blocked);
    const search = async () => ({
      ...{ events: [], unseen: [], from: "auth0" as const },
      next: { at: noon, id: "" },
    });
    const plain = await askPlainly(`user ${mira.user_name}`, {
      archive,
      logs: { ...deskOver(archive), search },
    });
    expect(plain).toContain("cannot log in: the account is blocked after 10 wrong passwords");
  });

  it("says how far back was looked, in what, and how fresh that is", async () => {
    const plain = await story([told(3000, "s")]);
    expect(plain).toContain(
      "1 event of tenant prod looked through, since 2026-10-23 12:00 UTC, from the archive and from Auth0's own search.",
    );
    expect(plain).toContain(
      "The archive begins 2026-11-20 10:00 UTC; it last heard from Auth0 just now.",
    );
    const { archive, logs } = await withEvents([told(5, "s")]);
    const search: typeof logs.search = async (...asked) => ({
      ...(await logs.search(...asked)),
      unseen: [{ why: "Auth0 did not answer within 8 seconds" }],
      from: "both",
    });
    const partly = await askPlainly("user mira@hollowmere.example", {
      archive,
      logs: { ...logs, search },
    });
    expect(partly).toContain("Not seen: Auth0 did not answer within 8 seconds.");
    const error = new TenantError("Auth0", "Auth0 did not answer", {
      reason: "down",
      fix: "Ask again in a minute.",
    });
    const gone: typeof logs.search = async () => ({
      events: [],
      unseen: [{ why: "Auth0 did not answer", error }],
      from: "nobody",
    });
    const none = await askPlainly("user mira@hollowmere.example", {
      archive,
      logs: { ...logs, search: gone },
    });
    expect(none).toContain("The log of prod could not be looked through for");
    expect(none).toContain("Not all could be seen: Auth0 did not answer. Ask again in a minute.");
  });

  it("finds what names a person only by their id, or only by their address", async () => {
    const byId = told(9, "scp", { user_name: "" });
    const plain = await story([told(20, "s"), byId]);
    expect(plain).toContain("- Password changed, from 203.0.113.7");
    expect(await story(blocked, `user ${mira.user_id}`)).toContain(
      "Not sent: the mail to reset the password",
    );
  });

  it("finds a phone number however it is written", async () => {
    const records = [
      told(9, "s", { user_id: "sms|1", user_name: "+491512345678", connection: "sms" }),
    ];
    expect(await story(records, "user +49 151 2345678")).toContain("+491512345678 can log in");
  });

  it("takes nobody who sends a message for whom it is meant", async () => {
    const sender = { user_id: "auth0|lin", user_name: "lin@acme.example" };
    const sent = {
      ...sender,
      details: { to: mira.user_name, email_type: "user_invitation", error: "spam" },
    };
    const plain = await story([told(9, "fn", sent), told(20, "s", sender)]);
    expect(plain).toContain("Not sent: the invitation (mail refused)");
    expect(plain).not.toContain("lin@");
    expect(plain).not.toContain("Logged in");
  });

  it("tells several accounts of one address apart, and lets the asker choose", async () => {
    const google = { user_id: "google-oauth2|1178", connection: "google-oauth2" };
    const records = [told(50, "s"), told(40, "s", google), wrongPassword(3)];
    const plain = await story(records);
    expect(plain).toContain(
      "mira@hollowmere.example has 2 accounts here: 1 of them cannot log in.",
    );
    expect(plain).toContain("By google-oauth2\nmira@hollowmere.example can log in");
    expect(plain).toContain("cannot log in: wrong password, 3 min ago in Shop.");
    expect(plain).toContain("[google-oauth2] user google-oauth2|1178");
    const one = await story(records, "user google-oauth2|1178");
    expect(one).toContain("mira@hollowmere.example can log in");
    expect(one).not.toContain("Wrong password");
    expect(one).toContain("[Also Username-Password-Authentication] user auth0|64ffa9d3c1b70a11");
  });

  it("says of nobody what was looked through, and who may have been meant", async () => {
    const plain = await story([told(5, "s")], "user mira");
    expect(plain).toContain('The log of prod has nothing of "mira".');
    expect(plain).toContain(
      "Did you mean one of these?\n[mira@hollowmere.example] user mira@hollowmere.example",
    );
    const parts = await story([told(5, "s")], "user *hollowmere*");
    expect(parts).toContain('The log of prod has 1 name like "*hollowmere*".');
    expect(parts).toContain("[mira@hollowmere.example]");
    expect(await story([told(5, "s")], "user mira@hollowmere.exmaple")).toContain(
      "[mira@hollowmere.example]",
    );
    const empty = await story([], "user nobody@acme.example");
    expect(empty).toContain("The archive holds nothing of this tenant yet.");
    expect(empty).toContain("[Look further back] user nobody@acme.example since:90d");
  });

  it("tells an administrator from those whose accounts they changed", async () => {
    const records = [called(5, "Update a User", { method: "patch" })];
    expect(await story(records, 'user "Lin Okafor"')).toContain(
      'names "Lin Okafor" 1 time, but tells nothing of an account',
    );
  });

  it("looks in the tenant whose archive knows the person, and asks where that is not one", async () => {
    const two = [
      { name: "prod", domain: "acme.us.auth0.com" },
      { name: "staging", domain: "acme-staging.eu.auth0.com" },
    ];
    const known = { ...(await withEvents([told(5, "s")], "staging")), tenants: two };
    const found = await askPlainly("user mira@hollowmere.example", known);
    expect(found).toContain("can log in");
    expect(found).toContain("logs user:auth0|64ffa9d3c1b70a11 since:2026-10-23 tenant:staging");
    const asks = await askPlainly("user eve@acme.example since:7d", known);
    expect(asks).toContain('No tenant\'s archive knows "eve@acme.example".');
    const slowly: typeof known.archive.search = async (tenant, query, at) => {
      const begun = at.after === undefined;
      const next = { at: noon, id: "~" };
      return begun
        ? { events: [], next }
        : known.archive.search(tenant, query, { limit: at.limit });
    };
    const slow = { ...known, archive: { ...known.archive, search: slowly } };
    expect(await askPlainly("user mira@hollowmere.example", slow)).toContain("can log in");
    const like = await askPlainly("user mira", known);
    expect(like).toContain(
      "[mira@hollowmere.example in staging] user mira@hollowmere.example tenant:staging",
    );
    await known.archive.add({ tenant: "prod", way: "stream", records: [told(7, "s")] });
    const both = await askPlainly("user mira@hollowmere.example", known);
    expect(both).toContain('prod and staging know "mira@hollowmere.example": choose one');
    expect(asks).toContain("[staging] user eve@acme.example since:7d tenant:staging");
  });

  it("says that Auth0 has an incident, where it has one", async () => {
    const store = fakeStore({ subjects: [incidentAfter(1)] });
    const plain = await askPlainly("user mira@hollowmere.example", {
      ...(await withEvents(blocked)),
      store,
    });
    expect(plain).toContain(
      "Auth0 has an open incident: Failing logins in US-3. It affects logins",
    );
    expect(plain).toContain("[Auth0's incidents] incidents");
  });

  it("draws failures that went on for days, and says them", async () => {
    const days = times(9, (index) => wrongPassword(index * 800 + 10));
    const { blocks } = await ask("user mira@hollowmere.example", await withEvents(days));
    const chart = blocks.find(({ kind }) => kind === "chart");
    expect(chart).toMatchObject({ title: "Failed logins per day", shape: "bar" });
  });

  it("shows at most twelve lines of what happened, what repeats as one", async () => {
    const busy = times(400, (index) =>
      index % 2 ? told(index * 20 + 1, "s") : wrongPassword(index * 20 + 1),
    );
    const plain = await story(busy);
    const lines = plain
      .split("What happened, newest first\n")[1]
      ?.split("\n")
      .filter((line) => line.startsWith("- "));
    expect(lines?.length).toBeLessThanOrEqual(13);
    expect(plain).toMatch(/^- 🔴 Wrong password, \d+ times, from 203\.0\.113\.7/mu);
  });

  it("finds who is kept as hashes alone, and calls them as the asker did", async () => {
    const hash = createHash("a key of the operator's own");
    const hashes = new Map([["prod", hash]]);
    const plain = fakeArchive(() => noon);
    const records = blocked.map((record) => hashedRecord({ ...record }, hash));
    await plain.add({ tenant: "prod", way: "stream", records });
    const archive = asksByHash(plain, hashes);
    const forgetting = { forget: archive.forget, keptAs: (_: string, name: string) => hash(name) };
    const given = { archive, logs: deskOver(archive), forgetting };
    const told = await askPlainly("user mira@hollowmere.example", given);
    expect(told.split("\n")[0]).toBe(
      "mira@hollowmere.example cannot log in: the account is blocked after 10 wrong passwords from one address (address 1), 12 min ago. Nothing has released it since.",
    );
    expect(told).toContain("- Changed by an administrator");
    expect(told).toContain("Not sent: the mail to reset the password");
    expect(await askPlainly("user mira@nowhere.example", given)).toContain("has nothing of");
  });

  it("tells a second factor within the login that it belongs to", async () => {
    const passed = { details: { authenticator: { type: "push" } } };
    const plain = await story([
      told(90, "gd_auth_succeed", passed),
      told(20, "s"),
      told(19, "gd_auth_succeed", passed),
    ]);
    expect(plain.match(/^- .*/gmu)).toEqual([
      "- ✅ Logged in, from 203.0.113.7 – Shop, 2026-11-22 11:40 UTC",
      "- Second factor passed (push message), from 203.0.113.7 – Shop, 2026-11-22 10:30 UTC",
    ]);
    expect(plain).toContain("Second factor: passed (push message), 2026-11-22 11:41 UTC");
  });

  it("asks for whom, and for a time that has been", async () => {
    await expect(ask("user")).rejects.toThrow("Say whom: an e-mail address, a name or an id");
    await expect(ask("user mira since:2030-01-01")).rejects.toThrow("still to come");
  });

  it("tells of now and of everything, and says what to ask about a part of it", async () => {
    const line = 'mira@hollowmere.example client:"Back office" on:yesterday';
    const refused = await ask(`user ${line}`).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect(refused).toMatchObject({ meant: `logs person:${line}` });
  });

  it("shares the story, and nobody in it", async () => {
    const services = { ...fakeContext(), ...(await withEvents(blocked)) };
    const asking = { services, access: { operators: [ada.id], admins: [] } };
    const { answer } = openHouse();
    const line = "user mira@hollowmere.example";
    const own = await answer([user], line, asking);
    expect(own.audience).toBe("asker");
    const shared = await answer([user], `${line} share:here`, asking);
    expect(shared.audience).toBe("all");
    expect(JSON.stringify(shared)).not.toMatch(
      /mira|hollowmere|64ffa|203\.0|192\.0|Lin|acme\.example/u,
    );
    expect(shared.said).toBe("user …");
    expect(shared.message.summary).toContain(
      "User 1 cannot log in: the account is blocked after 10 wrong passwords from one address (address 1), ",
    );
    expect(JSON.stringify(shared)).toContain("Changed by an administrator");
  });
});
