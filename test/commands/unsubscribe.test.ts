import { describe, expect, it } from "vitest";
import { ask, askPlainly } from "../fakes/context.ts";
import { fakeStore } from "../fakes/store.ts";

const feed = (name: string) => `https://example.com/${name}`;

describe("unsubscribe", () => {
  it("follows no longer, and gives the line that takes it up again just as it was", async () => {
    const store = fakeStore();
    await ask("subscribe status as:all tenant:prod mention:me", { store });
    const before = { ...store.held[0], id: "", createdAt: "" };
    const plain = await askPlainly("unsubscribe status", { store });
    expect(store.held).toEqual([]);
    expect(plain).toContain("This conversation no longer follows Auth0 status.");

    const again = /\[Subscribe again\] (.+)/.exec(plain)?.[1] ?? "";
    await ask(again, { store });
    expect({ ...store.held[0], id: "", createdAt: "" }).toEqual(before);
  });

  it("knows the only feed here without its address, and asks for it where there are more", async () => {
    const store = fakeStore();
    await ask(`subscribe rss ${feed("a")}`, { store });
    await ask(`subscribe rss ${feed("b")}`, { store });
    await expect(ask("unsubscribe rss", { store })).rejects.toThrow(
      `say which one: rss ${feed("a")}, rss ${feed("b")}.`,
    );
    await ask(`unsubscribe rss ${feed("a")}#top`, { store });
    expect(store.held.map((held) => held.feed)).toEqual([feed("b")]);
    await ask("unsubscribe rss", { store });
    expect(store.held).toEqual([]);
  });

  it("says what is followed when it is asked to leave something else", async () => {
    const store = fakeStore();
    await expect(ask("unsubscribe status", { store })).rejects.toThrow(
      "This conversation does not follow status; it follows nothing.",
    );
    await ask("subscribe changelog", { store });
    await expect(ask("unsubscribe status", { store })).rejects.toThrow("It follows: changelog.");
    await expect(ask("unsubscribe changelgo", { store })).rejects.toThrow(
      'Did you mean "changelog"?',
    );
  });

  it("leaves a source that is no longer offered", async () => {
    const store = fakeStore();
    await ask("subscribe status", { store });
    await ask("unsubscribe status", { store, sources: [] });
    expect(store.held).toEqual([]);
  });

  it("leaves one from the settings file alone, and other conversations too", async () => {
    const store = fakeStore();
    await ask("subscribe status", { store, from: { conversation: "local:channel:dev" } });
    await expect(ask("unsubscribe status", { store })).rejects.toThrow("it follows nothing");
    const [held] = store.held;
    if (held) store.held[0] = { ...held, conversation: "local:channel:ops", origin: "settings" };
    await expect(ask("unsubscribe status", { store })).rejects.toThrow(
      "comes from the settings file",
    );
    expect(store.held).toHaveLength(1);
  });
});
