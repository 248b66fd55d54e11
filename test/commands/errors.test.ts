import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import { logCauses } from "../../src/core/log-causes/index.ts";
import { logTypeOf } from "../../src/core/log-types/index.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { ask, askPlainly } from "../fakes/context.ts";
import { everyHour, logRecord } from "../fakes/log-records.ts";
import { deskOver } from "../fakes/logs-desk.ts";
import { ago, noon } from "../fakes/subjects.ts";

const month = 24 * 30;
/** The hours that a day is compared with: its own, and the same of the weeks before. */
const isCompared = (back: number) => back % (7 * 24) < 25;
const steady = everyHour(noon, month, (back) => (isCompared(back) ? 5 : 0));
const earlierBy = (ms: number) => new Date(noon.getTime() - ms);

/** A tenant whose archive has these, proved so many days back. */
async function holding(records: readonly unknown[], { days = 40 } = {}) {
  const archive = fakeArchive(() => noon);
  await archive.add({
    tenant: "prod",
    way: "reader",
    records,
    proof: { checkpoint: "1", until: noon, since: earlierBy(days * DAY) },
  });
  return { archive, logs: deskOver(archive) };
}

describe("errors", () => {
  it("says first what fails more than usual, since when, what it is and where", async () => {
    const burst = everyHour(noon, 1, () => 60).map((record, index) => ({
      ...record,
      date: earlierBy(40 * MINUTE - index * 30_000).toISOString(),
    }));
    const { summary, tone } = await ask("errors", await holding([...steady, ...burst]));
    expect(summary).toMatch(/^Failed logins are 13 times the usual since 12:20: /u);
    expect(summary).toContain("wrong password (fp) on Username-Password-Authentication");
    expect(tone).toBe("bad");
    const given = { ...(await holding([...steady, ...burst])), audience: "all" } as const;
    expect((await ask("errors", given)).summary).toContain("the usual since 12:20 CET: ");
  });

  it("says that nothing is the matter where all is as it always was", async () => {
    const { summary, tone } = await ask("errors", await holding(steady));
    expect(summary).toBe(
      "Nothing fails more than usual: 120 failures in the last 24 h, usual is 120.",
    );
    expect(tone).toBe("good");
  });

  it("does not take it for health that nothing fails where something always did", async () => {
    const old = everyHour(ago(2 * DAY), month, (back) => ((back + 48) % (7 * 24) < 25 ? 5 : 0));
    const { summary, tone } = await ask("errors", await holding(old));
    expect(summary).toContain(
      "No failure in the last 24 h, although usual is 120: look with doctor",
    );
    expect(tone).toBe("warning");
    const none = await ask("errors client:Nobody", await holding(steady));
    expect(none.summary).toBe("No failure through Nobody in the last 24 h, usual is none.");
  });

  it("says of many kinds, of which none is more than usual by itself, that together they are", async () => {
    const kinds = ["fn", "fs", "fcp", "flo", "fui", "gd_auth_failed", "feacft"];
    const few = kinds.flatMap((type) =>
      everyHour(
        noon,
        month,
        (back) => (isCompared(back) && back % 24 === 3 ? 1 : 0),
        () => ({ type }),
      ),
    );
    const more = kinds.flatMap((type) =>
      everyHour(
        noon,
        9,
        () => 1,
        () => ({ type }),
      ),
    );
    const { summary, tone } = await ask("errors", await holding([...few, ...more]));
    expect(summary).toMatch(
      /^No kind of failure is more than usual by itself, but all together are: /u,
    );
    expect(tone).toBe("warning");
  });

  it("makes no alarm of three failures where one is usual", async () => {
    const rare = everyHour(noon, month, (back) => (isCompared(back) && back % 24 === 3 ? 1 : 0));
    const three = [1, 2].map((hours) => logRecord(earlierBy(hours * HOUR)));
    const { summary } = await ask("errors", await holding([...rare, ...three]));
    expect(summary).toBe(
      "Nothing fails clearly more than usual: 3 failures in the last 24 h; usual is 1, and up to 10 may be chance.",
    );
  });

  it("sets kinds apart that were never seen before, with a button for an example", async () => {
    const fresh = logRecord(earlierBy(2 * HOUR), {
      type: "fn",
      details: { error: "SMTP refused" },
    });
    const lines = await askPlainly("errors", await holding([...steady, fresh]));
    expect(lines).toContain("1 kind was never seen before.");
    expect(lines).toMatch(/Never seen before\n- Message not sent \(fn\).*1 time since/u);
    expect(lines).toContain(`[Example] logs event:${fresh.log_id}`);
    // Days after the first start everything is.
    const young = await askPlainly("errors", await holding([fresh], { days: 3 }));
    expect(young).not.toContain("never seen before");
  });

  it("says in Auth0's own words what it has no name for, and in none of them before everybody", async () => {
    const wrote = "The parrot of ada@example.com has ceased to be";
    const nameless = (back: number) =>
      logRecord(earlierBy(back), { type: "feacft", description: wrote });
    const given = await holding([...steady, nameless(2 * HOUR), nameless(HOUR)]);
    const lines = await askPlainly("errors", given);
    expect(lines).toContain(`Code not exchanged (feacft): "${wrote}": 2 times since`);
    expect(lines).toContain(`Code not exchanged (feacft): "${wrote}": 2, usual is none`);
    const open = await askPlainly("errors", { ...given, audience: "all" });
    expect(open).not.toMatch(/parrot|ada@/u);
    expect(open).toMatch(
      /Code not exchanged \(feacft\): another reason \(~[0-9a-f]{8}\): 2 times/u,
    );
  });

  it("has no words for a reason whose event is not there any more", async () => {
    const { archive, logs } = await holding([
      ...steady,
      logRecord(earlierBy(HOUR), { type: "feacft", description: "The parrot has ceased to be" }),
    ]);
    const gone = { ...archive, event: async () => undefined };
    const lines = await askPlainly("errors", { archive: gone, logs });
    expect(lines).toMatch(/Code not exchanged \(feacft\): another reason \(~/u);
  });

  it("advises on the reason where it has one, and else on the type", async () => {
    const refused = everyHour(
      noon,
      1,
      () => 60,
      () => ({ type: "f", description: "Callback URL mismatch." }),
    );
    const lines = await askPlainly("errors", await holding([...steady, ...refused]));
    expect(lines).toContain(`What to do: ${logCauses.get("callback-mismatch")?.advice}`);
    const wrong = await askPlainly(
      "errors",
      await holding([...steady, ...everyHour(noon, 1, () => 60)]),
    );
    expect(wrong).toContain(`What to do: ${logTypeOf("fp")?.advice}`);
  });

  it("has few buttons below, and an example of each new kind with them, by their numbers", async () => {
    const types = ["fn", "fv", "fvr", "fapi", "fce", "fcp"];
    const fresh = types.map((type, index) => logRecord(earlierBy(index * HOUR + MINUTE), { type }));
    const given = await holding([...steady, ...everyHour(noon, 1, () => 60), ...fresh]);
    const { blocks } = await ask("errors", given);
    const buttons = blocks.flatMap((block) => (block.kind === "actions" ? block.actions : []));
    const examples = buttons.filter(({ label }) => label.startsWith("Example"));
    expect(examples.map(({ label }) => label)).toEqual([1, 2, 3, 4, 5].map((n) => `Example ${n}`));
    const lines = JSON.stringify(examples);
    expect(fresh.filter(({ log_id }) => lines.includes(`"logs event:${log_id}"`))).toHaveLength(5);
    const rest = buttons.filter((button) => !examples.includes(button));
    expect(rest.map(({ label }) => label)).toEqual(["Events", "This user", "Explain"]);
  });

  it("calls nothing new where the archive does not go back far enough to tell", async () => {
    const lines = await askPlainly("errors", await holding(steady, { days: 2 }));
    expect(lines).not.toContain("never seen before");
    expect(lines).toContain("too little history to know what is usual");
  });

  it("tells what went back to normal", async () => {
    const mails = everyHour(earlierBy(5 * HOUR), 3, () => 30).map((record) => ({
      ...record,
      type: "fn",
    }));
    const old = everyHour(
      noon,
      month,
      (back) => (isCompared(back) ? 1 : 0),
      () => ({ type: "fn" }),
    );
    const lines = await askPlainly("errors", await holding([...steady, ...mails, ...old]));
    expect(lines).toContain(
      "Nothing fails more than usual any more: 234 failures in the last 24 h, usual is 144.",
    );
    expect(lines).toMatch(/Back to normal\n- Mails not sent: 93 from .* to .*, usual is 3/u);
  });

  it("compares with the days before where there are no weeks yet", async () => {
    const given = await holding(
      everyHour(noon, 24 * 6, () => 5),
      { days: 6 },
    );
    const lines = await askPlainly("errors", given);
    expect(lines).toContain("Nothing fails more than usual");
    expect(lines).toContain("there is not more history yet");
  });

  it("leaves out what the synthetic login's own user brought about", async () => {
    const own = everyHour(
      noon,
      3,
      () => 40,
      () => ({
        client_id: "probe",
        user_name: "probe@acme.example",
      }),
    );
    const given = await holding([...steady, ...own]);
    const standing = { clientId: "probe", username: "Probe@acme.example" };
    const logins = {
      standing: async () => standing,
      latest: async () => [],
      run: async () => Promise.reject(new Error("no")),
    };
    expect((await ask("errors", { ...given, logins })).summary).toContain("120 failures");
  });

  it("looks at single events where an application is asked for", async () => {
    const other = everyHour(
      noon,
      month,
      (back) => (isCompared(back) ? 2 : 0),
      () => ({ client_name: "Portal" }),
    );
    const lines = await askPlainly("errors client:portal", await holding([...steady, ...other]));
    expect(lines).toContain("48 failures through portal in the last 24 h, usual is 48");
  });

  it("counts what Auth0 shows where the archive has nothing, and says so far since when", async () => {
    const records = everyHour(noon, 30, () => 2);
    const archive = fakeArchive(() => noon);
    const auth0 = await holding(records);
    const lines = await askPlainly("errors", { archive, logs: auth0.logs });
    expect(lines).toContain("48 failures in the last 24 h");
    expect(lines).toContain("too little history to know what is usual");
    expect(lines).toContain("looked through one by one, so far only since");
  });

  it("does not take silence for health where nothing could be looked at", async () => {
    const logs = {
      search: async () => ({
        events: [],
        unseen: [{ why: "Auth0 did not answer" }],
        from: "auth0" as const,
      }),
      event: async () => undefined,
    };
    const { summary, tone } = await ask("errors", { logs });
    expect(summary).toContain("It is not known whether anything failed in the last 24 h");
    expect(tone).toBe("warning");
  });

  it("shows nobody's name, address or words to everybody", async () => {
    const burst = everyHour(noon, 2, () => 60);
    const given = await holding([...steady, ...burst]);
    const shown = renderPlain(await ask("errors", { ...given, audience: "all" }));
    expect(shown).toContain("user 1");
    expect(shown).not.toMatch(/mira|203\.0\.113|64ff|hollowmere/iu);
  });

  it("takes the words of logs: whom, from where, which words, and what to leave out", async () => {
    const mails = [1, 2, 3].map((hours) => logRecord(earlierBy(hours * HOUR), { type: "fn" }));
    const given = await holding([...steady, ...mails]);
    const count = async (line: string) => (await ask(line, given)).summary;
    expect(await count("errors")).toContain("123 failures");
    expect(await count("errors -type:mail")).toContain("120 failures (-type:mail) in");
    expect(await count("errors ip:203.0.113.0/24 client:Checkout -type:fp since:7d")).toContain(
      "3 failures (-type:fp) through Checkout from 203.0.113.0/24 in the last 7 d",
    );
    expect(await count('errors "wrong email" -user:*@hollowmere.example')).toContain("No failure");
    const lines = await askPlainly("errors ip:203.0.113.7 -type:fp", given);
    expect(lines).toContain("[Events] logs ip:203.0.113.7 since:24h type:fn");
    await expect(ask("errors type:fp -type:failures", given)).rejects.toThrow(/Nothing is both/u);
    await expect(ask("errors since:120d", given)).rejects.toThrow(/90 days at most.*ask logs/u);
  });

  it("tells of a time that is over what was, and compares it with the same hours before", async () => {
    const burst = everyHour(earlierBy(5 * HOUR), 1, () => 60);
    const given = await holding([...steady, ...burst]);
    const { summary } = await ask("errors during:06:00..11:00", given);
    expect(summary).toMatch(
      /^Failed logins were \d+(?:\.\d)? times the usual from 07:00 to 0[89]:00\./u,
    );
    const lines = await askPlainly("errors during:06:00..11:00", given);
    expect(lines).toMatch(/\[Events\] logs .*during:06:00\.\.11:00/u);
    expect((await ask("errors until:05:00", given)).summary).toContain("Nothing fails more than");
  });

  it("asks which tenant where there are several", async () => {
    const tenants = ["prod", "staging"].map((name) => ({ name, domain: `${name}.example` }));
    const lines = await askPlainly("errors since:2h", { tenants });
    expect(lines).toContain("[staging] errors since:2h tenant:staging");
    expect(ago(0)).toEqual(noon);
  });
});
