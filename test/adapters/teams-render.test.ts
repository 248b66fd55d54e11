import { describe, expect, it } from "vitest";
import { problemsOf } from "../../adapters/teams/card-kit.ts";
import { renderTeams } from "../../adapters/teams/render.ts";
import type { Block, Message, Span } from "../../src/core/message.ts";
import { hostile } from "../contracts/chat-adapter.ts";
import { buttonsOf, readMessage } from "../fakes/teams/reading.ts";
import { specimens } from "../fixtures/specimens.ts";
import { complaintsAbout } from "./teams-parser.ts";

const shown = (message: Message) => readMessage({ activity: renderTeams(message) });

describe("a message in Teams", () => {
  it.each(Object.entries(specimens))("looks as last approved: %s", async (name, message) => {
    const rendered = renderTeams(message);
    await expect(`${JSON.stringify(rendered, null, 2)}\n`).toMatchFileSnapshot(
      `../golden/teams/${name}.json`,
    );
  });

  it.each(Object.entries(specimens))("is a valid card: %s", (_, message) => {
    expect(complaintsAbout(renderTeams(message))).toEqual([]);
  });

  it("is seen to be invalid where it is", () => {
    const [attachment] = renderTeams({ summary: "x", blocks: [] }).attachments;
    const body = [{ type: "TextBlock", text: "x", size: "Gigantic" }, { type: "Nonsense" }];
    const content = { ...attachment.content, body };
    const wrong = { attachments: [{ ...attachment, content }] } as const;
    expect(complaintsAbout(wrong).length).toBeGreaterThan(0);
  });

  it.each<[string, Block]>([
    ["a heading", { kind: "heading", text: hostile }],
    ["a text", { kind: "text", text: hostile }],
    ["bold words", { kind: "text", text: [{ bold: hostile }] }],
    ["a link's words", { kind: "text", text: [{ link: hostile, url: "https://example.com/" }] }],
    ["a name", { kind: "text", text: [{ mention: "slack:user:U1", name: hostile }] }],
    ["a field", { kind: "fields", fields: [{ label: "x", value: hostile }] }],
    ["a label", { kind: "fields", fields: [{ label: hostile, value: "x" }] }],
    ["a list", { kind: "list", items: [hostile] }],
    ["a table", { kind: "table", columns: ["x"], rows: [[hostile]] }],
    ["a table's title", { kind: "table", columns: [hostile], rows: [] }],
    ["code", { kind: "code", code: hostile }],
    ["a note", { kind: "note", text: hostile }],
    ["a button", { kind: "actions", actions: [{ label: hostile, line: "x" }] }],
  ])("shows hostile words as words in %s", (_, block) => {
    const message = { summary: "x", blocks: [block] };
    expect(shown(message)).toContain(hostile);
    expect(JSON.stringify(renderTeams(message))).not.toContain("{{DATE(");
    expect(renderTeams(message).attachments[0].content.msteams).toEqual({ width: "Full" });
  });

  it("shows a time macro with a whole date as words too", () => {
    const macro = "{{DATE(2020-01-01T00:00:00Z, SHORT)}} {{TIME(2020-01-01T00:00:00Z)}}";
    expect(shown({ summary: "x", blocks: [{ kind: "text", text: macro }] })).toBe(macro);
    const parted = ["{{DA", "TE(2020-01-01T00:00:00Z)}}"];
    expect(shown({ summary: "x", blocks: [{ kind: "text", text: parted }] })).toBe(parted.join(""));
  });

  it("calls a person of Teams, and names everybody else", () => {
    const text: readonly Span[] = [
      { mention: "teams:user:29:ada", name: "Ada *Lovelace*</at>" },
      " please call ",
      { mention: "teams:channel:19:x", name: "ops" },
    ];
    const message = { summary: "x", blocks: [{ kind: "text" as const, text }] };
    expect(renderTeams(message).attachments[0].content.msteams.entities).toEqual([
      {
        type: "mention",
        text: "<at>Ada Lovelaceat</at>",
        mentioned: { id: "29:ada", name: "Ada Lovelaceat" },
      },
    ]);
    expect(shown(message)).toBe("@Ada Lovelaceat\nplease call @ops");
  });

  it("opens nothing but web addresses", () => {
    const bad = "javascript:alert(1)";
    const message: Message = {
      summary: "x",
      blocks: [
        { kind: "text", text: [{ link: "here", url: bad }] },
        { kind: "actions", actions: [{ label: "there", url: bad }] },
      ],
    };
    expect(JSON.stringify(renderTeams(message))).not.toContain('"url"');
    expect(shown(message)).toBe(`here (${bad})\nthere: ${bad}`);
  });

  it("gives each button its line, also for clients that only submit", () => {
    const [first] = buttonsOf({
      activity: renderTeams({
        summary: "x",
        blocks: [{ kind: "actions", actions: [{ label: "Check", line: "login prod" }] }],
      }),
    });
    expect(first).toMatchObject({
      type: "Action.Execute",
      data: { line: "login prod" },
      fallback: { type: "Action.Submit", data: { line: "login prod" } },
    });
  });

  it("says its tone in words, not by colour alone", () => {
    for (const [tone, words] of [
      ["good", "✅ OK"],
      ["warning", "⚠️ Attention"],
      ["bad", "🔴 Problem"],
    ] as const) {
      expect(shown({ summary: "x", tone, blocks: [] })).toBe(`${words}\nx`);
    }
  });

  it("says beside its tone what it is about, also where it begins with figures", () => {
    const fields: Block = { kind: "fields", fields: [{ label: "Last read", value: "now" }] };
    const shownAs = (...blocks: readonly Block[]) =>
      shown({ summary: "All is well.", tone: "good", blocks });
    expect(shownAs(fields)).toBe("✅ OK\nAll is well.\nLast read\nnow");
    expect(shownAs({ kind: "text", text: "Well." }, fields)).toBe("✅ OK\nWell.\nLast read\nnow");
    expect(shown({ summary: "Read now.", blocks: [fields] })).toBe("Last read\nnow");
  });

  it("tells two people of one name apart, and calls one person once", () => {
    const call = (id: string): Span => ({ mention: `teams:user:29:${id}`, name: "Ada" });
    const blocks: Block[] = [{ kind: "text", text: [call("a"), "\n", call("b"), "\n", call("a")] }];
    const card = renderTeams({ summary: "x", blocks });
    expect(problemsOf({ ...card })).toEqual([]);
    expect(card.attachments[0].content.msteams.entities).toMatchObject([
      { text: "<at>Ada</at>", mentioned: { id: "29:a" } },
      { text: "<at>Ada 2</at>", mentioned: { id: "29:b" } },
    ]);
  });

  it("that is too long ends at a line, says how much is missing, and keeps its buttons", () => {
    const items = Array.from({ length: 5000 }, (_, index) => `Change number ${index + 1}.`);
    const words = shown({
      summary: "x",
      blocks: [
        { kind: "list", items },
        { kind: "text", text: "the end" },
        { kind: "actions", actions: [{ label: "Open all", url: "https://example.com/" }] },
      ],
    });
    const lines = words.split("\n");
    const last = lines.at(-3);
    const missing = Number(/… and (\d+) more$/u.exec(lines.at(-2) ?? "")?.[1]);
    expect(last).toMatch(/^• Change number \d+\.$/u);
    expect(lines.length - 2 + missing).toBe(5001);
    expect(lines.at(-1)).toBe("[Open all]");
  });

  it("says of many bars the lowest, the highest and the latest, so that the newest is not left out", () => {
    const points = Array.from({ length: 24 }, (_, hour) => ({
      label: `${hour}:00`,
      value: hour === 20 ? 63 : 5 + (hour % 3),
    }));
    const chart = { kind: "chart", title: "Failed logins", shape: "bar", unit: "logins", points };
    const drawn = shown({ summary: "Charted.", blocks: [chart as Block] });
    expect(drawn).toContain(
      "Lowest 5 logins (0:00), highest 63 logins (20:00), latest 7 logins (23:00).",
    );
  });

  it("names a chart above it, and its points so that Teams keeps them apart and does not cut them", () => {
    const chart = (...labels: readonly string[]): Block => ({
      kind: "chart",
      title: "Failed logins",
      shape: "bar",
      unit: "logins",
      points: labels.map((label, value) => ({ label, value })),
    });
    const namesIn = (block: Block) => {
      const [title, drawn] = renderTeams({ summary: "x", blocks: [block] }).attachments[0].content
        .body;
      expect(JSON.stringify(title)).toContain("Failed logins");
      return (drawn as unknown as { data: readonly { x: string }[] }).data.map(({ x }) => x);
    };
    expect(namesIn(chart("22:10", "23:10", "00:10"))).toEqual(["22", "23", "00"]);
    expect(namesIn(chart("22:10", "22:11"))).toEqual(["22:10", "22:11"]);
    expect(namesIn(chart("Mon", "Tue", "Mon"))).toEqual(["Mon", "Tue", "Mon (2)"]);
  });

  it("says how many characters of an endless line are missing", () => {
    const words = shown({ summary: "x", blocks: [{ kind: "text", text: "x".repeat(100_000) }] });
    expect(words).toMatch(/^x{8000} … and 92000 more characters$/u);
  });
});
