import { expect, it } from "vitest";
import { createSigningKeys } from "../../adapters/teams/signing-keys.ts";
import { DAY, SECOND } from "../../src/core/clock.ts";
import { manualClock } from "../fakes/manual-clock.ts";

const url = "https://keys.example/metadata";
const key = { kid: "k1", kty: "RSA", n: "AQAB", e: "AQAB" };

function open() {
  const clock = manualClock();
  const said: boolean[] = [];
  const world = { up: false, asked: 0 };
  const fetch = async (asked: string) => {
    world.asked += 1;
    if (!world.up) throw new TypeError("fetch failed");
    return Response.json(
      asked === url ? { jwks_uri: "https://keys.example/keys" } : { keys: [key] },
    );
  };
  const stopping = new AbortController();
  const keys = createSigningKeys(url, {
    clock,
    outgoing: { fetch: fetch as typeof globalThis.fetch },
    connected: (is) => void said.push(is),
    stopped: stopping.signal,
  });
  return { clock, said, world, keys, stopping };
}

it("without Microsoft's keys the bot says that it and Teams cannot hear each other, and looks for them by itself", async () => {
  const { clock, said, world, keys } = open();
  await expect(keys.find("k1", "RS256")).rejects.toThrow("could not be had");
  expect(said).toEqual([false]);
  await clock.advance(60 * SECOND);
  expect(said).toEqual([false, false, false]);
  world.up = true;
  await clock.advance(30 * SECOND);
  expect(said.at(-1)).toBe(true);
  const { asked } = world;
  await clock.advance(DAY);
  expect(world.asked).toBe(asked);
});

it("keys that are still trusted make up for Microsoft being away", async () => {
  const { clock, said, world, keys } = open();
  world.up = true;
  expect(await keys.find("k1", "RS256")).toBeDefined();
  world.up = false;
  await clock.advance(2 * DAY);
  expect(await keys.find("k1", "RS256")).toBeDefined();
  await clock.advance(60 * SECOND);
  expect(said).toEqual([true]);
});

it("nobody looks for keys once the bot has stopped", async () => {
  const { clock, world, keys, stopping } = open();
  await expect(keys.find("k1", "RS256")).rejects.toThrow("could not be had");
  stopping.abort();
  const { asked } = world;
  await clock.advance(60 * SECOND);
  expect(world.asked).toBe(asked);
});

it("whoever knocks while there are no keys has Microsoft asked for them once a second at most", async () => {
  const { clock, world, keys } = open();
  const knock = async () => {
    for (let nth = 0; nth < 100; nth += 1) {
      await expect(keys.find(`made-up-${nth}`, "RS256")).rejects.toThrow("could not be had");
    }
  };
  await knock();
  expect(world.asked).toBe(1);
  await clock.advance(SECOND);
  await knock();
  expect(world.asked).toBe(2);
  world.up = true;
  await clock.advance(SECOND);
  expect(await keys.find("k1", "RS256")).toBeDefined();
});
