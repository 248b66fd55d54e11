import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../src/core/clock.ts";
import { renderPlain } from "../../src/core/plain.ts";
import { ask, askPlainly } from "../fakes/context.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, entry, target } from "../fakes/subjects.ts";

const log = target({
  key: "changelog",
  source: "changelog",
  title: "Auth0 change log",
});
const subjects = [
  entry("Passkeys are here", ago(DAY), { labels: ["feature"] }),
  entry("Rules go away", ago(40 * DAY), {
    labels: ["deprecation"],
    text: "Rules stop. Use Actions.",
  }),
  entry("Tokens get shorter", ago(50 * DAY), { labels: ["breaking"] }),
  entry("New dashboard", ago(2 * DAY)),
];
const store = () => fakeStore({ subjects, targets: [log] });
const listed = (plain: string) => plain.split("\n").filter((line) => line.startsWith("- "));

describe("changes", () => {
  it("puts breaking changes and deprecations first, then the newest", async () => {
    const reply = await ask("changes", { store: store() });
    expect(reply.summary).toBe("4 changes, 2 of them breaking or a deprecation.");
    expect(listed(renderPlain(reply))).toEqual([
      expect.stringMatching(
        /^- Deprecation Rules go away \(https:.*\) – 2026-10-13 12:00 UTC – Rules stop. Use Actions.$/,
      ),
      expect.stringContaining("- Breaking Tokens get shorter"),
      expect.stringContaining("- Feature Passkeys are here"),
      expect.stringContaining("- New dashboard"),
    ]);
  });

  it("says since when it knows, of how many, and how fresh", async () => {
    const plain = await askPlainly("changes", { store: store() });
    expect(plain).toContain("Known since 12 Nov 2026, 4 entries. Auth0 change log read 30 s ago.");
  });

  it("finds entries in which all the words occur, in any case", async () => {
    expect(listed(await askPlainly("changes ACTIONS rules", { store: store() }))).toHaveLength(1);
  });

  it("says what was searched and how to widen it when nothing is found", async () => {
    const plain = await askPlainly("changes saml rules since:7d only:breaking", { store: store() });
    expect(plain).toContain(
      'Nothing in the change log matches "saml rules" only:breaking since:7d.',
    );
    expect(plain).toContain("fewer words (all of them must occur)");
    expect(plain).toContain("a longer since:");
    expect(plain).toContain("without only:");
  });

  it("narrows by date and by kind", async () => {
    expect(listed(await askPlainly("changes since:3d", { store: store() }))).toHaveLength(2);
    expect(listed(await askPlainly("changes only:Breaking", { store: store() }))).toHaveLength(1);
    await expect(ask("changes only:braking", { store: store() })).rejects.toThrow(
      '"braking" is not a kind of change. Did you mean "breaking"? The kinds are: breaking, deprecation, feature.',
    );
  });

  it("says first that the change log was not read", async () => {
    const stale = { ...log, lastReadAt: ago(HOUR), failures: 3, error: "refused" };
    const reply = await ask("changes", { store: fakeStore({ targets: [stale] }) });
    expect(reply.summary).toMatch(/^Auth0 change log has not been read for 60 min: refused\./);
  });

  it("carries the whole search to the next page", async () => {
    const many = Array.from({ length: 12 }, (_, n) => entry(`Entry ${n}`, ago(n * HOUR)));
    const plain = await askPlainly("changes entry about since:9d", {
      store: fakeStore({ subjects: many, targets: [log] }),
    });
    expect(plain).toContain('[More] changes words:"entry about" since:9d page:2');
    const next = await askPlainly('changes words:"entry about" since:9d page:2', {
      store: fakeStore({ subjects: many, targets: [log] }),
    });
    expect(listed(next)).toHaveLength(2);
  });

  it("shows feed text of any length as one short line", async () => {
    const huge = entry("x".repeat(5000), ago(HOUR), { text: "y\n".repeat(5000) });
    const plain = await askPlainly("changes", {
      store: fakeStore({ subjects: [huge], targets: [log] }),
    });
    expect(listed(plain).join("").length).toBeLessThan(20_000);
    expect(plain.length).toBeLessThan(21_000);
  });
});
