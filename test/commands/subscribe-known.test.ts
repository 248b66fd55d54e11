import { describe, expect, it } from "vitest";
import { askPlainly } from "../fakes/context.ts";
import { fakeStore } from "../fakes/store.ts";

describe("what subscribe says of what is known", () => {
  it("is how to follow a part alone, but not where that is chosen already", async () => {
    const how = "To follow a part of it alone, add only:incident|maintenance.";
    expect(await askPlainly("subscribe status", { store: fakeStore() })).toContain(how);
    const chosen = await askPlainly("subscribe status only:incident", { store: fakeStore() });
    expect(chosen).not.toContain("To follow a part");
  });
});
