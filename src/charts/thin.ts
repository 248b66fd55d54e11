import type { Chart, Point } from "../core/message.ts";

/** More than these cannot be told apart in a picture as wide as a phone. */
const mostInLine = 600;
const mostBars = 120;

/** Beyond these an axis has no sensible steps, and no arithmetic that holds. */
const largest = 1e15;
const smallest = 1e-9;

/** Points whose numbers can be drawn. @throws where one is too large: beside it nothing else would be seen. */
export function drawable(points: readonly Point[]): readonly Point[] {
  return points.map((point) => {
    const size = typeof point.value === "number" ? Math.abs(point.value) : 0;
    if (Number.isFinite(size) && size > largest)
      throw new Error("a number is too large for a picture");
    return size < smallest && point.value !== "failed" ? { ...point, value: 0 } : point;
  });
}

/** Of very many points, neighbours become one: a failed one, or the one that stands out most, so that no peak is lost. */
export function thinned({ shape, points }: Chart): readonly Point[] {
  const most = shape === "bar" ? mostBars : mostInLine;
  const size = Math.ceil(points.length / most);
  if (size <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) => {
    const group = points.slice(index * size, (index + 1) * size);
    const [first] = group;
    const value = group.map((point) => point.value).reduce(mostNotable);
    const usual = Math.max(...group.map((point) => point.usual ?? 0));
    const known = group.some((point) => point.usual !== undefined);
    return { label: first?.label ?? "", value, ...(known ? { usual } : {}) };
  });
}

function mostNotable(kept: Point["value"], value: Point["value"]): Point["value"] {
  if (kept === "failed" || value === "failed") return "failed";
  // One that is no number tells nothing beside one that is.
  if (!Number.isFinite(kept)) return value;
  return Math.abs(value) > Math.abs(kept) ? value : kept;
}
