/** A small durable notebook: JSON documents by key. Each chat platform gets one of its own. Every write is durable when it resolves. */
export interface Records {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  /** All documents whose key begins so, ordered by key. */
  list<T>(prefix: string): Promise<readonly { key: string; value: T }[]>;
}
