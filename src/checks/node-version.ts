/** The oldest and the newest version of Node that are known to be none of Auth0's any more, and the one it recommends. */
const newestGone = 18;
const recommended = 22;

/** Where a version of Node stands with Auth0, as it writes them: "node18-actions", "node22", "12". */
export function standingOf(written: string): "supported" | "gone" | "unknown" {
  const [, version] = /^(?:node)?(\d{1,3})(?!\d)/i.exec(written.trim()) ?? [];
  if (version === undefined) return "unknown";
  if (Number(version) <= newestGone) return "gone";
  return Number(version) >= recommended ? "supported" : "unknown";
}
