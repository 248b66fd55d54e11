import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";

function startProcess(...words: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", "src/sandbox/main.ts", ...words], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  const firstLine = once(child.stdout, "data").then(([data]) => JSON.parse(String(data)));
  return { child, ended, firstLine };
}

describe("the sandbox's process", () => {
  it("says where it listens, and ends when its parent's hold on it is gone", async () => {
    const { child, ended, firstLine } = startProcess("--began", "2026-11-22T18:00:00Z");
    const { url } = await firstLine;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    // Long after its beginning the story has ended.
    const feed = await fetch(`${url}/status/feed?domain=pretend.us.auth0.com`);
    expect(await feed.text()).toContain("<strong>Postmortem</strong>");

    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  });

  it("holds the tenant of a domain that it is given", async () => {
    const { child, ended, firstLine } = startProcess("--domain", "acme.eu.auth0.com");
    const { url } = await firstLine;
    const response = await fetch(`${url}/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({ issuer: "https://acme.eu.auth0.com/" });
    child.kill();
    await ended;
  });

  it.each(["SIGTERM", "SIGINT"] as const)("ends on %s", async (signal) => {
    const { child, ended, firstLine } = startProcess("--port", "0");
    await firstLine;
    child.kill(signal);
    expect(await ended).toEqual([0, null]);
  });

  it("refuses a beginning that is no date", async () => {
    const { child, ended, firstLine } = startProcess("--began", "yesterday");
    firstLine.catch(() => undefined);
    const said: string[] = [];
    child.stderr.on("data", (data) => said.push(String(data)));
    expect((await ended)[0]).toBe(1);
    expect(said.join("")).toContain("--began yesterday is not a date");
  });
});
