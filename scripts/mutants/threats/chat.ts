import type { Breach } from "../mutant.ts";

const border = "src/core/border.ts";
const sees = ["test/commands/everybody-sees.test.ts"];
const logs = ["test/commands/logs-privacy.test.ts"];
const hostile = ["test/core/border-hostile.test.ts"];

/** Below what commands see to by themselves. */
const withoutBorder = {
  file: border,
  from: "const message = await crossed(reply.message, crossing);",
  to: "const message = crossing ? reply.message : reply.message;",
};

/** Who may say what in the chat, and what is shown to whom. */
export const chatBreaches: readonly Breach[] = [
  {
    threat: 50,
    name: "make a viewer of whoever is there",
    changes: [
      {
        file: "src/core/access.ts",
        from: 'return { role: !access.viewers && person.member ? "viewer" : "none" };',
        to: 'return { role: access.viewers ? "none" : "viewer" };',
      },
    ],
    tests: ["test/core/access.test.ts"],
    reds: ["make every member of the workspace a viewer, and no guest"],
  },
  {
    threat: 50,
    name: "let a channel give its role to guests who speak there",
    changes: [
      {
        file: "src/core/access.ts",
        from: "const sure = person.member && !person.presumed;",
        to: "const sure = true;",
      },
    ],
    tests: ["test/core/access.test.ts"],
    reds: ["are given by a channel to members who speak in it, and to nobody who only may be one"],
  },
  {
    threat: 50,
    name: "count people of another workspace as members",
    changes: [
      {
        file: "adapters/slack/users.ts",
        from: "return team === undefined || teams.length === 0 || teams.includes(team);",
        to: "return true;",
      },
    ],
    tests: ["test/adapters/slack-people.test.ts"],
    reds: ["is no member from another workspace, whom Slack calls no stranger in a shared channel"],
  },
  {
    threat: 50,
    name: "count guests in Teams as members",
    changes: [
      {
        file: "adapters/teams/people.ts",
        from: 'member: found !== undefined && userRole === "user" && !outside',
        to: "member: found !== undefined && userRole !== undefined && !outside",
      },
    ],
    tests: ["test/adapters/teams-people.test.ts"],
    reds: ["is a member, a guest or from outside, though the activity does not tell"],
  },
  {
    threat: 51,
    name: "read what somebody wants before it is known whether they may",
    changes: [
      {
        file: "src/core/dispatch.ts",
        from: "  if (!allows(role, command.access)) return refused(command, invocation.by, access);\n",
        to: "  parseArgs(words, command.args, { now: options.clock.now(), zone: options.zone });\n  if (!allows(role, command.access)) return refused(command, invocation.by, access);\n",
      },
    ],
    tests: ["test/core/dispatch.test.ts"],
    reds: ["refuses with the settings line that would grant it, before arguments are read"],
  },
  {
    threat: 51,
    name: "let whoever presses a button do what it says",
    changes: [
      {
        file: "src/core/dispatch.ts",
        from: "if (!allows(role, command.access)) return",
        to: "if (!allows(role, command.access) && !invocation.from) return",
      },
    ],
    tests: ["test/adapters/roles-presses.test.ts"],
    reds: ["a button that everybody sees counts for its presser's own role alone: %s"],
  },
  {
    threat: 51,
    name: "give whoever chooses a channel the role of those who speak in it",
    changes: [
      {
        file: "src/core/dispatch.ts",
        from: "chosen ? by.id : from.conversation",
        to: "chosen ? from.conversation : from.conversation",
      },
    ],
    tests: ["test/adapters/slack-forms.test.ts"],
    reds: [
      "by a shortcut gives nobody the role of the channel that they choose, which they need not be in",
    ],
  },
  {
    threat: 52,
    name: "do not watch the ports that tell of one person",
    changes: [
      {
        file: "src/core/border-notes.ts",
        from: "    ...aboutPeople(ports, notes),\n",
        to: "    ...(notes ? {} : aboutPeople(ports, notes)),\n",
      },
    ],
    tests: ["test/core/border-ports.test.ts"],
    reds: ["is watched, or is known to hand out nobody"],
  },
  {
    threat: 52,
    name: "look through no message at the border",
    changes: [withoutBorder],
    tests: hostile,
    reds: ["shows everybody nobody, on any platform, wherever and however it is written"],
  },
  {
    threat: 52,
    name: "add a command that nobody looked at",
    changes: [
      {
        file: "src/commands/index.ts",
        from: "  doctor,\n];",
        to: '  doctor,\n  { ...doctor, name: "peek" },\n];',
      },
    ],
    tests: sees,
    reds: ["is asked of every command"],
  },
  {
    threat: 52,
    name: "show everybody what the asker alone may see",
    changes: [
      withoutBorder,
      { file: "src/core/log-words.ts", from: 'masked: audience === "all" || ', to: "masked: " },
    ],
    tests: [...sees, ...logs],
    reds: [
      "holds nothing personal of %s, in a list and in full",
      "holds nothing personal of %s (%s)",
    ],
  },
  {
    threat: 52,
    name: "post by itself without a border",
    changes: [
      {
        file: "src/delivery/lane.ts",
        from: "const message = isOwn(telling.subject) ? await posted(given) : given;",
        to: "const message = isOwn(telling.subject) ? given : given;",
      },
    ],
    tests: ["test/delivery/border.test.ts"],
    reds: ["names nobody where the bot tells it by itself: %s"],
  },
  {
    threat: 52,
    name: "know no address by its look",
    changes: [
      {
        file: "src/core/mask.ts",
        from: '  [/\\d{1,3}(?:\\.\\d{1,3}){3}/gu, "[address]"],\n',
        to: "",
      },
    ],
    tests: ["test/core/mask.test.ts"],
    reds: ["lets nothing through that can be recognized, whatever stands around it"],
  },
  {
    threat: 53,
    name: "let what opens doors over the border",
    changes: [
      {
        file: "src/core/border-secrets.ts",
        from: "  [...looks, long].reduce(without(isTheirs), words);",
        to: "  [...looks, long].slice(99).reduce(without(isTheirs), words);",
      },
    ],
    tests: ["test/core/border.test.ts"],
    reds: ["is shown to nobody: %s"],
  },
  {
    threat: 53,
    name: "leave tokens and passwords in an event",
    changes: [
      withoutBorder,
      { file: "src/commands/logs-event.ts", from: "shorten(redact(raw))", to: "shorten(raw)" },
    ],
    tests: logs,
    reds: ["never shows tokens and passwords, not even to the asker"],
  },
];
