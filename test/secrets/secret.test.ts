import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret, valuesOf } from "../../src/core/secret.ts";
import { anyWords } from "../properties/words.ts";

describe("a secret", () => {
  it("gives back exactly what it was made of, whatever that is", () => {
    fc.assert(
      fc.property(anyWords(), (value) => {
        expect(new Secret(value).reveal()).toBe(value);
      }),
    );
    expect(new Secret("\uD800 half a character").reveal()).toBe("\uD800 half a character");
  });

  it("prints as [secret] however it is shown", () => {
    fc.assert(
      fc.property(anyWords({ minLength: 9 }), (value) => {
        const secret = new Secret(value);
        const shown = [
          String(secret),
          `${secret}`,
          JSON.stringify({ secret }),
          inspect({ secret }, { showHidden: true, depth: 9 }),
          inspect(new Error("x", { cause: secret })),
        ];
        for (const one of shown) expect(one).toContain("[secret]");
        expect(Object.keys(secret)).toEqual([]);
      }),
    );
  });

  it("takes another value for everybody who has it, and tells who wants to know", () => {
    const secret = new Secret("old");
    const told: string[] = [];
    secret.watch(() => told.push(secret.reveal()));
    expect(secret.renew(new Secret("old"))).toBe(false);
    expect(secret.renew(new Secret("new"))).toBe(true);
    expect([secret.reveal(), told]).toEqual(["new", ["new"]]);
  });

  it("has as many values as it has lines with something in them", () => {
    expect(valuesOf(new Secret(" new \r\n\nold\n"))).toEqual(["new", "old"]);
  });
});
