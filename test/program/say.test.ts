import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { outliveReaders } from "../../src/program/say.ts";

const failing = (code: string) => Object.assign(new Error(`write ${code}`), { code });

it("what a program says to somebody who has had enough of it does not end what it does", () => {
  const stream = new PassThrough();
  outliveReaders([stream]);
  expect(() => stream.emit("error", failing("EPIPE"))).not.toThrow();
  expect(() => stream.emit("error", failing("ENOSPC"))).toThrow("write ENOSPC");
});
