import { timeIn, worldTimeOf } from "./world-clock.ts";

// Loaded before a program, in each of its threads: dates are the world's from then on. What is waited for is waited for as
// long as ever, since work is done no faster.

const machine = Date.now.bind(Date);
const world = worldTimeOf(import.meta.url);
const now = () => Math.floor(timeIn(world, machine()));

globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length > 0 ? given : [now()], newTarget),
  get: (target, key, receiver) => (key === "now" ? now : Reflect.get(target, key, receiver)),
});
