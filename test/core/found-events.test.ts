import { expect, it } from "vitest";
import { keptOfNewest, newestOf } from "../../src/core/found-events.ts";
import { logEvent } from "../fakes/log-event.ts";
import { ago } from "../fakes/subjects.ts";

/** Looks at three hours at a time, and finds one event in every second of them. */
const slow = async (
  _tenant: string,
  _query: object,
  { after }: { readonly after?: { readonly at: Date } },
) => {
  const hour = after ? (+ago(0) - +after.at) / 3_600_000 + 1 : 0;
  const at = ago(hour * 3_600_000);
  const events = hour % 2 === 0 ? [logEvent(at)] : [];
  return { events, ...(hour < 9 ? { next: { at, id: "x" } } : {}) };
};
const ask = (limit: number) => newestOf(slow, { tenant: "prod", query: { terms: [] }, limit });

it("goes on where an answer holds few events or none, until all are there", async () => {
  const { events, more } = await ask(100);
  expect(events).toHaveLength(5);
  expect(more).toBe(false);
});

it("stops at so many, and says that there are more", async () => {
  const { events, more } = await ask(2);
  expect(events).toHaveLength(2);
  expect(more).toBe(true);
});

it("holds two hundred of them at a time where something of each is all that is kept", async () => {
  const sizes: number[] = [];
  const many = async (_: string, __: object, { limit }: { readonly limit: number }) => {
    sizes.push(limit);
    const at = ago(sizes.length * 1000);
    const events = Array.from({ length: limit }, (_one, index) =>
      logEvent(at, { userName: `${sizes.length} ${index}` }),
    );
    return { events, next: { at, id: "x" } };
  };
  const asked = { tenant: "prod", query: { terms: [] }, limit: 450 };
  const { kept, ...found } = await keptOfNewest(many, asked, ({ userName }) =>
    userName?.endsWith("0") ? userName : undefined,
  );
  expect(sizes).toEqual([200, 200, 50]);
  expect(kept.slice(0, 2)).toEqual(["1 0", "1 10"]);
  expect(kept).toHaveLength(45);
  expect(found).toEqual({ count: 450, oldest: ago(3000), more: true, unseen: [] });
});
