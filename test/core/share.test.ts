import { describe, expect, it } from "vitest";
import { renderPlain } from "../../src/core/plain.ts";
import { afterSharing, sharing } from "../../src/core/share.ts";

describe("sharing an answer", () => {
  it("leaves in its place a word that it was shared, and a way to see it again", () => {
    const left = afterSharing(sharing('logs user:"Ada L"'));
    expect(left?.blocks.at(-1)).toEqual({
      kind: "actions",
      actions: [{ label: "Show it to me again", line: 'logs user:"Ada L"' }],
    });
    expect(renderPlain(left ?? { summary: "", blocks: [] })).toContain(
      "Shared with everyone here.",
    );
  });

  it.each(["status", "logs text:share:here", "share:here", ""])(
    "leaves the answer to %s where it is",
    (line) => expect(afterSharing(line)).toBeUndefined(),
  );
});
