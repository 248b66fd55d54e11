import { describe, expect, it } from "vitest";
import { sieveOf } from "../../adapters/sql/sqlite-archive-sieve.ts";
import { mayMatch } from "../fixtures/may-match.ts";

const date = "2026-11-22T08:00:00.000Z";

describe("the words of a phrase", () => {
  const description = 'WRONG e-mail, or Password: he said "no"\nin Straße 5';

  it.each(["Wrong E", "e-mail or pass", 'Said "no" in', "STRASSE", "Straße 5", "ßtraße"])(
    "are looked for whatever their letters and what stands between them: %s",
    (words) => {
      const given = { log_id: "1", date, type: "fp", description };
      const query = { terms: [{ field: "text", values: [words] }] } as const;
      expect(mayMatch(given, query)).toBe(true);
    },
  );
});

describe("a type", () => {
  const given = { log_id: "1", date, details: { error: { type: "oauth" } }, type: "fp" };
  const asked = (...values: string[]) => ({ terms: [{ field: "type", values }] }) as const;

  it.each([["fp"], ["w", "fp"], ["f*"]])("is found behind others in the event: %s", (...values) => {
    expect(mayMatch(given, asked(...values))).toBe(true);
  });

  it.each([["f"], ["fpx"], ["s*", "w"], ["p"]])("is ruled out by its letters: %s", (...values) => {
    const sieve = sieveOf(asked(...values));
    expect(sieve?.(JSON.stringify(given))).toBe(false);
  });
});

describe("the failures of an application", () => {
  const event = (type: string) => ({
    ...{ log_id: `90020261122${type}`, date, type },
    ...{ client_id: "cl_1", client_name: "Shop" },
  });

  it("are found by its id and by its name, whatever the letters, and among other types", () => {
    for (const [type, values] of [
      ["fp", ["fp", "fu"]],
      ["FP", ["fp"]],
      ["s", ["s", "fp"]],
      ["w", ["w"]],
      ["new", ["fp", "new"]],
      ["s", ["f*", "s*"]],
    ] as const) {
      for (const client of ["cl_1", "SHOP"]) {
        const asked = [
          { field: "type", values },
          { field: "client", values: [client] },
        ] as const;
        expect(mayMatch(event(type), { terms: asked }), `${type} ${client}`).toBe(true);
      }
    }
  });

  it("are not looked for where they are left out", () => {
    const asked = [
      { field: "type", values: ["fp"], not: true },
      { field: "client", values: ["Shop"] },
    ] as const;
    expect(mayMatch(event("s"), { terms: asked })).toBe(true);
  });
});

describe("an event that says more than is noted of it word by word", () => {
  const many = Array.from({ length: 1000 }, (_, nth) => `${nth + 1000}`);

  it("is found by any of its words", () => {
    const given = { log_id: "1", date, type: "fp", description: `${many.join(" ")} timeout` };
    for (const words of ["timeout", "1999 time", "1500 1501"]) {
      const query = { terms: [{ field: "text", values: [words] }] } as const;
      expect(mayMatch(given, query), words).toBe(true);
    }
  });

  it("is found by anybody whom it names", () => {
    const members = many.map((nth) => `user${nth}@acme.example`);
    const given = { log_id: "1", date, type: "sapi", details: { request: { body: { members } } } };
    for (const name of ["user1999@acme.example", "user15*", "*@acme.example"]) {
      const query = { terms: [{ field: "person", values: [name] }] } as const;
      expect(mayMatch(given, query), name).toBe(true);
    }
  });
});
