import type { Plan } from "./check.ts";

/** Days that Auth0 itself keeps logs. */
export const planDays: Readonly<Record<Plan, number>> = {
  free: 1,
  essentials: 5,
  professional: 10,
  enterprise: 30,
};
