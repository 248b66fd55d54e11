/** A small durable notebook: JSON documents by key. Each chat platform gets one of its own. Every write is durable when it resolves. */
export interface Records {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  /** All documents whose key begins so, ordered by key; or a page of them. */
  list<T>(prefix: string, page?: RecordsPage): Promise<readonly { key: string; value: T }[]>;
}

/** Documents whose keys come after this one, at most so many. */
export interface RecordsPage {
  readonly after?: string | undefined;
  readonly limit: number;
}
