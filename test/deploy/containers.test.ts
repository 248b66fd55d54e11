import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { platforms } from "../../adapters/index.ts";
import { readSettings } from "../../src/read-settings.ts";
import { sources } from "../../src/sources/index.ts";

const folder = fileURLToPath(new URL("../../deploy/", import.meta.url));
const read = (path: string): string => readFileSync(`${folder}${path}`, "utf8");

/** The secrets that settings name. */
const namedIn = (settings: string): readonly string[] =>
  [
    ...new Set(
      [...settings.replace(/#.*$/gm, "").matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? ""),
    ),
  ].sort();

describe("the compose file", () => {
  const compose = z
    .object({
      services: z.object({
        watchpost: z.looseObject({
          environment: z.record(z.string(), z.string()),
          secrets: z.array(z.string()),
          volumes: z.array(z.string()),
        }),
      }),
      volumes: z.object({ data: z.unknown() }),
      secrets: z.record(z.string(), z.object({ file: z.string() })),
    })
    .parse(parse(read("compose.yaml")));
  const { watchpost } = compose.services;

  it("leaves the bot a tree that it cannot write to, no privilege and no capability", () => {
    expect(watchpost).toMatchObject({
      user: "65532:65532",
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      restart: "unless-stopped",
      stop_grace_period: "15s",
    });
    expect(watchpost).not.toHaveProperty("privileged");
    expect(watchpost.volumes.filter((volume) => !volume.endsWith(":ro"))).toEqual(["data:/data"]);
  });

  it("gives secrets as files, each declared, and none as a value", () => {
    const files = Object.entries(watchpost.environment);
    expect(files.length).toBeGreaterThan(0);
    for (const [name, path] of files) {
      expect(name).toMatch(/_FILE$/);
      expect(path).toBe(`/run/secrets/${name.replace(/_FILE$/, "").toLowerCase()}`);
    }
    const names = files.map(([, path]) => path.split("/").at(-1) ?? "").sort();
    expect([...watchpost.secrets].sort()).toEqual(names);
    expect(Object.keys(compose.secrets).sort()).toEqual(names);
  });

  it("lets only this machine's proxy reach the bot", () => {
    expect(watchpost).toMatchObject({ ports: ["127.0.0.1:3000:3000"] });
  });
});

describe("the Kubernetes manifests", () => {
  const list = z.object({
    resources: z.array(z.string()),
    configMapGenerator: z.array(z.object({ name: z.string(), files: z.array(z.string()) })),
  });
  const kustomization = list.parse(parse(read("kubernetes/kustomization.yaml")));
  const manifests = kustomization.resources.map((name) => parse(read(`kubernetes/${name}`)));
  const ofKind = (kind: string) => manifests.find((one) => one.kind === kind);
  const pod = ofKind("Deployment").spec.template.spec;
  const [container] = pod.containers;

  it("are all named in the list, but for what needs an operator of its own", () => {
    const files = readdirSync(`${folder}kubernetes`).sort();
    const own = ["kustomization.yaml", "service-monitor.yaml", "settings.yaml"];
    expect([...kustomization.resources, ...own].sort()).toEqual(files);
    for (const manifest of manifests) {
      expect([typeof manifest.apiVersion, typeof manifest.kind]).toEqual(["string", "string"]);
      expect(manifest.metadata.name).toBe("watchpost");
    }
  });

  it("run one bot at a time, and give it time to stop by itself", () => {
    expect(ofKind("Deployment").spec).toMatchObject({
      replicas: 1,
      strategy: { type: "Recreate" },
    });
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(10);
  });

  it("keep to the restricted standard of pod security, in a tree that cannot be written to", () => {
    expect(ofKind("Namespace").metadata.labels).toMatchObject({
      "pod-security.kubernetes.io/enforce": "restricted",
    });
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 65532,
      fsGroup: 65532,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(Object.keys(pod)).not.toContain("hostNetwork");
  });

  it("ask after health where the bot answers, with time to start", () => {
    expect(container.startupProbe.httpGet).toEqual({ path: "/healthz", port: "http" });
    expect(container.livenessProbe.httpGet).toEqual({ path: "/healthz", port: "http" });
    // Nobody but the one pod could answer: whoever is sent nothing because of a feed answers nobody.
    expect(container.readinessProbe.httpGet).toEqual({
      path: "/readyz?exclude=sources&exclude=slack&exclude=teams",
      port: "http",
    });
    const { periodSeconds, failureThreshold } = container.startupProbe;
    expect(periodSeconds * failureThreshold).toBeGreaterThanOrEqual(60);
  });

  it("mount what they name, and name each port that something asks for", () => {
    const volumes = pod.volumes.map(({ name }: { name: string }) => name).sort();
    const mounts = container.volumeMounts.map(({ name }: { name: string }) => name).sort();
    expect(mounts).toEqual(volumes);
    const ports = new Set(container.ports.map(({ name }: { name: string }) => name));
    for (const { targetPort } of ofKind("Service").spec.ports) expect(ports).toContain(targetPort);
    const written = container.volumeMounts.filter(
      (mount: { readOnly?: boolean }) => !mount.readOnly,
    );
    expect(written.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual([
      "/data",
      "/tmp",
    ]);
  });

  it("hand settings over that the bot takes, and a file for each secret that they name", () => {
    const written = read("kubernetes/settings.yaml");
    const secrets = namedIn(written);
    expect(secrets.length).toBeGreaterThan(0);
    const files = container.env.map(({ name, value }: Record<string, string>) => [name, value]);
    expect(files.sort()).toEqual(
      secrets.map((name) => [`${name}_FILE`, `/run/secrets/watchpost/${name}`]),
    );
    const given = Object.fromEntries(secrets.map((name) => [name, "0123456789abcdef"]));
    const settings = readSettings(`${folder}kubernetes/settings.yaml`, given, {
      sources,
      platforms,
    });
    expect(settings.store.sqlite).toBe("/data/watchpost.db");
    expect(settings.http).toMatchObject({ host: "0.0.0.0", port: 3000 });
    expect(kustomization.configMapGenerator).toEqual([
      { name: "watchpost", files: ["watchpost.yaml=settings.yaml"] },
    ]);
  });

  it("let the bot reach the public internet, and nothing inside", () => {
    const { egress, policyTypes } = ofKind("NetworkPolicy").spec;
    expect(policyTypes).toEqual(["Ingress", "Egress"]);
    // A rule that names no port or nobody would let everything out.
    const written = z
      .array(
        z.strictObject({ ports: z.array(z.object({ port: z.int() })), to: z.array(z.object({})) }),
      )
      .parse(egress);
    expect(written.map(({ ports }) => ports.map(({ port }) => port))).toEqual([
      [53, 53],
      [443, 80],
    ]);
    expect(egress[0].to).toEqual([
      { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } },
    ]);
    expect(egress[1].to).toEqual([{ ipBlock: { cidr: "0.0.0.0/0", except: expect.any(Array) } }]);
    const { except } = egress[1].to[0].ipBlock;
    const within = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12"];
    expect(except.toSorted()).toEqual([...within, "192.168.0.0/16"]);
  });
});

describe("the systemd unit", () => {
  const unit = read("watchpost.service");
  const set = (key: string) =>
    [...unit.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, value]) => value);

  it("runs the bot as a user of its own, who may write where it keeps things and nowhere else", () => {
    expect(set("DynamicUser")).toEqual(["yes"]);
    expect(set("StateDirectory")).toEqual(["watchpost"]);
    expect(set("ProtectSystem")).toEqual(["strict"]);
    expect(set("ReadWritePaths")).toEqual([]);
  });

  it("takes every privilege away", () => {
    expect(set("NoNewPrivileges")).toEqual(["yes"]);
    expect(set("CapabilityBoundingSet")).toEqual([""]);
    expect(set("SystemCallFilter")).toEqual(["@system-service", "~@privileged @resources"]);
    // Node compiles JavaScript while it runs.
    expect(set("MemoryDenyWriteExecute")).toEqual([]);
  });

  it("gives the bot time to stop by itself, and starts it again when it fails", () => {
    expect(set("TimeoutStopSec")).toEqual(["15s"]);
    expect(set("Restart")).toEqual(["on-failure"]);
  });

  it("has no secret in it: they are read from files", () => {
    expect(set("Environment")).toEqual(["NODE_ENV=production", "MALLOC_ARENA_MAX=2"]);
    expect(unit).toContain("LoadCredential=");
  });
});
