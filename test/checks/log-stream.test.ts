import { describe, expect, it } from "vitest";
import { logStream } from "../../src/checks/log-stream.ts";
import { HOUR } from "../../src/core/clock.ts";
import { ago } from "../fakes/subjects.ts";
import { judged, kept, whole, withoutEach } from "./judged.ts";

const stream = (status: string, name = status) => ({ name, type: "http", status });
const verdictOf = (...statuses: readonly string[]) =>
  judged(logStream, { logStreams: statuses.map((status) => stream(status)), logArchive: null });

describe("log-stream", () => {
  it("passes with an active stream, also beside one that somebody paused", () => {
    expect(verdictOf("active").verdict).toBe("pass");
    expect(verdictOf("active", "paused").verdict).toBe("pass");
  });

  it("fails without any", () => {
    expect(verdictOf().says[0]).toMatch(/^The tenant has no log stream/);
  });

  it.each([
    [["paused"], ["The log stream paused is paused, so nothing comes through it."]],
    [
      ["active", "suspended"],
      ["The log stream suspended is suspended, so nothing comes through it."],
    ],
  ])("fails with %j", (statuses, says) => {
    expect(verdictOf(...statuses).says).toEqual(says);
  });

  it("does not guess what a status of no known meaning means", () => {
    expect(verdictOf("active", "draining")).toMatchObject({
      verdict: "unknown",
      why: expect.stringContaining('its status is "draining"'),
    });
  });

  it("passes without any where Watchpost's own copy is proved to be whole", () => {
    expect(judged(logStream, { logStreams: [], logArchive: kept() }).verdict).toBe("pass");
    const old = { ...whole, until: ago(2 * HOUR) };
    expect(judged(logStream, { logStreams: [], logArchive: kept({ proved: old }) }).verdict).toBe(
      "fail",
    );
    expect(judged(logStream, { logStreams: [] }).verdict).toBe("unknown");
  });

  it("is unknown where the streams could not be read", () => {
    expect(withoutEach(logStream, { logStreams: [] })).toEqual(["unknown"]);
  });
});
