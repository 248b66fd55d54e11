/** A rule broken on purpose: one replacement in one file, and the tests that must turn red. */
export interface Mutant {
  /** As design rules are numbered: what must hold. */
  readonly rule: number;
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly tests: readonly string[];
}
