import { HOUR } from "../../src/core/clock.ts";

let count = 0;

/** One event of a tenant's log, as Auth0 gives it. */
export function logRecord(at: Date, given: Readonly<Record<string, unknown>> = {}) {
  count += 1;
  const time = at.toISOString().replace(/\D/gu, "").slice(0, 17);
  return {
    log_id: `900${time}${String(count).padStart(12, "0")}`,
    date: at.toISOString(),
    type: "fp",
    description: "Wrong email or password.",
    client_id: "checkout0000000000000000",
    client_name: "Checkout",
    connection: "Username-Password-Authentication",
    ip: "203.0.113.7",
    user_id: "auth0|64ff01a9d3c1b7",
    user_name: "mira.quillon@hollowmere.example",
    ...given,
  };
}

/** So many in each of these hours before, spread over the hour. */
export function everyHour(
  end: Date,
  hours: number,
  rate: (hoursBack: number) => number,
  given: (hoursBack: number, index: number) => Readonly<Record<string, unknown>> = () => ({}),
) {
  return Array.from({ length: hours }, (_, back) => {
    const begin = end.getTime() - (back + 1) * HOUR;
    const size = rate(back);
    return Array.from({ length: size }, (_each, index) =>
      logRecord(new Date(begin + (index * HOUR) / size), given(back, index)),
    );
  }).flat();
}
