/** Whether a name looks like one that cannot be somebody else's. */
export const isUnique = (name: string): boolean =>
  /^(?:[\w.-]+\|.+|[^\s@]+@[^\s@]+|\+?\d[\d\s().-]{6,})$/u.test(name.trim());

/** What stands for a name where only keyed hashes are kept: see `createHash` in log-hash.ts. */
export const isHash = (value: string): boolean => /^h:[0-9a-f]{32}$/u.test(value);
