// Asks the bot whether it is alive, and ends with 0 or 1. For the image, which holds no other program to ask with; the
// address may be given where the settings name another port.
const address = process.argv[2] ?? "http://127.0.0.1:3000/healthz";

try {
  const { ok } = await fetch(address, { signal: AbortSignal.timeout(4000) });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
