import { createHide } from "./core/hide.ts";

/** What this process must never say: its diary, its last words and all its platforms share one. */
export const hide = createHide();
