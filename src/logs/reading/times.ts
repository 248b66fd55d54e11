export const later = (one: Date, other: Date): Date => (one > other ? one : other);

export const before = (at: Date, ms: number): Date => new Date(at.getTime() - ms);
