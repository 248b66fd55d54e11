import { describe, expect, it } from "vitest";
import { text } from "../../src/core/message.ts";
import { renderPlain } from "../../src/core/plain.ts";

describe("a message in plain lines", () => {
  it("says its summary once, also where its first words are the same", () => {
    const blocks = [text([{ bold: "All is well." }]), text("Nothing waits.")];
    expect(renderPlain({ summary: "All is well.", blocks })).toBe("All is well.\nNothing waits.");
    expect(renderPlain({ summary: "Good news.", blocks })).toBe(
      "Good news.\nAll is well.\nNothing waits.",
    );
  });

  it("writes a time of any year", () => {
    const said = (time: string) =>
      renderPlain({ summary: "", blocks: [text([{ time: new Date(time) }])] });
    expect(said("2026-11-22T09:05:07.123Z")).toBe("2026-11-22 09:05 UTC");
    expect(said("+010000-01-01T00:00:00.000Z")).toBe("010000-01-01 00:00 UTC");
  });
});
