import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "../../src/core/log-match.ts";
import { personsIn } from "../../src/core/log-persons.ts";
import { mentioning, spelled } from "../fakes/spelled.ts";

const person = fc.constantFrom("mira.quillon@example.com", "auth0|64107988d3534be8b2dc383d");

describe("who is named in an event", () => {
  it("is found wherever they stand, in whichever letters they are written", () => {
    fc.assert(
      fc.property(person, spelled(), mentioning(), (name, spell, mention) => {
        const found = [...personsIn({ raw: mention(spell(name)) })].map(fold);
        expect(found).toContain(name);
      }),
      { numRuns: 2000 },
    );
  });

  it("is found in a field that another of the same name hides", () => {
    const body = '{"to":"mira.quillon@example.com","to":"nobody"}';
    expect(personsIn({ raw: { details: { body } } })).toContain("mira.quillon@example.com");
  });
});
