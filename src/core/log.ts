/** The bot's own diary. `details` may hold ids, counts and errors; never personal data or secrets. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
