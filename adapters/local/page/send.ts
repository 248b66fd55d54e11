/** A line that was said here and is not answered yet. */
export interface Said {
  readonly id: string;
  readonly conversation: string;
  readonly person: string;
  readonly line: string;
  readonly thread?: string;
}

/** Hands the line to the bot. @throws Error in words for whoever wrote it. */
export async function send(said: Said): Promise<void> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const response = await fetch("/api/local/lines", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...said, zone }),
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
  if (!response)
    throw new Error("Watchpost cannot be reached. Your line is still here: try again.");
  if (response.ok) return;
  const { error } = (await response.json().catch(() => ({}))) as { error?: string };
  throw new Error(
    error ?? `Watchpost answered ${response.status}. Your line is still here: try again.`,
  );
}
