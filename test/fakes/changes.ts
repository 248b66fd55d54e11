/** For a bot in whose world nothing changes by itself. */
export const neverChanges = () => () => {};

/** Changes that a test makes. */
export function fakeChanges() {
  const listeners = new Set<() => void>();
  return {
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    change(): void {
      for (const listener of listeners) listener();
    },
  };
}
