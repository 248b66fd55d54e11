import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, expect, it } from "vitest";
import { echo, type House, openHouse, ops, says } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

let child: ChildProcessWithoutNullStreams | undefined;
let house: House | undefined;
afterEach(async () => {
  child?.stdin.end();
  if (child) await once(child, "exit");
  await house?.close();
});

it("the fake Teams lives in a process of its own, and is told what to do", async () => {
  const main = fileURLToPath(new URL("../fakes/teams/main.ts", import.meta.url));
  child = spawn(process.execPath, ["--import", "tsx", main, "{}"]);
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { section, control } = JSON.parse(line) as { section: object; control: string };
  const tell = async (path: string, body?: object) =>
    (
      await fetch(`${control}${path}`, body ? { method: "POST", body: JSON.stringify(body) } : {})
    ).json();

  house = await openHouse();
  const told = echo();
  const adapter = await house.open(section);
  await adapter.start(told.bot);
  await tell("settings", { settings: { deliverTo: house.url } });
  expect(await tell("install", { action: "add" })).toMatchObject({ status: 200 });
  await expect.poll(() => told.events).toHaveLength(1);
  await tell("faults", { faults: [{ kind: "drop-after" }] });
  await expect(adapter.post({ conversation: ops }, says("news"))).rejects.toMatchObject({
    outcome: "unknown",
  });
  expect(await tell("say", { line: "status" })).toMatchObject({ status: 200 });
  await expect
    .poll(() => tell("messages"))
    .toMatchObject([{ read: "news" }, { read: "You said status" }]);
  expect(await tell("record")).toMatchObject({
    operations: [
      { kind: "post", answered: false },
      { kind: "post", answered: true },
    ],
  });
  await adapter.stop();
});
