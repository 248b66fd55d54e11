/** Ten past three in Berlin: when whoever is on call asks. */
export const night = new Date("2026-11-22T02:10:00Z");

export const ago = (ms: number): Date => new Date(night.getTime() - ms);
