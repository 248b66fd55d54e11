import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { saidIn } from "../../adapters/auth0/refusals.ts";
import type { PartName } from "../../src/core/tenant.ts";
import { callsOf, failureOf, partNames, partsRead } from "../contracts/tenant-bench.ts";
import { type Auth0Bench, openAuth0Bench } from "./auth0-bench.ts";

/** Recorded answers that are no part of this repository: looked at where they are. */
const folder = "../shared/samples/auth0";

interface Sample {
  readonly method: string;
  readonly path: string;
  readonly status: string;
  readonly body: unknown;
}

const read = (name: string) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
const statusOf = ({ status }: Sample) => Number.parseInt(status, 10);
const pathOf = ({ path }: Sample) => path.split("?")[0] ?? path;

let bench: Auth0Bench;
beforeEach(async () => {
  bench = await openAuth0Bench();
});
afterEach(() => bench.close());

describe.skipIf(!existsSync(folder))("what Auth0's API was recorded to answer", () => {
  it("is understood, part by part", async () => {
    const samples: readonly Sample[] = read("management-api-samples.json");
    const understood: PartName[] = [];
    for (const part of partNames) {
      const { path } = partsRead[part];
      const known = samples.filter(
        (sample) => sample.method === "GET" && pathOf(sample) === path && statusOf(sample) === 200,
      );
      for (const { body } of known) {
        bench.arm(path, { kind: "answer", status: 200, body });
        const value = await bench.tenant.read(part);
        expect(value, part).toSatisfy((read: unknown) => !Array.isArray(read) || read.length > 0);
        understood.push(part);
      }
    }
    expect(new Set(understood).size).toBe(partNames.length - 1); // All but the test user.
  });

  it("is understood of each kind of log stream", async () => {
    const samples: readonly Sample[] = read("management-api-samples.json");
    const body = samples
      .filter((sample) => sample.method === "POST" && pathOf(sample) === "/api/v2/log-streams")
      .map((sample) => sample.body);
    bench.arm("/api/v2/log-streams", { kind: "answer", status: 200, body });
    const streams = await bench.tenant.read("logStreams");
    expect(streams.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["http", "datadog", "eventbridge", "splunk", "sumo", "segment"]),
    );
  });

  it("is understood event by event", async () => {
    const body: readonly { log_id: string; type: string; date: string }[] = read(
      "tenant-logs-go-auth0-recordings.json",
    );
    bench.arm("/api/v2/logs", { kind: "answer", status: 200, body });
    const { events } = await bench.tenant.logs({ terms: [] }, { page: 0, size: 100 });
    const facts = events.map(({ id, type, at }) => [id, type, at.toISOString()]);
    expect(facts).toEqual(body.map(({ log_id, type, date }) => [log_id, type, date]));
    for (const value of events.flatMap((event) => Object.values(event))) {
      expect([null, "", undefined]).not.toContain(value);
    }
  });

  it("is told apart error by error", async () => {
    const samples: readonly Sample[] = read("api-error-bodies.json");
    for (const sample of samples.filter(({ path }) => path.startsWith("/api/v2/"))) {
      const { body } = sample;
      bench.disarm();
      bench.arm("/api/v2/", { kind: "answer", status: statusOf(sample), body });
      for (const name of ["settings", "logs", "applications", "mailProvider"]) {
        const call = callsOf(bench.tenant).get(name);
        if (!call || isAnswer(name, sample)) continue;
        const { reason } = await failureOf(call);
        expect(reason, JSON.stringify(body)).toBe(expected(sample));
      }
    }
  });

  it("is told apart where a token was asked for", async () => {
    const samples: readonly (Sample & { status: number })[] = read(
      "oauth-token-response-examples.json",
    );
    const reasons = new Map<string, string>();
    for (const { status, body } of samples.filter((sample) => sample.status >= 400)) {
      bench.disarm();
      bench.arm("/oauth/token", { kind: "answer", status, body });
      const error = await failureOf(() => bench.tenant.read("settings"));
      reasons.set(`${status} ${(body as { error: string }).error}`, error.reason);
    }
    expect(Object.fromEntries(reasons)).toEqual({
      "400 invalid_grant": "credentials",
      "400 invalid_request": "rejected",
      "400 unsupported_grant_type": "rejected",
      "401 invalid_client": "credentials",
      "401 mfa_required": "credentials",
      "403 access_denied": "credentials",
      "403 invalid_user_password": "credentials",
      "429 too_many_requests": "throttled",
    });
  });
});

const isAnswer = (name: string, { body }: Sample): boolean =>
  name === "mailProvider" && codeOf(body) === "inexistent_email_provider";

const codeOf = (body: unknown) =>
  saidIn({ status: 0, headers: new Headers(), body, foreign: false }).errorCode;

function expected(sample: Sample): string {
  if (statusOf(sample) !== 403) return "rejected";
  return codeOf(sample.body) === "insufficient_scope" ? "scope" : "entitlement";
}
