import { DAY, HOUR, MINUTE, SECOND } from "../core/clock.ts";

/** What is said of an incident at one moment. Times are milliseconds since the story began; the past is negative. */
export interface StoryUpdate {
  readonly atMs: number;
  /** The status word, as the status page writes it. */
  readonly status: string;
  readonly text: string;
}

export interface StoryIncident {
  readonly id: string;
  readonly name: string;
  readonly impact: "minor" | "major" | "maintenance";
  readonly authenticationAffected: boolean;
  readonly regions: readonly string[];
  /** When planned work begins. */
  readonly scheduledMs?: number;
  /** Oldest first; what has been said by now. Never empty. */
  readonly updates: readonly StoryUpdate[];
}

/** An entry of the change log: said once, never changed. */
export interface StoryEntry {
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly atMs: number;
}

/** Everything that is ever said about incidents in the pretend world. Nothing here happened. */
export const incidents: readonly StoryIncident[] = [
  {
    id: "pretend-logins",
    name: "Pretend: Logins fail in the pretend environment",
    impact: "major",
    authenticationAffected: true,
    regions: ["US-1", "US-3"],
    updates: [
      {
        atMs: 2 * SECOND,
        status: "Investigating",
        text: "Pretend: Most logins fail with a server error. We are finding out why.",
      },
      {
        atMs: 40 * SECOND,
        status: "Identified",
        text: "Pretend: A cache of signing keys was filled with stale keys. We are emptying it.",
      },
      {
        atMs: 80 * SECOND,
        status: "Monitoring",
        text: "Pretend: The cache is empty and logins succeed again. We keep watching the error rate.",
      },
      {
        atMs: 120 * SECOND,
        status: "Resolved",
        text: "Pretend: The error rate has been normal ever since. Nobody was ever affected: this is a story.",
      },
    ],
  },
  {
    id: "pretend-maintenance",
    name: "Pretend: Planned database work in the pretend environment",
    impact: "maintenance",
    authenticationAffected: false,
    regions: ["US-1"],
    scheduledMs: 3 * DAY,
    updates: [
      {
        // Not from the start: the story begins in calm, with nothing open to show.
        atMs: 140 * SECOND,
        status: "Scheduled",
        text: "Pretend: A database is moved to newer machines. Expect short delays when settings are changed.",
      },
    ],
  },
  {
    id: "pretend-mail",
    name: "Pretend: Password reset mails arrive late",
    impact: "minor",
    authenticationAffected: false,
    regions: ["US-1"],
    updates: [
      {
        atMs: -24 * DAY,
        status: "Investigating",
        text: "Pretend: Mails for password resets are up to ten minutes late.",
      },
      {
        atMs: -24 * DAY + 50 * MINUTE,
        status: "Identified",
        text: "Pretend: One mail relay accepts mails and does not pass them on. It was taken out.",
      },
      {
        atMs: -24 * DAY + 2 * HOUR,
        status: "Resolved",
        text: "Pretend: Every mail that waited has been sent.",
      },
      {
        atMs: 170 * SECOND,
        status: "Postmortem",
        text: "Pretend: The relay's disk was full, and its health check did not look at the disk. The check now does, and a relay that keeps mails for a minute is taken out by itself.",
      },
    ],
  },
  {
    id: "pretend-management-api",
    name: "Pretend: The Management API answers slowly",
    impact: "minor",
    authenticationAffected: false,
    regions: ["US-1", "EU-1"],
    updates: [
      {
        atMs: -61 * DAY,
        status: "Investigating",
        text: "Pretend: Requests to the Management API take several seconds. Logins are well.",
      },
      {
        atMs: -61 * DAY + 70 * MINUTE,
        status: "Resolved",
        text: "Pretend: Answers are as fast as usual again.",
      },
      {
        atMs: -40 * DAY,
        status: "Postmortem",
        text: "Pretend: An index was rebuilt in busy hours. Rebuilding now waits for quiet ones.",
      },
    ],
  },
];

/** Everything that ever enters the pretend change log. */
export const entries: readonly StoryEntry[] = [
  {
    id: "pretendPasswordGrant",
    atMs: 150 * SECOND,
    title: "Pretend: Deprecation of the password grant for new applications",
    paragraphs: [
      "Pretend: The password grant is deprecated. New applications cannot use it any more, and for others it reaches its end of life in six months.",
      "Pretend: Move applications that still use it to the authorization code flow with PKCE.",
    ],
  },
  {
    id: "pretendPasskeys",
    atMs: -3 * DAY,
    title: "Pretend: Passkeys in the account page are in Early Access",
    paragraphs: ["Pretend: People can add and remove their passkeys without help."],
  },
  {
    id: "pretendNodeRuntime",
    atMs: -9 * DAY,
    title: "Pretend: Breaking change in how Actions treat unhandled rejections",
    paragraphs: [
      "Pretend: An Action with an unhandled rejection now fails instead of continuing. Check Actions that start work without waiting for it.",
    ],
  },
  {
    id: "pretendLogFilters",
    atMs: -16 * DAY,
    title: "Pretend: Filters for log streams are Generally Available",
    paragraphs: ["Pretend: A log stream can be limited to the kinds of events it is meant for."],
  },
  {
    id: "pretendCountryFix",
    atMs: -27 * DAY,
    title: "Pretend: Fixed missing countries in tenant logs",
    paragraphs: ["Pretend: Events from some networks were logged without their country."],
  },
];
