import { connect, type Socket } from "node:net";

/** A connection on which a test says whatever it likes, be it HTTP or not. */
export interface Raw {
  send(words: string | Buffer): void;
  /** Everything that has come until now. */
  heard(): string;
  /** Resolves once the other side has closed it. */
  readonly closed: Promise<void>;
  end(): void;
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
