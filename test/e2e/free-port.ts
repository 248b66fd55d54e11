import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A port for a bot that is told it before it takes it, and that takes it again after each kill. It is below those that
 * systems hand out by themselves, so that no server of another test file is given it meanwhile.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(15_000, 30_000);
  return (await isFree(port)) ? port : freePort();
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, "127.0.0.1"), "listening");
  } catch {
    return false;
  }
  await once(server.close(), "close");
  return true;
}
