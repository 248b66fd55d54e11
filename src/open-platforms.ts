import type { Charts } from "./charts/charts.ts";
import { systemClock as clock } from "./clock.ts";
import { groupsIn } from "./core/access.ts";
import type { ChatAdapter } from "./core/chat-adapter.ts";
import { SettingsError } from "./core/errors.ts";
import type { Outgoing } from "./core/outgoing.ts";
import type { Platform } from "./core/platform.ts";
import type { Store } from "./core/store.ts";
import { hide } from "./hide.ts";
import { hidingSecrets } from "./hiding-adapter.ts";
import type { PublicServer } from "./http/server.ts";
import type { Journals } from "./journals.ts";
import type { Settings } from "./settings.ts";
import type { Watch } from "./watch.ts";

/** A platform is on when its section is there, unless the section itself says no. */
export async function openPlatforms(
  platforms: readonly Platform[],
  settings: Settings,
  given: {
    store: Store;
    journals: Journals;
    server: PublicServer;
    charts: Charts;
    outgoing: Outgoing;
    watch: Watch;
    version: string;
  },
): Promise<readonly ChatAdapter[]> {
  const { store, journals, server, charts, outgoing, watch, version } = given;
  const on = platformsOn(platforms, settings);
  if (on.length === 0) {
    const names = platforms.map(({ name }) => name).join(", ");
    throw new SettingsError("Watchpost's set-up", [
      `no chat platform is on; add a section for one of ${names}`,
    ]);
  }
  const { mount, mountDoor } = server;
  const opened = await Promise.all(
    on.map(({ name, create }) =>
      create(settings.platforms[name], {
        mount,
        mountDoor,
        host: settings.http.host,
        records: store.records(name),
        journal: (of) => journals.open(`${name}-${of}`),
        doorJournal: journals.ofDoor,
        clock,
        log: watch.log,
        outgoing,
        drawChart: charts.draw,
        version,
        groups: groupsIn(settings.access),
        ...watch.platform(name),
      }),
    ),
  );
  return opened.map((adapter) => hidingSecrets(watch.adapter(adapter), hide));
}

export const platformsOn = (
  platforms: readonly Platform[],
  settings: Settings,
): readonly Platform[] => platforms.filter(({ name }) => isOn(settings.platforms[name]));

function isOn(section: unknown): boolean {
  return (
    typeof section === "object" &&
    section !== null &&
    !("enabled" in section && section.enabled === false)
  );
}
