/** Removes people from the archive, however long that takes. */
export interface Forgetting {
  /** How many events went; undefined where that takes longer than anybody waits: it goes on, also after a restart. */
  forget(tenant: string, names: readonly string[]): Promise<number | undefined>;
}
