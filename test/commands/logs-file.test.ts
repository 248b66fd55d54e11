import { describe, expect, it } from "vitest";
import { DAY, MINUTE } from "../../src/core/clock.ts";
import { fakeArchive } from "../fakes/archive.ts";
import { ask } from "../fakes/context.ts";
import { deskOver } from "../fakes/logs-desk.ts";
import { ago, noon } from "../fakes/subjects.ts";
import { fakeTenant } from "../fakes/tenant.ts";

const record = (n: number, more: object = {}) => ({
  log_id: `90020261122${String(10_000 - n).padStart(10, "0")}`,
  date: ago(n * MINUTE).toISOString(),
  type: "fp",
  user_name: `user${n}@example.com`,
  details: { request: { body: { password: "hunter22" } } },
  ...more,
});

async function holding(records: readonly object[]) {
  const archive = fakeArchive(() => noon);
  const proof = { checkpoint: "1", since: ago(12 * DAY), until: noon };
  await archive.add({ tenant: "prod", way: "reader", records, proof });
  return { archive, logs: deskOver(archive) };
}

async function fileOf(
  line: string,
  records: readonly object[],
  reached: (words: string) => void = () => {},
) {
  const message = await ask(line, { ...(await holding(records)), reached });
  const [file] = message.blocks.flatMap((block) => (block.kind === "file" ? [block] : []));
  if (!file) throw new Error("there is no file");
  return { file, message };
}

/** A table as RFC 4180 reads it. */
function readCsv(content: string): readonly (readonly string[])[] {
  const rows = content.match(/(?:"(?:[^"]|"")*"|[^"\r\n])*\r\n/gu) ?? [];
  expect(rows.join("")).toBe(content);
  return rows.map((row) =>
    (row.slice(0, -2).match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^",]*)/gu) ?? []).map((cell) =>
      cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
    ),
  );
}

describe("log events as a file", () => {
  it("are all of them, not a page, each whole and without its secrets", async () => {
    const records = Array.from({ length: 2500 }, (_, n) => record(n));
    const { file, message } = await fileOf("logs type:fp as:jsonl", records);
    expect(message.summary).toBe("2,500 events (type:fp), newest first, as JSON lines.");
    expect(file).toMatchObject({
      name: "logs-prod-20261122-1200.jsonl",
      mediaType: "application/x-ndjson",
    });
    const lines = file.content.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).log_id)).toEqual(records.map((one) => one.log_id));
    expect(JSON.parse(lines[7] ?? "")).toMatchObject({ user_name: "user7@example.com" });
    expect(file.content).toContain("[removed]");
    expect(file.content).not.toContain("hunter22");
  });

  it("are a table with one header, whatever stands in them", async () => {
    const nasty = ['=HYPERLINK("x")', "+1", "-2", "@sum", 'a "b", c', "two\r\nlines", " =1", "＝1"];
    const { file } = await fileOf(
      "logs as:csv",
      nasty.map((user_agent, n) => record(n, { user_agent, scope: ["openid", "email"] })),
    );
    const [header = [], ...rows] = readCsv(file.content);
    expect(header.slice(0, 5)).toEqual(["log_id", "date", "type", "name", "ended"]);
    for (const row of rows) expect(row).toHaveLength(header.length);
    const at = header.indexOf("user_agent");
    const guarded = ['\'=HYPERLINK("x")', "'+1", "'-2", "'@sum"];
    expect(rows.map((row) => row[at])).toEqual([...guarded, ...nasty.slice(4, 6), "' =1", "'＝1"]);
    expect(rows[0]?.[header.indexOf("scope")]).toBe('["openid","email"]');
    expect(file.content).not.toContain("hunter22");
  });

  it("end where a file is full, with a button for those that are older", async () => {
    const large = "x".repeat(9000);
    const records = Array.from({ length: 3500 }, (_, n) => record(n, { description: large }));
    const said: string[] = [];
    const reached = (words: string) => void said.push(words);
    const { file, message } = await fileOf("logs since:7d as:jsonl", records, reached);
    expect(said.length).toBeGreaterThan(3);
    expect(said[0]).toMatch(/^100 events, back to \d\d? Nov 2026, /);
    expect(message.summary).toMatch(
      /^2,\d{3} events in the last 7 days, newest first, as JSON lines\. There are more, older than /,
    );
    expect(file.content.length).toBeGreaterThan(24_900_000);
    expect(file.content.length).toBeLessThanOrEqual(25_000_000);
    const button = message.blocks
      .flatMap((block) => (block.kind === "actions" ? block.actions : []))
      .find(({ label }) => label === "The older ones");
    const line = button && "line" in button ? button.line : "";
    // Until it is pressed, time goes on.
    expect(line).toContain("since:2026-11-15T12:00:00Z");
    const rest = await fileOf(line, records);
    const ids = [file, rest.file].flatMap(({ content }) =>
      content
        .trimEnd()
        .split("\n")
        .map((one) => JSON.parse(one).log_id),
    );
    expect(ids).toEqual(records.map((one) => one.log_id));
  });

  it("are asked of Auth0 only so far", async () => {
    const events = Array.from({ length: 8000 }, (_, n) => ({
      id: String(20_000 - n),
      at: ago(n * MINUTE),
      type: "s",
      raw: {},
    }));
    const { tenant, asked } = fakeTenant({ events });
    const message = await ask("logs as:csv", { tenant: () => tenant });
    expect(asked.length).toBeLessThanOrEqual(30);
    expect(message.summary).toMatch(
      /^2,\d{3} events, newest first, as a CSV file\. There are more/,
    );
  });

  it("are said to lack what nobody could look at, whichever of them were looked for then", async () => {
    const { archive, logs } = await holding(Array.from({ length: 1500 }, (_, n) => record(n)));
    const search: typeof logs.search = async (tenant, query, at) => {
      const found = await logs.search(tenant, query, at);
      const unseen = [{ from: ago(9 * MINUTE), to: ago(5 * MINUTE), why: "Auth0 was down" }];
      return at.after ? found : { ...found, unseen };
    };
    const message = await ask("logs as:csv", { archive, logs: { ...logs, search } });
    expect(message.summary).toMatch(/^1,500 events/);
    expect(message.tone).toBe("warning");
    expect(JSON.stringify(message.blocks)).toMatch(/Events may be missing.*: Auth0 was down\./u);
  });

  it("are never for everybody: the list stands for them, masked", async () => {
    const given = { ...(await holding([record(1)])), audience: "all" } as const;
    const message = await ask("logs as:csv", given);
    expect(message.blocks.map(({ kind }) => kind)).not.toContain("file");
    expect(JSON.stringify(message)).not.toContain("user1@example.com");
  });

  it("are one button away from the list, and none where nothing was found", async () => {
    const lines = async (line: string) =>
      (await ask(line, await holding([record(1)]))).blocks.flatMap((block) =>
        block.kind === "actions" ? block.actions.map((one) => ("line" in one ? one.line : "")) : [],
      );
    expect(await lines("logs type:fp since:1h")).toContain(
      "logs type:fp since:2026-11-22T11:00:00Z as:csv",
    );
    expect((await lines("logs type:s")).join()).not.toContain("as:");
    const none = await ask("logs type:s as:csv", await holding([record(1)]));
    expect(none.summary).toBe("No event (type:s).");
  });
});
