/** Bytes 0x80 to 0x9f, in which alone windows-1252 differs from Latin-1. */
const upper = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Our own, since Node 20's decoder takes windows-1252 for Latin-1 and loses its quotes and dashes. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return latin.replace(/[\u0080-\u009f]/g, (one) => upper[one.charCodeAt(0) - 0x80] ?? one);
}
