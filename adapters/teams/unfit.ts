import type { Address } from "../../src/core/address.ts";
import { SettingsError } from "../../src/core/errors.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import { readCertificate } from "./certificate.ts";
import { isLoopback } from "./hosts.ts";
import { isGuid, isOpenLoopback, problemsOf, type TeamsSettings } from "./settings.ts";
import { teamGroupsIn } from "./team-groups.ts";

/** Refuses to start where the settings leave the door open, or cannot work. @throws SettingsError */
export function refuseUnfit(
  settings: TeamsSettings,
  { host, groups = [] }: Pick<PlatformContext, "host" | "groups">,
): void {
  const problems = problemsOf(settings).map(
    ({ path, message }) => `teams.${path.join(".")}: ${message}`,
  );
  if (isOpenLoopback(settings) && !isLoopback(host)) problems.push(reachable(host));
  problems.push(...unaskable(groups));
  if (problems.length > 0) throw new SettingsError("The Teams section", problems);
  if (settings.certificate) readCertificate(settings);
}

const reachable = (host = "unknown"): string =>
  `teams.allowUnauthenticatedLoopback: http.host is ${host}, so others reach the bot too, and it would believe them; set http: { host: 127.0.0.1 }, or give teams.appId`;

const unaskable = (groups: readonly Address[]): readonly string[] =>
  teamGroupsIn(groups)
    .owners.filter(({ team }) => !isGuid(team))
    .map(
      ({ address }) =>
        `access: "${address}" names no team that can be asked for its owners; write teams:group:<group id>/owners, with the groupId in the team's link`,
    );
