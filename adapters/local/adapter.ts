import { randomUUID } from "node:crypto";
import type { Bot, ChatAdapter, ProbeResult } from "../../src/core/chat-adapter.ts";
import { createLines, type Lines } from "../../src/core/lines.ts";
import { unpaced } from "../../src/core/pace.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import { type Appearance, aboutFor } from "./about.ts";
import { admitLost, type Return, showIn, takeLine } from "./answers.ts";
import type { House } from "./api.ts";
import { type Assets, builtPage, loadAssets } from "./assets.ts";
import { createFiles, offering } from "./files.ts";
import { forgetful } from "./forgetful.ts";
import { createMessages } from "./messages.ts";
import { platform } from "./names.ts";
import { createPeople, type PeopleSettings } from "./people.ts";
import { edit, nameIn, post } from "./posting.ts";
import { closed, listens, probePort, unbuilt } from "./probes.ts";
import { type LocalServer, notBuilt, openServer } from "./server.ts";

/** The local chat, which also knows where it can be opened. */
export type LocalChat = ChatAdapter & {
  /** Like `http://127.0.0.1:3001`. The port is certain once it has started. */
  address(): string;
};

export interface LocalOptions extends Appearance, PeopleSettings {
  /** 0 for any that is free. */
  readonly port: number;
}

interface Open {
  readonly server: LocalServer;
  readonly lines: Lines<Return>;
  readonly assets: Assets;
}

/** A web chat on this machine, kept in the bot's records: after a restart it shows what it showed before. */
export function createLocalChat(
  options: LocalOptions,
  context: Pick<
    PlatformContext,
    "records" | "journal" | "clock" | "log" | "commands" | "acknowledged"
  >,
  page: URL = builtPage,
): LocalChat {
  const { records, clock, log, commands = [] } = context;
  const files = createFiles(clock);
  const people = createPeople(options);
  const kept = forgetful(createMessages(records, clock), { files, clock });
  const messages = offering(kept, (message) => files.offer(message, address()));
  let open: Open | undefined;
  let stopped: Promise<void> | undefined;

  const address = () => `http://127.0.0.1:${open?.server.port ?? options.port}`;

  async function start({ answer: told, listening }: Bot): Promise<void> {
    await messages.load();
    const answer = people.knowing(told);
    const [show, journal] = [showIn(messages), context.journal("lines")];
    const lines = createLines<Return>({ answer, show, records, journal, clock, log });
    const house: House = {
      messages,
      clock,
      about: (as) => aboutFor(as, { appearance: options, messages, commands }),
      take: (said, id) => takeLine({ said, id, at: clock.now() }, messages, lines),
      file: files.find,
      newId: randomUUID,
      acknowledged: context.acknowledged,
      isStopping: () => stopped !== undefined,
    };
    const assets = await loadAssets(page);
    const server = await openServer(options.port, { house, assets, log });
    open = { server, lines, assets };
    log.info({ address: address() }, "the local chat is open");
    await lines.resume(listening);
    await admitLost(messages, records);
  }

  /** The page stays open until everything that was asked on it is answered there. */
  async function stop(): Promise<void> {
    await open?.lines.settled();
    await open?.server.close();
  }

  async function probe(): Promise<ProbeResult> {
    if (stopped !== undefined) return closed;
    if (!open) return probePort(options.port);
    return open.assets.size > 0 ? listens(address()) : unbuilt(notBuilt);
  }

  return {
    name: platform,
    pace: unpaced,
    roster: people.roster,
    address,
    start,
    post: (to, message, key) => post(messages, { to, message, key }),
    edit: (at, message) => edit(messages, at, message),
    reach: async (conversation) => void nameIn(conversation),
    forget: kept.forget,
    check: async () => [await probe()],
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}
