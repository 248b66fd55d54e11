/** A refusal in Slack's words, like `channel_not_found`. */
export class Refusal extends Error {
  readonly details: readonly string[];
  constructor(code: string, details: readonly string[] = []) {
    super(code);
    this.details = details;
  }
}
