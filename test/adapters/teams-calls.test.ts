import { describe, expect, it } from "vitest";
import { renderTeams } from "../../adapters/teams/render.ts";
import type { Span } from "../../src/core/message.ts";
import { readMessage } from "../fakes/teams/reading.ts";

const call: Span = { mention: "teams:user:29:ada", name: "Ada" };
const drawn = (...text: Span[]) =>
  readMessage({ activity: renderTeams({ summary: "x", blocks: [{ kind: "text", text }] }) });

describe("a person who is called in Teams", () => {
  it("is called within a sentence, unless something in it could be markup", () => {
    expect(drawn({ bold: "It is here. " }, call, " invited it.")).toBe(
      "It is here. @Ada invited it.",
    );
    expect(drawn("Ask ", call, ".\nNow.")).toBe("Ask @Ada.\nNow.");
    for (const hostile of ["[x](https://evil.example) ", "<at>all</at> ", "# ", "- "]) {
      expect(drawn(hostile, call, " now")).toBe(`${hostile}\n@Ada\nnow`);
    }
    expect(drawn("*a", call, "b*")).toBe("*a\n@Ada\nb*");
  });

  it("has no full stop alone on the line behind, where the call has a line of its own", () => {
    const behind = (...text: Span[]) => drawn({ code: "ask" }, ...text);
    expect(behind(call, ".")).toBe("ask\n@Ada.");
    expect(behind(call, ".\nNow.")).toBe("ask\n@Ada.\nNow.");
    expect(behind(call, "), or wait.")).toBe("ask\n@Ada),\nor wait.");
    expect(behind(call, call, { bold: "!" })).toBe("ask\n@Ada\n@Ada\n!");
  });
});
