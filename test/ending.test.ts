import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, it } from "vitest";
import { createEnding, heard } from "../src/ending.ts";
import { fakeLog } from "./fakes/house.ts";

it("what is not done in its time has what the others left of theirs", async () => {
  const ending = createEnding(fakeLog());
  let done = () => {};
  const slow = new Promise<void>((resolve) => {
    done = resolve;
  });
  await ending.wait("telling", 1, [slow]);
  await ending.wait("reading", 60_000, []);
  const lingering = ending.linger(60_000).then(() => "over");
  expect(await Promise.race([lingering, turn()])).toBe("under way");
  done();
  expect(await lingering).toBe("over");
});

async function turn(): Promise<string> {
  await heard();
  return "under way";
}

it("the end comes after what had arrived before it, although whatever waits for a time comes first", async () => {
  const server = createServer((socket) => socket.pipe(socket));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const asking = connect(port, "127.0.0.1");
  const [answering] = await Promise.all([once(server, "connection"), once(asking, "connect")]);
  const said: string[] = [];
  asking.on("data", (bytes) => void said.push(String(bytes)));
  await new Promise<void>((over) => {
    setTimeout(() => {
      answering[0].write("taken");
      over();
    }, 0);
  });
  expect(said).toEqual([]);
  await heard();
  expect(said).toEqual(["taken"]);
  asking.destroy();
  server.close();
});
