/** An activity as Teams sends it: whatever the test wants of it. */
export type Activity = Readonly<Record<string, unknown>>;

/** What the bot answered. */
export interface Delivered {
  readonly status: number;
  readonly body: unknown;
}
