import type { Breach } from "../mutant.ts";

const door = "adapters/slack/door.ts";
const hosts = "adapters/slack/hosts.ts";
const tests = ["test/doors/slack.test.ts"];

/** Slack's door, and what goes out to addresses that Slack names. */
export const slackBreaches: readonly Breach[] = [
  {
    threat: 9,
    name: "take a request of Slack's of any time",
    changes: [{ file: door, from: " || Math.abs(age) > toleranceMs", to: "" }],
    tests,
    reds: ["refuses what comes %s"],
  },
  {
    threat: 9,
    name: "take the beginning of a signature for the whole",
    changes: [
      {
        file: door,
        from: "claimed.length === right.length && timingSafeEqual(claimed, right)",
        to: "timingSafeEqual(claimed, right.subarray(0, claimed.length))",
      },
    ],
    tests,
    reds: ["refuses what comes %s"],
  },
  {
    threat: 9,
    name: "leave the last byte of a signature out",
    changes: [
      {
        file: door,
        from: "timingSafeEqual(claimed, right);",
        to: "timingSafeEqual(claimed.subarray(1), right.subarray(1));",
      },
    ],
    tests,
    reds: ["refuses a signature of which any one bit is another"],
  },
  {
    threat: 9,
    name: "compare signatures for as long as they are alike",
    changes: [
      {
        file: door,
        from: "claimed.length === right.length && timingSafeEqual(claimed, right)",
        to: "claimed.equals(right)",
      },
    ],
    tests,
    reds: ["compares signatures in constant time"],
  },
  {
    threat: 10,
    name: "take a request of Slack's again that is written otherwise",
    changes: [
      {
        file: door,
        from: 'claimedIn(request).toString("hex");',
        to: 'headerOf(request, signature).split("=")[1]?.toLowerCase();',
      },
    ],
    tests,
    reds: ["refuses what it had before, however its signature is written, until its time is over"],
  },
  {
    threat: 10,
    name: "forget a request of Slack's while its time still counts",
    changes: [{ file: door, from: "now + 2 * toleranceMs", to: "now + toleranceMs / 2" }],
    tests,
    reds: ["refuses what it had before, however its signature is written, until its time is over"],
  },
  {
    threat: 11,
    name: "take whatever is signed",
    changes: [
      {
        file: door,
        from: "return said === undefined ? turnedAway(400) : answerTo(said);",
        to: "return answerTo(said ?? {});",
      },
    ],
    tests,
    reds: ["turns away a signed body %s, without a word about it"],
  },
  {
    threat: 12,
    name: "believe that a host is Slack's whose name ends like it",
    changes: [
      { file: hosts, from: "hostname.endsWith(`.${host}`)", to: "hostname.endsWith(host)" },
    ],
    tests,
    reds: ["is never asked where it is somebody else's: %s"],
  },
  {
    threat: 12,
    name: "send a file wherever it is wanted",
    changes: [
      {
        file: "adapters/slack/upload.ts",
        from: "if (!isSlack(address, apiUrl)) throw",
        to: "if (address === apiUrl) throw",
      },
    ],
    tests,
    reds: ["is never asked where it is somebody else's: %s"],
  },
  {
    threat: 12,
    name: "send an answer wherever it is wanted",
    changes: [
      {
        file: "adapters/slack/answers.ts",
        from: "if (!isSlack(address, apiUrl)) throw",
        to: "if (address === apiUrl) throw",
      },
    ],
    tests,
    reds: ["gets no answer where it is somebody else's: the answer is posted instead"],
  },
  {
    threat: 12,
    name: "follow where an answer is redirected to",
    changes: [
      { file: "adapters/slack/answers.ts", from: 'redirect: "error"', to: 'redirect: "follow"' },
    ],
    tests,
    reds: ["gets neither an answer nor a file where it sends them on to somebody else"],
  },
  {
    threat: 12,
    name: "follow where a file is redirected to",
    changes: [
      { file: "adapters/slack/upload.ts", from: 'redirect: "error"', to: 'redirect: "follow"' },
    ],
    tests,
    reds: ["gets neither an answer nor a file where it sends them on to somebody else"],
  },
];
