import { defineCheck } from "../core/check.ts";
import { excerpt } from "../core/excerpt.ts";
import { sayList } from "../core/say.ts";
import type { Application } from "../core/tenant.ts";
import { placeOf, realApplications } from "./applications.ts";
import { isLocal } from "./local-address.ts";

const mostShown = 3;

export const noLocalAddresses = defineCheck({
  id: "no-local-addresses",
  title: "No application trusts an address on a developer's own machine",
  severity: "must",
  reads: ["applications"],
  evaluate: ({ applications }) =>
    realApplications(applications).flatMap((application) => {
      const local = listsOf(application).filter(({ addresses }) => addresses.length > 0);
      if (local.length === 0) return [];
      const addresses = [...new Set(local.flatMap((list) => list.addresses))];
      return [
        {
          subject: application.name,
          problem: `accepts ${sayAddresses(addresses)}`,
          fix: `Remove this from ${sayList(local.map(({ name }) => name))} ${placeOf(application, "Application URIs")}, or keep it to a development tenant.`,
        },
      ];
    }),
});

const listsOf = (application: Application) =>
  [
    { name: "Allowed Callback URLs", addresses: application.callbacks },
    { name: "Allowed Origins", addresses: application.allowedOrigins },
    { name: "Allowed Logout URLs", addresses: application.logoutUrls },
  ].map(({ name, addresses }) => ({ name, addresses: addresses.filter(isLocal) }));

function sayAddresses(addresses: readonly string[]): string {
  const bare = [...new Set(addresses.map(withoutRest))];
  const shown = bare.slice(0, mostShown).map((address) => excerpt(address, 80));
  const more = bare.length - shown.length;
  return sayList(more > 0 ? [...shown, `${more} more`] : shown);
}

/** Without a password in front of the host and what a query says: neither is for everybody. */
const withoutRest = (address: string): string =>
  (address.split(/[?#]/, 1)[0] ?? "").replace(/^((?:[a-z][a-z0-9+.-]*:)?[/\\]{2})?[^/\\]*@/i, "$1");
