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
});
