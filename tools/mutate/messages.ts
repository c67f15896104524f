/** What a worker gets when it starts. */
export interface WorkerSettings {
  /** JSON file with pairs of absolute path and instrumented code. */
  readonly prepared: string;
  /** Absolute paths of the test files. */
  readonly testFiles: readonly string[];
}

/** What the tests do without a mutant. */
export interface DryRun {
  /** The first test that fails although no mutant is active. */
  readonly failure: string | null;
  readonly tests: readonly MeasuredTest[];
  /** Mutants in code that runs when a module is loaded. */
  readonly atLoad: readonly string[];
}

export interface MeasuredTest {
  readonly id: string;
  readonly file: string;
  readonly name: string;
  readonly ms: number;
  /** How often the test reaches each mutant, by the mutant's id. */
  readonly hits: Readonly<Record<string, number>>;
  /** How many files of the project the test's file needs. */
  readonly reached: number;
}

/** One mutant to try. */
export interface Trial {
  readonly mutant: string;
  /** Ids of the tests to run, in this order. */
  readonly tests: readonly string[];
  /** Whether the modules have to be loaded again with the mutant. */
  readonly reload: boolean;
  /** How often the mutant may be reached before that counts as an endless loop. */
  readonly hitLimit: number;
}

export type WorkerRequest = { readonly dryRun: true } | { readonly trial: Trial };

/** A caught mutant has the test that caught it. */
export interface TrialResult {
  readonly status: 'caught' | 'survived' | 'timed out';
  readonly test: string | null;
}

/** `alive` comes after each test. */
export type WorkerAnswer =
  | { readonly alive: true }
  | { readonly dryRun: DryRun }
  | { readonly result: TrialResult };
