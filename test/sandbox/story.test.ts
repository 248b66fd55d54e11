import { describe, expect, it } from "vitest";
import { isActive, latestOf, storyAt } from "../../src/sandbox/story.ts";

const lastSecond = 180;

function momentsOf(id: string): readonly string[] {
  const statuses: string[] = [];
  for (let second = 0; second <= lastSecond; second += 1) {
    const incident = storyAt(second * 1000).incidents.find((known) => known.id === id);
    const status = incident && latestOf(incident).status;
    if (status && !statuses.at(-1)?.endsWith(status)) statuses.push(`${second} s: ${status}`);
  }
  return statuses;
}

describe("the sandbox's story", () => {
  it("begins calm: with a past, and with nothing open to show", () => {
    const { incidents, entries } = storyAt(0);
    expect(incidents.filter(isActive)).toEqual([]);
    expect(incidents.filter((incident) => !isActive(incident)).length).toBeGreaterThan(1);
    expect(entries.length).toBeGreaterThan(3);
  });

  it("takes an incident from its first word to its resolution in two minutes", () => {
    expect(momentsOf("pretend-logins")).toEqual([
      "2 s: Investigating",
      "40 s: Identified",
      "80 s: Monitoring",
      "120 s: Resolved",
    ]);
  });

  it("tells the root cause of an incident that was resolved weeks ago", () => {
    expect(momentsOf("pretend-mail")).toEqual(["0 s: Resolved", "170 s: Postmortem"]);
  });

  it("announces a deprecation", () => {
    const titles = (second: number) => storyAt(second * 1000).entries.map(({ title }) => title);
    expect(titles(149)).not.toContainEqual(expect.stringContaining("Deprecation"));
    expect(titles(150)[0]).toContain("Deprecation");
  });

  it("puts what changed last first", () => {
    expect(storyAt(5000).incidents[0]?.id).toBe("pretend-logins");
    expect(storyAt(175_000).incidents[0]?.id).toBe("pretend-mail");
  });

  it("stays as it ended, however much later", () => {
    const ids = (ms: number) => storyAt(ms).incidents.map(({ id }) => id);
    expect(ids(1e12)).toEqual(ids(lastSecond * 1000));
  });

  it("says of everything that it is pretend", () => {
    const { incidents, entries } = storyAt(lastSecond * 1000);
    const said = [
      ...incidents.flatMap(({ name, updates }) => [name, ...updates.map(({ text }) => text)]),
      ...entries.flatMap(({ title, paragraphs }) => [title, ...paragraphs]),
    ];
    expect(said.filter((words) => !words.startsWith("Pretend: "))).toEqual([]);
  });
});
