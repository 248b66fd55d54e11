import { packApp } from "../adapters/teams/app-package.ts";
import { checkTeams } from "../adapters/teams/check.ts";
import { errorOf, gone, lostError, refusals } from "../adapters/teams/delivery-errors.ts";
import { GraphError, lacking } from "../adapters/teams/graph.ts";
import { teams } from "../adapters/teams/index.ts";
import { teamsSettings } from "../adapters/teams/settings.ts";
import { meanings } from "../adapters/teams/token-errors.ts";
import { systemClock } from "../src/clock.ts";
import { DeliveryError, SettingsError } from "../src/core/errors.ts";
import { straight } from "../src/core/outgoing.ts";
import { settingsWords } from "../src/settings-words.ts";
import { code, consequencesOn, literal, markdownTable } from "./sync-tables.ts";

const consequences = consequencesOn("Teams");

/** What Teams answers, as far as it is told apart: with a word of its own, and without one. */
const answers: readonly { readonly status: number; readonly said: string }[] = [
  ...Object.keys(refusals).map((said) => ({ status: 403, said })),
  ...gone.map((said) => ({ status: 404, said })),
  ...[400, 401, 403, 404, 412, 413, 429, 500, 502, 503, 504].map((status) => ({
    status,
    said: "",
  })),
];

/** Every answer of Teams to a message that is told apart, found by asking what it means. */
export function teamsRefusalTable(): string {
  const rows = answers.map(({ status, said }) => {
    const answer = { status, headers: new Headers(), body: { error: { code: said } } };
    const { outcome, message } = errorOf("POST", answer, new Date(0));
    return [code(said || `${status}`), literal(message), consequences[outcome]];
  });
  return markdownTable(
    ["Teams says", "What it means, and what to do", "What Watchpost does"],
    [...rows, ...silences.map(silenceRow)],
  );
}

/** What is met where Teams says nothing. */
const silences = [
  { met: "nobody is reached", code: "ECONNREFUSED" },
  { met: "no answer comes", code: "" },
] as const;

function silenceRow({ met, code: found }: (typeof silences)[number]): readonly string[] {
  const { outcome, message } = lostError(Object.assign(new Error(met), { code: found }));
  return [met, literal(message), consequences[outcome]];
}

/** Every number of Microsoft's login that is known. */
export function loginTable(): string {
  const rows = Object.entries(meanings).map(([number, words]) => [code(number), literal(words)]);
  return markdownTable(["Number", "What it means, and what to do"], rows);
}

const id = "0a1b2c3d-1111-4222-8333-444455556666";
const whole = { appId: id, appPassword: "secret", tenantId: id };

/** Every way in which the section `teams` of the settings is refused, found by giving it so. */
export function teamsSlipTable(): string {
  const slips: readonly object[] = [
    {},
    { ...whole, appPassword: undefined },
    { ...whole, tenantId: undefined },
    { ...whole, appId: "watchpost" },
    { ...whole, tenantId: "acme.onmicrosoft.com" },
    { ...whole, managedIdentity: {} },
    { ...whole, appPassword: undefined, certificate: "app.pem" },
    { ...whole, appPassword: undefined, privateKey: "app.key" },
    { ...whole, appPassword: undefined, managedIdentity: { header: "secret" } },
    { ...whole, serviceUrlHosts: ["https://smba.trafficmanager.net"] },
    { ...whole, endpoints: { login: "https://login.microsoftonline.us" } },
    { ...whole, about: { website: "http://acme.example" } },
    { ...whole, channel: "19:abc" },
  ];
  const rows = slips.flatMap((given) => {
    const { error } = teams.settings.safeParse(given, { error: settingsWords });
    return (error?.issues ?? []).map(({ path, message }) => [
      code(["teams", ...path].join(".").replace(/\.(\d+)/g, "[$1]")),
      literal(message),
    ]);
  });
  return markdownTable(["Setting", "It says"], distinct(rows));
}

/** Every way in which `teams-package` is refused, found by asking for it so. */
export async function unpackedTable(): Promise<string> {
  const asked = [
    { settings: { allowUnauthenticatedLoopback: true }, version: "1.0.0" },
    { settings: whole, version: "next" },
  ];
  const problems = await Promise.all(
    asked.map(({ settings, version }) =>
      packApp(teamsSettings.parse(settings), { version, commands: [], groups: [] }).then(
        () => [],
        (error: unknown) => (error instanceof SettingsError ? error.problems : []),
      ),
    ),
  );
  return markdownTable(
    ["It says"],
    problems.flat().map((problem) => [literal(problem)]),
  );
}

/** Nobody listens there. */
const nowhere = "http://127.0.0.1:9/";
const keysAddress = teamsSettings.parse(whole).endpoints.openIdMetadata;

/** Every way in which `doctor` finds Teams wanting, found by asking it. */
export async function teamsFindingTable(): Promise<string> {
  const given = teamsSettings.parse(whole);
  const found = await checkTeams({
    settings: { ...given, endpoints: { ...given.endpoints, openIdMetadata: nowhere } },
    tokens: {
      current: () => Promise.reject(new DeliveryError("refused", meanings[7000222] ?? "")),
      forget: () => undefined,
    },
    references: {
      count: () => Promise.reject(new Error("broken")),
      team: async () => undefined,
    } as unknown as Parameters<typeof checkTeams>[0]["references"],
    owners: {
      groups: [`teams:group:${id}`, `teams:group:${id}/owners`],
      ownersOf: () => Promise.reject(new GraphError("refused", "403", lacking)),
    },
    clock: systemClock,
    outgoing: straight,
  });
  const rows = found
    .filter(({ ok }) => !ok)
    .map(({ subject, detail, fix = "" }) =>
      [subject, literal(detail), literal(fix)].map((words) =>
        words.replaceAll(nowhere, keysAddress),
      ),
    );
  return markdownTable(["Part", "It finds", "What to do"], rows);
}

const distinct = (rows: readonly (readonly string[])[]) => [
  ...new Map(rows.map((row) => [row.join(), row])).values(),
];
