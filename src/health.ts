import type { Archive } from "./core/archive.ts";
import type { ChatAdapter, ProbeResult } from "./core/chat-adapter.ts";
import type { Store } from "./core/store.ts";
import { probeFiles } from "./private-files.ts";
import { probeSecrets } from "./probe-secrets.ts";
import { type Settings, unusedSettings } from "./settings.ts";

/** How long one part of the bot may take to say how it is. */
const patienceMs = 12_000;

/** Asks every part of the bot how it is. One that does not answer is not well. Never rejects. */
export async function probeAll(given: {
  store: Pick<Store, "check">;
  archive: Pick<Archive, "check">;
  adapters: readonly ChatAdapter[];
  settings: Settings;
  /** Those whose Management API is to be asked. */
  tenants: readonly { readonly name: string; check(): Promise<readonly ProbeResult[]> }[];
}): Promise<readonly ProbeResult[]> {
  const parts: readonly [string, Promise<readonly ProbeResult[]>][] = [
    ["store", given.store.check()],
    ["Log archive", given.archive.check().then((result) => [result])],
    ...given.adapters.map((adapter): [string, Promise<readonly ProbeResult[]>] => [
      adapter.name,
      adapter.check(),
    ]),
    ...given.tenants.map((tenant): [string, Promise<readonly ProbeResult[]>] => [
      `The tenant ${tenant.name}`,
      tenant.check(),
    ]),
  ];
  const answers = await Promise.all(parts.map(([subject, answer]) => within(subject, answer)));
  const { settings } = given;
  return [
    ...answers.flat(),
    ...probeFiles(settings.store),
    ...probeSecrets(settings.secrets),
    ...settingsProbes(settings),
  ];
}

async function within(
  subject: string,
  answer: Promise<readonly ProbeResult[]>,
): Promise<readonly ProbeResult[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly ProbeResult[]>((resolve) => {
    timer = setTimeout(
      () => resolve([silent(subject, `did not answer within ${patienceMs / 1000} s`)]),
      patienceMs,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    return [silent(subject, error instanceof Error ? error.message : "failed")];
  } finally {
    clearTimeout(timer);
  }
}

function silent(subject: string, detail: string): ProbeResult {
  return {
    subject,
    ok: false,
    detail,
    fix: "Look into the log for the reason, and restart Watchpost if it goes on.",
  };
}

function settingsProbes(settings: Settings): readonly ProbeResult[] {
  const noTenant: ProbeResult = {
    subject: "settings",
    ok: false,
    detail: "No tenant is set, so Auth0's status is not read.",
    fix: "Add your tenant under tenants: name and domain, like acme.us.auth0.com.",
  };
  const unused = unusedSettings(settings).map(
    (path): ProbeResult => ({
      subject: "settings",
      ok: true,
      detail: `${path} is set, but this version does nothing with it yet.`,
    }),
  );
  return [...(settings.tenants.length === 0 ? [noTenant] : []), ...unused];
}
