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
    ...listed("Secrets from files", files),
    ...listed("Secrets from the environment", others),
    ...listed("Secrets in the settings file itself", written),
    ...openFiles(secrets?.open() ?? []),
  ];
}

const isFrom = (wanted: string, { variables }: KnownSecret): boolean =>
  variables.some(({ origin }) => origin === wanted);

const namesOf = ({ variables }: KnownSecret): string =>
  variables.map(({ name, origin }) => (origin === "file" ? `${name}_FILE` : name)).join(", ");

const timeOf = ({ readAt }: KnownSecret): string =>
  `${readAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** As many as one finding has room for. */
const atOnce = 4;

/** Together those that were read within the same minute. */
function listed(subject: string, secrets: readonly KnownSecret[]): readonly ProbeResult[] {
  const times = [...new Set(secrets.map(timeOf))];
  return times.flatMap((time) => {
    const read = secrets.filter((one) => timeOf(one) === time).map(sayOne);
    const parts = Math.ceil(read.length / atOnce);
    return Array.from({ length: parts }, (_, part) => {
      const some = read.slice(part * atOnce, (part + 1) * atOnce);
      return { subject, ok: true, detail: `Read ${time}: ${some.join(", ")}.` };
    });
  });
}

const sayOne = (one: KnownSecret): string =>
  one.variables.length > 0 ? `${one.path} (${namesOf(one)})` : one.path;

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
