import { Agent, get } from "node:http";
import { expect, it } from "vitest";
import { requestId } from "../../src/core/request-id.ts";
import { createPublicServer } from "../../src/http/server.ts";

const quiet = { info() {}, warn() {}, error() {} };

it("the public server answers what is under way when it is closed, and does not wait for connections to be given up", async () => {
  const server = createPublicServer(quiet);
  let finish = () => {};
  const begun = new Promise<void>((resolve) => {
    server.mount("/slow", (_request, response) => {
      finish = () => void response.end("done");
      resolve();
    });
  });
  const port = await server.listen("127.0.0.1", 0);
  const agent = new Agent({ keepAlive: true });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    get({ port, path: "/slow", agent }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    }).on("error", reject);
  });
  await begun;
  const closed = server.close();
  finish();
  expect(await answered).toBe(200);
  await closed;
  agent.destroy();
});

it("the public server gives up connections that nobody uses at once when it is closed", async () => {
  const server = createPublicServer(quiet);
  server.mount("/quick", (_request, response) => void response.end("done"));
  const port = await server.listen("127.0.0.1", 0);
  const agent = new Agent({ keepAlive: true });
  await new Promise<void>((resolve, reject) => {
    get({ port, path: "/quick", agent }, (response) => {
      response.resume().on("end", () => resolve());
    }).on("error", reject);
  });
  const began = performance.now();
  await server.close();
  expect(performance.now() - began).toBeLessThan(4000); // After five seconds all are closed.
  agent.destroy();
});

it("the public server ends although a sender never pauses: each connection is told to end with its answer", async () => {
  const server = createPublicServer(quiet);
  server.mount("/quick", (_request, response) => void response.end("done"));
  const port = await server.listen("127.0.0.1", 0);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = () =>
    new Promise<string | undefined>((resolve) => {
      get({ port, path: "/quick", agent }, (response) => {
        response.resume().on("end", () => resolve(response.headers.connection));
      }).on("error", () => resolve(undefined));
    });
  const said: (string | undefined)[] = [];
  const pouring = (async () => {
    for (let answer = await ask(); answer !== undefined; answer = await ask()) said.push(answer);
  })();
  await expect.poll(() => said.length).toBeGreaterThan(3);
  await server.close();
  await pouring;
  expect(said.slice(0, 3)).toEqual(["keep-alive", "keep-alive", "keep-alive"]);
  agent.destroy();
});

it("the public server does each request's work under an id of its own", async () => {
  const server = createPublicServer(quiet);
  const seen: (string | undefined)[] = [];
  server.mount("/quick", (_request, response) => {
    setImmediate(() => {
      seen.push(requestId());
      response.end("done");
    });
  });
  const url = `http://127.0.0.1:${await server.listen("127.0.0.1", 0)}/quick`;
  await Promise.all([fetch(url), fetch(url)]);
  expect(seen.every((id) => /^[0-9a-f]{10}$/.test(id ?? ""))).toBe(true);
  expect(new Set(seen).size).toBe(2);
  await server.close();
});
