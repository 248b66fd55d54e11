import { advisoryFacts } from "../../src/core/advisory.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import { type Phase, type Subject, withKeys } from "../../src/core/subject.ts";
import { ago, night } from "./night.ts";

const said = (phase: Phase, ms: number, text: string) => ({ phase, at: ago(ms), text });

function subject(
  given: Partial<Subject> & Pick<Subject, "id" | "title" | "phase">,
  revisions: readonly ReturnType<typeof said>[],
): Subject {
  const url = `https://status.auth0.example/incidents/${given.id}`;
  const common = { source: "status", url, labels: [], facts: [] };
  return { ...common, ...given, revisions: withKeys(revisions) };
}

export const incident: Subject = subject(
  {
    id: "q3fx9",
    title: "Increased error rates for logins with database connections",
    phase: "identified",
    facts: [
      { label: "Impact", value: "Partial outage" },
      { label: "Region", value: "US-1, US-3" },
    ],
    authenticationAffected: true,
  },
  [
    said(
      "investigating",
      34 * MINUTE,
      "We see raised error rates for logins with database connections and are looking into it.",
    ),
    said(
      "identified",
      12 * MINUTE,
      "A database replica fell behind after a failover. Logins that read from it fail with status 500. We are moving reads away from it.",
    ),
  ],
);

export const maintenance: Subject = subject(
  {
    id: "m77",
    title: "Database upgrade in US-1",
    phase: "scheduled",
    startsAt: new Date(night.getTime() + 4 * DAY),
    authenticationAffected: false,
  },
  [
    said(
      "scheduled",
      2 * DAY,
      "Logins may pause for up to 30 seconds while the database fails over.",
    ),
  ],
);

export const past: Subject = subject(
  {
    id: "p11",
    title: "Delayed delivery of e-mail",
    phase: "postmortem",
    facts: [{ label: "Impact", value: "Minor" }],
    authenticationAffected: false,
  },
  [
    said("investigating", 25 * DAY, "E-mail is delivered late."),
    said("resolved", 25 * DAY - 3 * HOUR, "E-mail is delivered in time again."),
    said(
      "postmortem",
      9 * DAY,
      "A queue had too few consumers after a release. An alert on its age has been added.",
    ),
  ],
);

function entry(
  id: string,
  title: string,
  age: number,
  labels: readonly string[],
  text: string,
): Subject {
  const url = `https://auth0.example/changelog#${id}`;
  return subject({ source: "changelog", id, title, url, labels, phase: "published" }, [
    said("published", age, text),
  ]);
}

/** A change log as support meets it: two that break things among those that do not. */
export const news: readonly Subject[] = [
  entry(
    "a",
    "Rules and Hooks reach end of life",
    31 * DAY,
    ["breaking", "deprecation"],
    "From 18 November, tenants that still use Rules or Hooks must move to Actions. Rules no longer run after that date.",
  ),
  entry(
    "b",
    "Refresh tokens: idle lifetime of new applications is 15 days",
    35 * DAY,
    ["breaking"],
    "Applications made from now on get a shorter idle lifetime by default.",
  ),
  entry(
    "c",
    "Passkeys for organizations",
    36 * DAY,
    ["feature"],
    "Members of an organization can sign in with a passkey.",
  ),
  entry(
    "d",
    "Log streams carry the correlation id",
    38 * DAY,
    ["feature"],
    "Every event of a log stream now holds the correlation id of the request.",
  ),
  entry(
    "e",
    "The legacy user search is going away",
    39 * DAY,
    ["deprecation"],
    "Version 2 of the user search ends on 1 June; version 3 takes the same queries.",
  ),
];

export function feedItem(feed: string): Subject {
  const url = "https://blog.example.com/post";
  return subject(
    {
      source: "rss",
      id: "post-1",
      title: "How we rotate signing keys",
      url,
      phase: "published",
      feed,
    },
    [
      said(
        "published",
        2 * DAY,
        "A walk through the rotation of signing keys without logging anyone out.",
      ),
    ],
  );
}

/** One that concerns us, as OSV tells of it, and one that is only announced. */
export const advisories: readonly Subject[] = [
  subject(
    {
      source: "advisories",
      id: "CVE-2026-40155",
      title:
        "CVE-2026-40155 (high) in @auth0/nextjs-auth0: a proxy handler answers from the wrong session",
      url: "https://osv.example/vulnerability/GHSA-xq8m-7c5p-c2r6",
      phase: "identified",
      labels: ["high", "affected"],
      facts: [
        {
          label: advisoryFacts.affected,
          value: "@auth0/nextjs-auth0 4.12.0 (web/package-lock.json); from 4.12.0; fixed in 4.18.0",
        },
        { label: advisoryFacts.severity, value: "high (7.4)" },
        { label: advisoryFacts.aliases, value: "GHSA-xq8m-7c5p-c2r6" },
        { label: "Published", value: "2026-11-19", at: "2026-11-19T08:12:00.000Z" },
        { label: advisoryFacts.told, value: "OSV" },
      ],
      offers: [
        { label: "Acknowledge", line: "bulletin CVE-2026-40155 ack" },
        { label: "Not affected", line: "bulletin CVE-2026-40155 not-affected" },
      ],
    },
    [
      said(
        "identified",
        2 * DAY,
        "@auth0/nextjs-auth0 4.12.0 (web/package-lock.json) is affected: from 4.12.0, fixed in 4.18.0.\nMove @auth0/nextjs-auth0 to 4.18.0 or later.\nTwo requests at once may get each other's answer from the proxy handler.",
      ),
    ],
  ),
  subject(
    {
      source: "advisories",
      id: "okta-sa-2026-004",
      title: "A browser plug-in of another product keeps sessions too long",
      url: "https://advisories.example/okta-sa-2026-004",
      phase: "published",
      labels: ["medium"],
      facts: [{ label: advisoryFacts.told, value: "Okta" }],
    },
    [said("published", 3 * DAY, "Sessions outlive a log-out by up to an hour.")],
  ),
];
