/** One replacement in one file. */
export interface Change {
  readonly file: string;
  /** Stands in the file once, or the change proves nothing. */
  readonly from: string;
  readonly to: string;
}

/** A rule broken on purpose, and the tests that must turn red. */
export interface Mutant extends Change {
  /** As design rules are numbered: what must hold. */
  readonly rule: number;
  readonly name: string;
  /** What else goes, where a lock has another behind it. */
  readonly also?: readonly Change[];
  readonly tests: readonly string[];
}

/** A claim of THREATS.md broken on purpose, and those of the tests it names that must turn red. */
export interface Breach {
  /** As the claims are numbered. */
  readonly threat: number;
  readonly name: string;
  readonly changes: readonly Change[];
  /** The files in which the tests run. */
  readonly tests: readonly string[];
  /** Their names, as THREATS.md has them. */
  readonly reds: readonly string[];
}
