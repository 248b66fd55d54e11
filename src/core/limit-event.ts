import { foldPath } from "./api-path.ts";
import { type LogEvent, lightly } from "./log-event.ts";
import { isPlain } from "./mask.ts";

/** What met a limit. Nothing personal is in it but the event itself, which is there without its request. */
export interface LimitEvent {
  readonly event: LogEvent;
  readonly api: "management" | "authentication" | undefined;
  /** Auth0's name of the limit, like `management_api_sustained`. */
  readonly bucket: string | undefined;
  /** `GET /api/v2/users/{id}` */
  readonly endpoint: string | undefined;
  readonly caller: Caller;
}

/**
 * Who asked too much. watchpost: the bot itself. deploy: a tool that brings settings out. application: any other client.
 * attacker: an address that attack protection held back too. address: any other one.
 */
export interface Caller {
  readonly kind: "watchpost" | "deploy" | "application" | "attacker" | "address" | "unknown";
  /** The same for the same caller; personal where it is an address. */
  readonly key: string;
  /** What a deploy tool is called. */
  readonly tool?: string;
}

/** Auth0 writes these in more than one shape. */
export function limitEventOf(
  event: LogEvent,
  known: { readonly ownClient: string | undefined; readonly attackers: ReadonlySet<string> },
): LimitEvent {
  const bucket = first(event.details, [["limit", "bucket"], ["bucket"]]);
  const endpoint = endpointOf(event);
  return {
    event: lightly(event),
    api: apiOf(endpoint, `${bucket ?? ""} ${event.description ?? ""}`),
    bucket: bucket && isName(bucket) ? bucket : undefined,
    endpoint,
    caller: callerOf(event, known),
  };
}

/** What Auth0 calls its limits; anything may stand where a shape is not as it was told. */
const isName = (word: string): boolean =>
  /^[a-z]+(?:[_-][a-z0-9]{1,20}){0,8}$/iu.test(word) && isPlain(word);

function endpointOf({ details }: LogEvent): string | undefined {
  const written = first(details, [["request", "path"], ["path"]]);
  const path = written && foldPath(written);
  const method = first(details, [["request", "method"], ["method"]]);
  const verb = method && /^[a-z]{3,7}$/iu.test(method) ? `${method.toUpperCase()} ` : "";
  return path && `${verb}${path}`;
}

const first = (details: unknown, places: readonly (readonly string[])[]): string | undefined =>
  places.map((place) => wordAt(details, place)).find((word) => word !== undefined);

function apiOf(endpoint: string | undefined, words: string): LimitEvent["api"] {
  if (endpoint) return endpoint.includes("/api/v2") ? "management" : "authentication";
  if (/management/iu.test(words)) return "management";
  return /authentication|oauth/iu.test(words) ? "authentication" : undefined;
}

function callerOf(
  event: LogEvent,
  known: { readonly ownClient: string | undefined; readonly attackers: ReadonlySet<string> },
): Caller {
  const { clientId, clientName, ip } = event;
  const key = clientId ?? clientName ?? ip ?? "";
  if (clientId !== undefined && clientId === known.ownClient) return { kind: "watchpost", key };
  const tool = toolOf(event);
  if (tool) return { kind: "deploy", key: `${tool} ${key}`, tool };
  if (ip !== undefined && known.attackers.has(ip)) return { kind: "attacker", key: ip };
  if (clientId !== undefined || clientName !== undefined) return { kind: "application", key };
  return { kind: ip === undefined ? "unknown" : "address", key };
}

/** Tools that bring a tenant's settings out, by what they call themselves or their application is called. */
const tools: readonly (readonly [RegExp, string])[] = [
  [/terraform|hashicorp/iu, "Terraform"],
  [/pulumi/iu, "Pulumi"],
  [/a0deploy|auth0[-_ ]?deploy|deploy[-_ ]?cli/iu, "Auth0 Deploy CLI"],
  [/auth0[-_ ]?cli/iu, "Auth0 CLI"],
  [/github[-_ ]?actions?/iu, "GitHub Actions"],
  [/gitlab/iu, "GitLab CI"],
  [/jenkins|circle[-_ ]?ci|bitbucket[-_ ]?pipelines?|azure[-_ ]?pipelines?|\bci\b/iu, "a CI job"],
  [/\bdeploy(?:ment|er|s)?\b/iu, "a deploy"],
];

function toolOf({ clientName, userAgent, details, raw }: LogEvent): string | undefined {
  const words = [
    clientName,
    userAgent,
    wordAt(details, ["request", "userAgent"]),
    wordAt(details, ["request", "headers", "user-agent"]),
    wordAt(raw, ["auth0_client", "name"]),
    wordAt(raw, ["auth0_client", "env", "name"]),
  ].filter((word) => word !== undefined);
  return tools.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1];
}

function wordAt(given: unknown, [key = "", ...rest]: readonly string[]): string | undefined {
  if (typeof given !== "object" || given === null || !Object.hasOwn(given, key)) return undefined;
  const held = (given as Readonly<Record<string, unknown>>)[key];
  if (rest.length > 0) return wordAt(held, rest);
  return typeof held === "string" && held.trim() !== "" ? held.trim() : undefined;
}
