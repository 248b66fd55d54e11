import type { Breach } from "../mutant.ts";

/** What is tried, written down and kept. */
export const keptBreaches: readonly Breach[] = [
  {
    threat: 72,
    name: "leave a signal to Node, which opens its debugger",
    changes: [{ file: "src/program/run.ts", from: 'process.on("SIGUSR1", () => {});', to: "" }],
    tests: ["test/program/run.test.ts"],
    reds: ["a signal has the bot read its secrets again, and none opens a debugger"],
  },
  {
    threat: 55,
    name: "go on although passwords are refused",
    changes: [
      { file: "src/login/manners.ts", from: "strikes: 3,", to: "strikes: 30," },
      { file: "src/login/manners.ts", from: "strikesAtMost: 9,", to: "strikesAtMost: 90," },
    ],
    tests: ["test/login/manners.test.ts"],
    reds: ["the test user is never blocked by us, and its quota never used up"],
  },
  {
    threat: 56,
    name: "show an answer before its entry is written",
    changes: [
      {
        file: "src/core/dispatch.ts",
        from: "const isKept = await isHeard(said, options);",
        to: "const isKept = true;\n  void isHeard(said, options);",
      },
    ],
    tests: ["test/audit/lines.test.ts"],
    reds: ["is written before its answer is shown"],
  },
  {
    threat: 56,
    name: "believe an entry whose text was changed",
    changes: [
      {
        file: "src/core/audit-chain.ts",
        from: "if (hashOf(link) !== link.hash) return { number, words: `Entry ${number} was changed.` };\n",
        to: "",
      },
    ],
    tests: ["test/audit/program.test.ts"],
    reds: ["says which entry is the first that is not as it was written, and is false then"],
  },
  {
    threat: 56,
    name: "write people's names into an entry as they are",
    changes: [
      {
        file: "src/core/audit-entry.ts",
        from: "plainJson(JSON.stringify(entry, keys))",
        to: "JSON.stringify(entry, keys)",
      },
    ],
    tests: ["test/audit/program.test.ts"],
    reds: ["has one line for each entry, whatever people call themselves, and is whole"],
  },
  {
    threat: 56,
    name: "say nothing of what went on after its asker was told that it takes too long",
    changes: [
      {
        file: "src/core/dispatch.ts",
        from: "void done.then((outcome) => told(outcome, { asked, began, late: true }, options));",
        to: "",
      },
    ],
    tests: ["test/audit/lines.test.ts"],
    reds: ["that was overdue is followed by how it went in the end, which nobody was shown"],
  },
  {
    threat: 56,
    name: "forget after a kill, and say nothing of it",
    changes: [
      {
        file: "src/logs/forgetting.ts",
        from: "        await noted(key, `what was left to forget of ${value.tenant} after a restart`);\n",
        to: "        void key;\n",
      },
    ],
    tests: ["test/logs/forgetting.test.ts"],
    reds: [
      "is noted by the next life where a kill came in between, once the archive is through with it",
    ],
  },
  {
    threat: 56,
    name: "believe a beginning that no entry tells of",
    changes: [
      {
        file: "src/core/audit-verify.ts",
        from: "if (number === 0 || told ===",
        to: "if (number >= 0 || told ===",
      },
    ],
    tests: ["test/core/audit-chain.test.ts"],
    reds: ["tells when its beginning was cut off as if it were old"],
  },
  {
    threat: 56,
    name: "believe that nobody said it, whatever it does",
    changes: [
      {
        file: "src/core/said.ts",
        from: "unasked === true && !(command && leavesTrace(command, words));",
        to: "unasked === true && (!command || !leavesTrace(command, words) || true);",
      },
    ],
    tests: ["test/audit/lines.test.ts"],
    reds: ["is written all the same %s, though it came as if nobody said it"],
  },
  {
    threat: 56,
    name: "answer the line of a button whose form is opened",
    changes: [
      {
        file: "adapters/teams/dialogs.ts",
        from: "const asking = { ...invocation, line: `help ${command}`, unasked: true } as const;",
        to: "const asking = { ...invocation, unasked: true } as const;",
      },
    ],
    tests: ["test/adapters/teams-form-trouble.test.ts"],
    reds: ["does nothing by being opened, whatever line somebody has its button hand back"],
  },
  {
    threat: 57,
    name: "create a database as the system would",
    changes: [
      {
        file: "adapters/sql/sqlite-private-file.ts",
        from: 'openSync(file, "a", 0o600)',
        to: 'openSync(file, "a", 0o644)',
      },
    ],
    tests: ["test/private-files.test.ts"],
    reds: ["is created for nobody else to read, and doctor says so where it is not"],
  },
  {
    threat: 57,
    name: "keep what was acknowledged for everybody to read",
    changes: [
      {
        file: "src/journal.ts",
        from: "writeFileSync(`${path}.new`, words, { mode: 0o600 });",
        to: "writeFileSync(`${path}.new`, words, { mode: 0o644 });",
      },
    ],
    tests: ["test/journal.test.ts"],
    reds: ["is nobody else's to read"],
  },
  {
    threat: 57,
    name: "copy a database for everybody to read",
    changes: [
      {
        file: "adapters/sql/sqlite-backup.ts",
        from: 'closeSync(openSync(to, "wx", 0o600));',
        to: 'closeSync(openSync(to, "wx", 0o644));',
      },
    ],
    tests: ["test/adapters/sqlite-backup.test.ts"],
    reds: ["can be read by its owner alone, and leaves nothing half done behind"],
  },
  {
    threat: 57,
    name: "put a backup in place for everybody to read",
    changes: [
      {
        file: "adapters/sql/sqlite-restore.ts",
        from: "chmodSync(staged, 0o600);",
        to: "chmodSync(staged, 0o644);",
      },
    ],
    tests: ["test/adapters/sqlite-restore.test.ts"],
    reds: ["puts store and archive where there was nothing, for their owner's eyes alone"],
  },
  {
    threat: 57,
    name: "write the audit trail out for everybody to read",
    changes: [
      {
        file: "src/audit/program.ts",
        from: 'openSync(to, "wx", 0o600)',
        to: 'openSync(to, "wx", 0o644)',
      },
    ],
    tests: ["test/audit/program.test.ts"],
    reds: ["writes each entry as a line, oldest first, with what its hash is made of"],
  },
];
