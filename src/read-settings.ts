import { existsSync } from "node:fs";
import { z } from "zod";
import { certificateProblems } from "./check-certificates.ts";
import { crossCheck } from "./check-settings.ts";
import { parseQuiet } from "./core/args.ts";
import { SettingsError } from "./core/errors.ts";
import type { Wish } from "./core/subscription.ts";
import { feedAddress } from "./core/wish.ts";
import { type Filled, fillSettings } from "./fill-settings.ts";
import { createSecrets, type Reading } from "./secrets.ts";
import { type Registered, type Settings, settingsSchema } from "./settings.ts";
import { withoutValues } from "./settings-values.ts";
import { settingsWords } from "./settings-words.ts";
import { readYaml } from "./settings-yaml.ts";
import { createVariables, type Environment, type Variables } from "./variables.ts";

/**
 * Reads and checks the settings; without a file, the environment alone sets up one tenant.
 * @throws SettingsError with every problem there is, each under the path of its key.
 */
export function readSettings(
  file: string | undefined,
  environment: Environment,
  registered: Registered,
): Settings {
  const variables = createVariables(environment);
  const again = () => readOnce(file, variables, registered);
  const first = again();
  const known = first.settings as unknown as Settings & Record<string, unknown>;
  const { platforms } = registered;
  return {
    ...known,
    platforms: Object.fromEntries(platforms.map(({ name }) => [name, known[name]])),
    alwaysListens: first.alwaysListens,
    secrets: createSecrets(first, { again, variables }),
  };
}

function readOnce(
  file: string | undefined,
  variables: Variables,
  registered: Registered,
): Reading & { readonly alwaysListens: boolean } {
  const where = file ?? "watchpost.yaml";
  if (file !== undefined && !existsSync(file)) {
    throw new SettingsError(file, ["the file does not exist"]);
  }
  const written = existsSync(where) ? readYaml(where) : fromEnvironment(variables);
  const { value: filled, used, problems: unfilled } = fillSettings(written, variables);
  const schema = settingsSchema(registered);
  const result = schema.safeParse(filled, { error: settingsWords });
  const wrong = result.success ? [] : problemsOf(result.error, unfilled);
  const sound = result.success ? result.data : soundParts(schema, filled);
  const problems = [
    ...unfilled.map(({ path, problem }) => `${path}: ${problem}`),
    ...wrong,
    ...crossCheck(sound, registered),
    ...certificateProblems(sound.outgoing?.ca),
  ];
  if (!result.success || problems.length > 0) {
    throw new SettingsError(
      existsSync(where) ? where : "The environment",
      withoutValues(problems, { used, variables }),
    );
  }
  return { settings: result.data, used, at: new Date(), alwaysListens: has(filled, "http") };
}

const has = (filled: unknown, section: string): boolean =>
  typeof filled === "object" && filled !== null && section in filled;

/** What can be held against each other although something else is wrong: every problem is told at once. */
function soundParts({ shape }: ReturnType<typeof settingsSchema>, given: unknown) {
  const { tenants, subscriptions, outgoing } = (given ?? {}) as Readonly<Record<string, unknown>>;
  const named = z.array(z.looseObject({ name: z.string() }));
  return {
    tenants: named.safeParse(tenants).data,
    subscriptions: shape.subscriptions.safeParse(subscriptions).data ?? [],
    outgoing: shape.outgoing.safeParse(outgoing).data,
  };
}

/** The subscriptions of the settings file, as the store keeps them. */
export function wishesOf(settings: Settings): readonly Wish[] {
  return settings.subscriptions.map(
    ({ in: conversation, source, feed, as, tenant, only, quiet, mention }) => ({
      conversation,
      source,
      // Spelled as in chat, so that one feed is one subscription.
      feed: feed ? feedAddress(feed) : "",
      as,
      origin: "settings",
      ...(tenant ? { tenant } : {}),
      ...(only ? { only } : {}),
      ...(mention ? { mention } : {}),
      ...(quiet ? { quiet: parseQuiet(quiet, { zone: settings.digest.timezone }) } : {}),
    }),
  );
}

/** One tenant called `default`, and whichever chat platform has its variables set. */
function fromEnvironment({ isSet }: Variables): unknown {
  const given = (name: string) => (isSet(name) ? `\${${name}}` : undefined);
  const sections = {
    tenants: given("AUTH0_DOMAIN") && [
      {
        name: "default",
        domain: given("AUTH0_DOMAIN"),
        statusUrl: given("AUTH0_STATUS_URL"),
        management: given("AUTH0_CLIENT_ID") && {
          clientId: given("AUTH0_CLIENT_ID"),
          clientSecret: given("AUTH0_CLIENT_SECRET"),
        },
        logStream: given("AUTH0_LOG_STREAM_TOKEN") && { token: given("AUTH0_LOG_STREAM_TOKEN") },
      },
    ],
    slack: given("SLACK_BOT_TOKEN") && {
      botToken: given("SLACK_BOT_TOKEN"),
      signingSecret: given("SLACK_SIGNING_SECRET"),
      appToken: given("SLACK_APP_TOKEN"),
    },
    teams: given("MICROSOFT_APP_ID") && {
      appId: given("MICROSOFT_APP_ID"),
      tenantId: given("MICROSOFT_APP_TENANT_ID"),
      ...microsoftCredentials(given),
    },
  };
  return JSON.parse(JSON.stringify(sections)) as unknown;
}

/** A secret or a certificate; else, where Azure offers it to what runs there, the machine's own identity. */
function microsoftCredentials(given: (name: string) => string | undefined): object {
  const appPassword = given("MICROSOFT_APP_PASSWORD");
  const certificate = given("MICROSOFT_APP_CERTIFICATE");
  const endpoint = given("IDENTITY_ENDPOINT");
  if (endpoint && !appPassword && !certificate) {
    return { managedIdentity: { endpoint, header: given("IDENTITY_HEADER") } };
  }
  return { appPassword, certificate, privateKey: given("MICROSOFT_APP_PRIVATE_KEY") };
}

function problemsOf(error: z.ZodError, unfilled: Filled["problems"]): readonly string[] {
  const said = new Set(unfilled.flatMap(({ path }) => [path, path.replace(/\[\d+\]$/u, "")]));
  return error.issues.flatMap(({ path, message }) => {
    const at = path
      .map((part, index) =>
        typeof part === "number" ? `[${part}]` : `${index ? "." : ""}${String(part)}`,
      )
      .join("");
    if (said.has(at)) return [];
    return [at ? `${at}: ${message}` : message];
  });
}
