import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { HOUR } from "../../src/core/clock.ts";
import { logIdOf } from "../../src/sandbox/tenant/event.ts";
import { createLogStream } from "../../src/sandbox/tenant/log-stream.ts";

const noon = new Date("2026-11-28T12:00:00Z");
/** Ten an hour, for five days. */
const log = Array.from({ length: 1203 }, (_, nth) => ({
  log_id: logIdOf(noon.getTime() - (1200 - nth) * (HOUR / 10), 0, nth),
  date: "2026-11-28T12:00:00.000Z",
  type: "s",
}));

it("the pretend tenant sends what is recent, then its whole log, and again what was not taken", async () => {
  let there = 1200;
  const takenInAfter = (id: string | undefined, take: number) =>
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
  const target = { url, token: "a token" };
  const stream = createLogStream({ takenInAfter }, { target, now: () => noon });
  await stream.tick();
  const sent = (from: number, to: number) =>
    log.slice(from, to).map((data) => ({ log_id: data.log_id, data, authorization: "a token" }));
  expect(came).toEqual(sent(1180, 1200));
  await stream.tick();
  there = 1203;
  await stream.tick();
  expect(came).toEqual([...sent(1180, 1200), ...sent(0, 1180), ...sent(1200, 1203)]);
  await new Promise((done) => server.close(done));
  there = 1;
  await expect(stream.tick()).resolves.toBeUndefined();
});
