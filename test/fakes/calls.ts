import { type Profiler, Session } from "node:inspector";

/** How many functions something calls: work as it is counted, and the same on every machine. */
export function callsIn(work: () => void): number {
  const session = new Session();
  session.connect();
  try {
    session.post("Profiler.enable");
    session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
    work();
    let calls = 0;
    session.post("Profiler.takePreciseCoverage", (_, { result }: Taken) => {
      for (const { functions } of result)
        for (const { ranges } of functions) calls += ranges[0]?.count ?? 0;
    });
    return calls;
  } finally {
    session.post("Profiler.stopPreciseCoverage");
    session.disconnect();
  }
}

type Taken = Profiler.TakePreciseCoverageReturnType;
