// Loaded into a process before its program: tells over IPC how late its event loop was, whenever asked.
import { monitorEventLoopDelay } from "node:perf_hooks";

const resolution = 5;
const delay = monitorEventLoopDelay({ resolution });
const lateMs = (ns) => Math.max(0, ns / 1e6 - resolution);
delay.enable();
process.on("message", (asked) => {
  if (asked?.loop !== "tell") return;
  process.send({ loop: { p99: lateMs(delay.percentile(99)), max: lateMs(delay.max) } });
  delay.reset();
});
process.channel?.unref();
