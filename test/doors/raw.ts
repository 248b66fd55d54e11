import { connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";

/** A connection on which a test says whatever it likes, be it HTTP or not. */
export interface Raw {
  send(words: string | Buffer): void;
  /** Everything that has come until now. */
  heard(): string;
  /** Resolves once the other side has closed it. */
  readonly closed: Promise<void>;
  end(): void;
  /** Says that nothing more comes, and listens on. */
  saidAll(): void;
}

export function openRaw(url: string): Raw {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect(Number(port), hostname.replace(/^\[|\]$/gu, ""));
  let heard = "";
  socket.on("data", (chunk) => {
    heard += chunk.toString("latin1");
  });
  socket.on("error", () => undefined);
  return {
    send: (words) => void socket.write(words),
    heard: () => heard,
    closed: new Promise((resolve) => socket.once("close", () => resolve())),
    end: () => void socket.destroy(),
    saidAll: () => void socket.end(),
  };
}

/** Says it, waits until the server closes, and gives what it said. */
export async function exchange(url: string, words: string | Buffer): Promise<string> {
  const raw = openRaw(url);
  raw.send(words);
  await raw.closed;
  return raw.heard();
}

/** The statuses of the answers in what was heard. */
export const statusesIn = (heard: string): readonly number[] =>
  [...heard.matchAll(/HTTP\/1\.1 (\d{3})/gu)].map(([, status]) => Number(status));

/**
 * Addresses of this machine at which nothing listens that listens on 127.0.0.1 alone: others reach it by those. On Linux
 * 127.0.0.2 is one of them, also where the machine has no network.
 */
export const otherAddresses = (): readonly string[] => [
  ...Object.values(networkInterfaces()).flatMap((all = []) =>
    all
      .filter(({ family, internal }) => family === "IPv4" && !internal)
      .map(({ address }) => address),
  ),
  ...(process.platform === "linux" ? ["127.0.0.2"] : []),
  "::1",
];
