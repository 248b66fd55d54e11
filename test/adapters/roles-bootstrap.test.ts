import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, expect, it } from "vitest";
import { platforms } from "../../adapters/index.ts";
import { systemClock } from "../../src/clock.ts";
import { commands } from "../../src/commands/index.ts";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import { createDispatch } from "../../src/core/dispatch.ts";
import { readSettings } from "../../src/read-settings.ts";
import { createRolesDesk } from "../../src/roles-desk.ts";
import { sources } from "../../src/sources/index.ts";
import type { Bench } from "../contracts/chat-bench.ts";
import { neverChanges } from "../fakes/changes.ts";
import { fakeContext } from "../fakes/context.ts";
import { deaf, fakeLog } from "../fakes/house.ts";
import { openBench as openLocal } from "./local-contract-bench.ts";
import { openSlack } from "./slack-bench.ts";
import { openBench as openTeams } from "./teams-bench.ts";

beforeAll(() => import("../../adapters/teams/adapter.ts"), 60_000);

let close = async (): Promise<void> => {};
afterEach(() => close());

/** A settings file that names nobody yet. */
function newSettings() {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-roles-"));
  const file = join(folder, "watchpost.yaml");
  writeFileSync(file, "tenants: [{ name: prod, domain: acme.us.auth0.com }]\n");
  return {
    read: () => readSettings(file, {}, { sources, platforms }),
    add: (line: string) => appendFileSync(file, `${line}\n`),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

it.each<[string, () => Promise<Bench>]>([
  ["Slack", () => openSlack("http")],
  ["Teams", openTeams],
  ["the local chat", openLocal],
])(
  "the line that a refusal prints makes whoever it names an admin after a restart: %s",
  async (_, open) => {
    const bench = await open();
    const file = newSettings();
    close = async () => {
      await bench.close();
      file.remove();
    };

    async function start(adapter: ChatAdapter): Promise<void> {
      const { access } = file.read();
      const roles = createRolesDesk(access, [adapter]);
      const answer = createDispatch({
        ...{ commands, access, clock: systemClock, log: fakeLog(), zone: "UTC" },
        reference: () => "ref-1",
        hearing: deaf,
        services: fakeContext({ roles }),
      });
      await adapter.start({ answer, happened: async () => {}, onChange: neverChanges });
    }
    async function answerTo(line: string): Promise<string> {
      const before = (await bench.shown()).length;
      await bench.say(line);
      await expect.poll(async () => (await bench.shown()).length).toBeGreaterThan(before);
      return (await bench.shown()).at(-1)?.text ?? "";
    }

    await start(bench.adapter);
    const refusal = await answerTo("forget somebody@example.com");
    const [line] = /access: \{ admins: \["[^"\n]+"\] \}/.exec(refusal) ?? [];
    expect(refusal).toContain("needs the role admin");
    expect(await answerTo("help")).toContain(line);
    expect(await answerTo("access")).toContain(line);

    file.add(line ?? "");
    await bench.adapter.stop();
    await start(await bench.reborn());
    expect(await answerTo("access")).toContain("You are admin here");
    expect(await answerTo("forget somebody@example.com")).not.toContain("needs the role");
  },
);
