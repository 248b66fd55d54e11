import { spawn, spawnSync } from "node:child_process";

/** A network of its own for a script and all that it starts: nothing but loopback, seen by nobody else. */
export type Namespace = readonly string[];

/** How one is made here, as root or as an ordinary user who becomes root in it; else why it cannot be. */
export function findNamespace(): Namespace | { readonly missing: string } {
  for (const program of ["unshare", "ip"]) {
    if (spawnSync(program, ["--version"]).error) {
      return {
        missing: `there is no "${program}"; on Debian: apt-get install util-linux iproute2`,
      };
    }
  }
  const ways: readonly Namespace[] = [["--net"], ["--net", "--map-root-user"]];
  const way = ways.find((flags) => spawnSync("unshare", [...flags, "true"]).status === 0);
  if (way) return way;
  return {
    missing:
      "no network namespace can be made; run it as root, or allow unprivileged user namespaces",
  };
}

/** Runs a script of ours once more, inside; gives its exit code. */
export function rerunInside(
  namespace: Namespace,
  script: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const child = spawn(
    "unshare",
    [
      ...namespace,
      "sh",
      "-c",
      'ip link set lo up && exec "$@"',
      "sh",
      process.execPath,
      ...process.execArgv,
      script,
      ...process.argv.slice(2),
    ],
    { stdio: "inherit", env: { ...process.env, ...env } },
  );
  return new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
}
