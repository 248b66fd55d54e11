import { describe, expect, it } from "vitest";
import { csvRow, jsonLine } from "../../src/commands/logs-csv.ts";
import { posted } from "../../src/core/border.ts";
import { defineCommand } from "../../src/core/command.ts";
import { logEventOf } from "../../src/core/log-record.ts";
import { file, type Message } from "../../src/core/message.ts";
import { ada } from "../fakes/context.ts";
import { openHouse } from "../fakes/house.ts";

const noon = "2026-11-22T12:00:00Z";
const house = openHouse();
const access = { operators: [ada.id], admins: [] };
const exporting = (message: Message) =>
  defineCommand({
    name: "export",
    summary: "Export something",
    examples: ["export"],
    access: "operator",
    audience: "asker",
    args: {},
    run: async () => message,
  });

describe("a file for whoever asked", () => {
  it("is the same after the border as before: its secrets were removed field by field", async () => {
    const events = [
      { user_name: "mira@example.com", details: { qs: { redirect_uri: "http://localhost:3000" } } },
      { details: { statusCode: 200, error: { code: "access_denied", message: "Bearer tokens" } } },
      { details: { access_token: "s3cr3t", code: 12345, state: null, password: "s3cr3t" } },
      { user_id: "samlp|acme|aBcDeFgH1234567890aBcDeFgH1234567890aBcDeFgH", ip: "2001:db8::9" },
      {
        description: 'Quotes " and \\ and\nlines',
        details: { uri: "https://a:s3cr3t@b.example/" },
      },
    ].flatMap((fields) => logEventOf({ log_id: "9002", type: "fp", date: noon, ...fields }) ?? []);
    const content = events.flatMap((one) => [jsonLine(one), csvRow(one)]).join("");
    expect(content).not.toContain("s3cr3t");
    const made = { summary: "x", blocks: [file("a.jsonl", "text/plain", content)] };
    const { message } = await house.answer([exporting(made)], "export", { access });
    expect(message.blocks[0]).toEqual(made.blocks[0]);
  });
});

describe("a file for everybody", () => {
  it("is gone through by whole lines, while others run in between", async () => {
    const line = `2026-11-22,fp,mira@example.com,203.0.113.9,${"x".repeat(60)}\n`;
    const many = line.repeat(20_000);
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    const message = await posted({ summary: "x", blocks: [file("a.csv", "text/csv", many)] });
    clearInterval(timer);
    const [block] = message.blocks;
    expect(block).toMatchObject({ kind: "file" });
    expect(JSON.stringify(block)).not.toMatch(/mira|203/u);
    expect(JSON.stringify(block).match(/\[e-mail address\]/gu)).toHaveLength(20_000);
    expect(turns).toBeGreaterThan(3);
  });
});
