/** Removes people from the archive, however long that takes. */
export interface Forgetting {
  /** How many events went; undefined where that takes longer than anybody waits: it goes on, also after a restart. */
  forget(tenant: string, names: readonly string[]): Promise<number | undefined>;
  /** What stands for a name in the tenant's archive: the name itself, unless its people are kept as hashes. */
  keptAs(tenant: string, name: string): string;
}
