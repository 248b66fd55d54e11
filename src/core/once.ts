/** How many are remembered: a platform that delivers something again does so soon. */
const most = 10_000;

/** True for each id the first time it is asked about. */
export function createOnce(): (id: string) => boolean {
  const seen = new Set<string>();
  return (id) => {
    if (seen.has(id)) return false;
    seen.add(id);
    if (seen.size > most) seen.delete(seen.values().next().value ?? "");
    return true;
  };
}
