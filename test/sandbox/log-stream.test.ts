import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { createLogStream } from "../../src/sandbox/tenant/log-stream.ts";

const log = Array.from({ length: 1203 }, (_, nth) => ({
  log_id: String(100_000 + nth),
  date: "2026-11-28T12:00:00.000Z",
  type: "s",
}));

it("the pretend tenant sends its log in order, and again what was not taken", async () => {
  let there = 1200;
  const after = (id: string | undefined, take: number) =>
    log
      .slice(0, there)
      .filter(({ log_id }) => id === undefined || log_id > id)
      .slice(0, take);
  const answers = [200, 503, 200];
  const came: unknown[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const status = answers.shift() ?? 200;
      const { authorization } = request.headers;
      if (status === 200) {
        came.push(...body.split("\n").map((line) => ({ ...JSON.parse(line), authorization })));
      }
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const stream = createLogStream({ after }, { url, token: "a token" });
  await stream.tick();
  expect(came).toHaveLength(500);
  await stream.tick();
  there = 1203;
  await stream.tick();
  expect(came).toEqual(
    log.map((data) => ({ log_id: data.log_id, data, authorization: "a token" })),
  );
  await new Promise((done) => server.close(done));
  there = 1;
  await expect(stream.tick()).resolves.toBeUndefined();
});
