import { describe, expect, it } from "vitest";
import { SECOND } from "../src/core/clock.ts";
import { createRoom } from "../src/room.ts";
import { fakeArchive } from "./fakes/archive.ts";
import { told } from "./fixtures/person-events.ts";

const perSecond = (events: number) => Array.from({ length: events }, (_, n) => told(n / 60, "s"));

function open() {
  let grown = 0;
  const set: string[] = [];
  const taken: number[] = [];
  const given = {
    ...fakeArchive(),
    async take(_tenant: string, body: Uint8Array<ArrayBuffer>) {
      taken.push(body.byteLength);
      return { kind: "refused" as const, status: 400 as const, why: "There is nothing in it." };
    },
  };
  let ms = 0;
  const engine = {
    quick: () => void set.push("quick"),
    lean: () => void set.push("lean"),
    grow() {
      grown += 1;
    },
  };
  const { archive, job } = createRoom(given, engine, () => ms);
  const seconds = async (count: number, bytes: number, each = 1) => {
    for (let n = 0; n < count; n += 1) {
      await archive.take("prod", new Uint8Array(bytes));
      ms += each * SECOND;
      await job.tick();
    }
  };
  return { archive, job, set, taken, seconds, grown: () => grown };
}

describe("the room that the engine takes", () => {
  it("is more while events pour in, and as little as before some ten seconds later", async () => {
    const { set, seconds, grown } = open();
    await seconds(5, 100_000);
    expect(set).toEqual([]);
    expect(grown()).toBe(5);
    await seconds(3, 2_000_000);
    expect(set).toEqual(["quick"]);
    await seconds(9, 0);
    expect(set).toEqual(["quick"]);
    await seconds(3, 0);
    expect(set).toEqual(["quick", "lean"]);
    await seconds(30, 0);
    expect(set).toEqual(["quick", "lean"]);
  });

  it("is no more because a bot that was held up gets all at once what came meanwhile", async () => {
    const { set, seconds } = open();
    const perSecond = 250_000;
    for (let n = 0; n < 10; n += 1) {
      await seconds(1, perSecond * 8, 8);
      await seconds(1, perSecond * 4);
      await seconds(4, perSecond);
    }
    expect(set).toEqual([]);
  });

  it("stays while they go on pouring in with pauses", async () => {
    const { set, seconds } = open();
    for (let n = 0; n < 4; n += 1) {
      await seconds(3, 2_000_000);
      await seconds(8, 1000);
    }
    expect(set).toEqual(["quick"]);
  });

  it("stays as little as it is while the reader brings many, and everything is handed on", async () => {
    const { archive, job, set, taken } = open();
    await archive.add({ tenant: "prod", way: "reader", records: perSecond(600) });
    await job.tick();
    expect(set).toEqual([]);
    expect((await archive.coverage("prod")).events).toBe(600);
    await archive.take("prod", new Uint8Array(7));
    expect(taken).toEqual([7]);
  });
});
