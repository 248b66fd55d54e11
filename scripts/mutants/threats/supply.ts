import type { Breach } from "../mutant.ts";

const policy = ["test/supply/policy.test.ts"];
const image = ["test/deploy/image.test.ts"];
const containers = ["test/deploy/containers.test.ts"];
const sbom = ["test/supply/sbom.test.ts"];
const dockerfile = "deploy/Dockerfile";
const compose = "deploy/compose.yaml";
const sqliteDigest =
  '      "integrity": "sha512-dq9AtApgg5PGFtBzPFSBl3HZQjHok5gaQCM6zh2Yk0aSmDCs1CbnVI8/HgASQkNKsWFpseIO9beg5xxpYhbIfA==",\n';
const unit = "deploy/watchpost.service";

/** Other people's packages, and what is around the process. */
export const supplyBreaches: readonly Breach[] = [
  {
    threat: 62,
    name: "take any newer version of a package",
    changes: [{ file: "package.json", from: '"undici": "', to: '"undici": "^' }],
    tests: policy,
    reds: ["names every version exactly, in package.json and in the lock"],
  },
  {
    threat: 62,
    name: "take a package whatever its content is",
    changes: [{ file: "package-lock.json", from: sqliteDigest, to: "" }],
    tests: policy,
    reds: ["has a digest for every package, so that what is installed is what was looked at"],
  },
  {
    threat: 62,
    name: "take a package from somewhere else",
    changes: [
      {
        file: "package-lock.json",
        from: '    "node_modules/undici": {\n',
        to: '    "node_modules/undici": {\n      "resolved": "https://elsewhere.example/undici.tgz",\n',
      },
    ],
    tests: policy,
    reds: ["names no registry and no other place that a package would come from"],
  },
  {
    threat: 63,
    name: "let every package run scripts while it is installed",
    changes: [
      { file: ".npmrc", from: "strict-allow-scripts=true", to: "strict-allow-scripts=false" },
    ],
    tests: policy,
    reds: [
      "lets packages run scripts while they are installed only where package.json allows it by name",
    ],
  },
  {
    threat: 63,
    name: "leave out of the lock that a package runs scripts",
    changes: [
      {
        file: "package-lock.json",
        from: `${sqliteDigest}      "hasInstallScript": true,\n`,
        to: sqliteDigest,
      },
    ],
    tests: policy,
    reds: ["knows of every installed package that would run scripts"],
  },
  {
    threat: 63,
    name: "run every script in the image",
    changes: [
      {
        file: dockerfile,
        from: "RUN npm ci --ignore-scripts --no-audit --no-fund\nCOPY . .",
        to: "RUN npm ci --no-audit --no-fund\nCOPY . .",
      },
    ],
    tests: image,
    reds: ["lets no install script run but SQLite's"],
  },
  {
    threat: 64,
    name: "use a package where nobody expects it",
    changes: [
      {
        file: "src/feeds/poll.ts",
        from: 'import { type Clock, MINUTE, SECOND } from "../core/clock.ts";',
        to: 'import "better-sqlite3";\nimport { type Clock, MINUTE, SECOND } from "../core/clock.ts";',
      },
    ],
    tests: ["test/architecture.test.ts"],
    reds: ["is kept by every file"],
  },
  {
    threat: 64,
    name: "install a package that nothing in the code is said to need",
    changes: [
      { file: "package.json", from: '    "zod": "', to: '    "left-pad": "1.3.0",\n    "zod": "' },
    ],
    tests: ["test/architecture.test.ts"],
    reds: ["gives every package that is installed a home, and only those"],
  },
  {
    threat: 65,
    name: "leave a package out of the list of what ships",
    changes: [
      {
        file: "scripts/supply/lock.ts",
        from: "filter(({ development }) => !development)",
        to: "filter(() => true)",
      },
    ],
    tests: sbom,
    reds: ["lists every package that ships, once, and none that is for development"],
  },
  {
    threat: 65,
    name: "list packages in words that no source of advisories reads",
    changes: [
      {
        file: "scripts/supply/cyclonedx.ts",
        from: "`pkg:npm/${name.replace",
        to: "`pkg:other/${name.replace",
      },
    ],
    tests: sbom,
    reds: ["is read by Watchpost's own source of advisories"],
  },
  {
    threat: 66,
    name: "run the image as root",
    changes: [{ file: dockerfile, from: "USER 65532:65532\n", to: "" }],
    tests: image,
    reds: ["runs as a user of a fixed number who is not root, and who owns the volume alone"],
  },
  {
    threat: 66,
    name: "leave a shell in the image",
    changes: [
      {
        file: dockerfile,
        from: "FROM gcr.io/distroless/nodejs24-debian13:nonroot",
        to: "FROM node:24-trixie-slim",
      },
    ],
    tests: image,
    reds: ["is made of Node 24 in each stage, and holds no shell and no package manager"],
  },
  {
    threat: 66,
    name: "let the bot write into its own tree",
    changes: [{ file: compose, from: "    read_only: true\n", to: "" }],
    tests: containers,
    reds: ["leaves the bot a tree that it cannot write to, no privilege and no capability"],
  },
  {
    threat: 66,
    name: "let a pod take more privileges",
    changes: [
      {
        file: "deploy/kubernetes/deployment.yaml",
        from: "allowPrivilegeEscalation: false",
        to: "allowPrivilegeEscalation: true",
      },
    ],
    tests: containers,
    reds: ["keep to the restricted standard of pod security, in a tree that cannot be written to"],
  },
  {
    threat: 66,
    name: "let a pod reach a private network",
    changes: [
      { file: "deploy/kubernetes/network-policy.yaml", from: ", 192.168.0.0/16]", to: "]" },
    ],
    tests: containers,
    reds: ["let the bot reach the public internet, and nothing inside"],
  },
  {
    threat: 66,
    name: "let a pod ask whatever is in its cluster",
    changes: [
      {
        file: "deploy/kubernetes/network-policy.yaml",
        from: "  egress:\n",
        to: "  egress:\n    - {}\n",
      },
    ],
    tests: containers,
    reds: ["let the bot reach the public internet, and nothing inside"],
  },
  {
    threat: 66,
    name: "leave the unit its privileges",
    changes: [{ file: unit, from: "NoNewPrivileges=yes", to: "NoNewPrivileges=no" }],
    tests: containers,
    reds: ["takes every privilege away"],
  },
  {
    threat: 67,
    name: "build the image of everything that lies about",
    changes: [{ file: ".dockerignore", from: "\n*\n", to: "\n" }],
    tests: image,
    reds: ["is built of what is let in, and of nothing that may hold a secret"],
  },
  {
    threat: 67,
    name: "give a secret as a value",
    changes: [
      {
        file: compose,
        from: "      SLACK_BOT_TOKEN_FILE: /run/secrets/slack_bot_token\n",
        to: "      SLACK_BOT_TOKEN: xoxb-1\n",
      },
    ],
    tests: containers,
    reds: ["gives secrets as files, each declared, and none as a value"],
  },
  {
    threat: 68,
    name: "put a backup in place whose files were changed",
    changes: [
      {
        file: "adapters/sql/sqlite-restore.ts",
        from: "if (read.bytes === part.bytes && read.sha256 === part.sha256) return;",
        to: "if (read.bytes === part.bytes) return;",
      },
    ],
    tests: ["test/adapters/sqlite-restore.test.ts"],
    reds: ["refuses a backup that %s, and touches nothing"],
  },
];
