import type { ProbeResult } from "./core/chat-adapter.ts";
import { sayList } from "./core/say.ts";
import type { KnownSecret, Secrets } from "./secrets.ts";

/** Which secrets were read from where, and when; never what they are. */
export function probeSecrets(secrets: Secrets | undefined): readonly ProbeResult[] {
  const known = secrets?.known() ?? [];
  const files = known.filter((one) => isFrom("file", one));
  const written = known.filter(({ variables }) => variables.length === 0);
  const others = known.filter((one) => !(files.includes(one) || written.includes(one)));
  return [
    ...listed("Secrets from files", files, (one) => `${namesOf(one)}, read ${timeOf(one)}`),
    ...listed("Secrets from the environment", others, namesOf),
    ...listed("Secrets in the settings file itself", written, (one) => `read ${timeOf(one)}`),
    ...openFiles(secrets?.open() ?? []),
  ];
}

const isFrom = (wanted: string, { variables }: KnownSecret): boolean =>
  variables.some(({ origin }) => origin === wanted);

const namesOf = ({ variables }: KnownSecret): string =>
  variables.map(({ name, origin }) => (origin === "file" ? `${name}_FILE` : name)).join(", ");

const timeOf = ({ readAt }: KnownSecret): string =>
  `${readAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** As many as can be read at a glance. */
const most = 6;

function listed(
  subject: string,
  secrets: readonly KnownSecret[],
  about: (one: KnownSecret) => string,
): readonly ProbeResult[] {
  if (secrets.length === 0) return [];
  const shown = secrets.slice(0, most).map((one) => `${one.path} (${about(one)})`);
  const more = secrets.length - shown.length;
  const words = more > 0 ? `${shown.join("; ")}; and ${more} more` : shown.join("; ");
  return [{ subject, ok: true, detail: `${words}.` }];
}

function openFiles(names: readonly string[]): readonly ProbeResult[] {
  if (names.length === 0) return [];
  return [
    {
      subject: "Files of secrets",
      ok: false,
      mild: true,
      detail: `Every user of this machine can read what ${sayList(names)} ${names.length > 1 ? "name" : "names"}.`,
      fix: "chmod 600 the file; in Kubernetes, set defaultMode: 0440 on the secret's volume.",
    },
  ];
}
