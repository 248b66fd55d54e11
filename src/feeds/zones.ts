/** Minutes east of Greenwich. The zones that mail and feeds name. */
const zones = new Map(
  Object.entries({
    z: 0,
    ut: 0,
    utc: 0,
    gmt: 0,
    wet: 0,
    west: 60,
    bst: 60,
    ist: 330,
    cet: 60,
    cest: 120,
    met: 60,
    mest: 120,
    mez: 60,
    mesz: 120,
    eet: 120,
    eest: 180,
    msk: 180,
    jst: 540,
    kst: 540,
    hkt: 480,
    sgt: 480,
    awst: 480,
    acst: 570,
    aest: 600,
    aedt: 660,
    nzst: 720,
    nzdt: 780,
    ast: -240,
    adt: -180,
    est: -300,
    edt: -240,
    cst: -360,
    cdt: -300,
    mst: -420,
    mdt: -360,
    pst: -480,
    pdt: -420,
    akst: -540,
    akdt: -480,
    hst: -600,
    a: -60,
    n: 60,
    m: -720,
    y: 720,
    at: -240,
    et: -300,
    ct: -360,
    mt: -420,
    pt: -480,
  }),
);

/** Minutes east of Greenwich; `local` is the same clock reading taken for UTC. */
export type Offset = (local: Date) => number;

/** An offset beats the name beside it; some write a zero too many, or a Z behind. */
const offsetForm = /^[a-z]*([+-])0?(\d{1,2}):?(\d{2})?z?(?: ?\([^()]*\))?$/;

/** Undefined for what is no zone. */
export function zoneOf(written: string): Offset | undefined {
  const word = written.trim().toLowerCase();
  const [, sign, hours, minutes = "0"] = offsetForm.exec(word) ?? [];
  if (sign) {
    const size = Number(hours) * 60 + Number(minutes);
    return Number(hours) <= 15 && Number(minutes) < 60
      ? () => (sign === "-" ? -size : size)
      : undefined;
  }
  const named = zones.get(word.replace(/[().]/g, ""));
  return named === undefined ? placeOf(written.trim()) : () => named;
}

/** A zone called by a place, like `Europe/Berlin`. */
function placeOf(name: string): Offset | undefined {
  if (!/^[A-Za-z_]+\/[A-Za-z_/+-]+$/.test(name)) return undefined;
  try {
    const clock = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    // Asked twice, since the first answer is for a moment that may lie on the other side of a change of the clocks.
    return (local) => {
      const guess = offsetAt(clock, local);
      return offsetAt(clock, new Date(local.getTime() - guess * 60_000));
    };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function offsetAt(clock: Intl.DateTimeFormat, at: Date): number {
  const shown = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => shown.get(name) ?? 0;
  const there = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
  );
  return Math.round((there - at.getTime()) / 60_000);
}
