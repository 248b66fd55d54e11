/** What a call meets instead of, or beside, being carried out. */
export interface Fault {
  readonly kind:
    | "drop-before"
    | "drop-after"
    | "412"
    | "429"
    | "500"
    | "502"
    | "503"
    | "503-after"
    | "504"
    | "slow"
    | "roster-403"
    | "code";
  /** Absent: any post or edit. */
  readonly on?: Call;
  /** Teams' conversation id, without any thread. */
  readonly conversation?: string;
  /** How many calls meet it; 1 unless told. */
  readonly times?: number;
  /** 429: seconds. */
  readonly retryAfter?: number;
  /** slow: milliseconds before it is carried out. */
  readonly ms?: number;
  /** code: the status and Teams' own word for it. */
  readonly status?: number;
  readonly code?: string;
}

export type Call =
  | "post"
  | "edit"
  | "delete"
  | "open"
  | "member"
  | "members"
  | "team"
  | "token"
  | "identity"
  | "graph"
  | "openid";

/** Faults wait here for the calls they are meant for. */
export function createFaults() {
  let waiting: Fault[] = [];
  return {
    add(...faults: readonly Fault[]): void {
      waiting.push(
        ...faults.flatMap((fault) => Array.from({ length: fault.times ?? 1 }, () => fault)),
      );
    },
    clear(): void {
      waiting = [];
    },
    take(call: Call, conversation: string | undefined): Fault | undefined {
      const index = waiting.findIndex(
        ({ on, conversation: where }) =>
          (on === undefined ? call === "post" || call === "edit" : on === call) &&
          (where === undefined || where === conversation),
      );
      return index === -1 ? undefined : waiting.splice(index, 1)[0];
    },
  };
}
