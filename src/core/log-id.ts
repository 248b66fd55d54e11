/** When the event came into Auth0's log: ids begin with 900 and that time, in UTC. Undefined for an id of another form. */
export function cameInAt(id: string): Date | undefined {
  const [, date, time, ms] = /^900(\d{8})(\d{6})(\d{3})/.exec(id) ?? [];
  if (!(date && time && ms)) return undefined;
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  const at = new Date(`${day}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}.${ms}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
