import { type Child, startPart } from "./child.ts";

/** A listener that lines are sent to. */
export interface Target {
  readonly name: string;
  readonly kind: "slack" | "teams";
  readonly url: string;
}

/** So many lines a second to each target, come what may; or so many in all, some at a time, as fast as they are acknowledged. */
export type Pace =
  | { readonly perSecond: number; readonly seconds: number }
  | { readonly atOnce: number; readonly count: number };

export interface Job {
  readonly targets: readonly Target[];
  readonly pace: Pace;
  /** Ids are never used twice in a run. */
  readonly firstId: number;
  readonly platforms: string;
  readonly authorization: string;
}

/** How each target took its lines. */
export type Taken = Record<
  string,
  { readonly tookMs: number[]; readonly ids: string[]; refused: number }
>;

export interface Load {
  run(job: Omit<Job, "firstId" | "platforms" | "authorization">): Promise<Taken>;
  end(): Promise<void>;
}

/** The load comes from a process of its own, so that what else the bench does is not measured. */
export async function startLoad(given: Pick<Job, "platforms" | "authorization">): Promise<Load> {
  const child: Child = startPart("load-process.ts");
  await child.message();
  let firstId = 0;
  return {
    async run(job) {
      child.tell({ ...job, ...given, firstId } satisfies Job);
      firstId += linesOf(job.pace) * job.targets.length;
      return child.message<Taken>();
    },
    end: () => child.end(),
  };
}

/** How many lines each target gets. */
const linesOf = (pace: Pace): number =>
  "count" in pace ? pace.count : pace.perSecond * pace.seconds;
