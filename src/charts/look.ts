/** As wide as a phone shows it, near enough: sizes in it are those people see. Drawn twice as large, for sharp screens. */
export const size = { width: 600, height: 300, scale: 2 } as const;

/** Read on white, which is part of the picture: so it looks the same on a light page and on a dark one. */
export const colours = {
  ground: "#ffffff",
  ink: "#1d1c1d",
  soft: "#5c5b5f",
  rule: "#e2e2e6",
  line: "#1264a3",
  failed: "#b3261e",
  failedGround: "#fbe9e7",
} as const;

/** Two sizes, large enough to be read where the picture is half as wide. */
export const letters = { small: 19, large: 21 } as const;

export const family = "DejaVu Sans";
