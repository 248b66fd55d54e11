/** A stand-in for an event's id, of which nothing can be read: eleven bytes for an id of Auth0's usual form, else fourteen. */
export function keyOf(id: string): Buffer {
  const [one, other] = hashOf(id);
  const key = Buffer.allocUnsafe(14);
  const ms = ingestedMs(id);
  // Ids come in their time's order, so that the newest stand side by side in the index.
  if (ms === undefined) {
    key.writeUIntBE(0xffff_ffff_ffff, 0, 6);
    key.writeUInt32BE(one, 6);
    key.writeUInt32BE(other, 10);
    return key;
  }
  key.writeUIntBE(ms, 0, 6);
  key.writeUInt32BE(one, 6);
  key.writeUInt8(other & 0xff, 10);
  return key.subarray(0, 11);
}

/** Ids begin with 900 and the time at which the event came into the log. Undefined for an id of another form. */
function ingestedMs(id: string): number | undefined {
  if (!/^9002\d{16}/.test(id)) return undefined;
  const part = (from: number, to: number) => Number(id.slice(from, to));
  return Date.UTC(
    part(3, 7),
    part(7, 9) - 1,
    part(9, 11),
    part(11, 13),
    part(13, 15),
    part(15, 17),
    part(17, 20),
  );
}

/** Two independent sums of 32 bits. Not for secrets: it is quick, and spreads well. */
export function hashOf(words: string, salt = 0): readonly [number, number] {
  let one = 0xdeadbeef ^ salt;
  let other = 0x41c6ce57 ^ salt;
  for (let index = 0; index < words.length; index += 1) {
    const code = words.charCodeAt(index);
    one = Math.imul(one ^ code, 2654435761);
    other = Math.imul(other ^ code, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return [one >>> 0, other >>> 0];
}
