import type { Clock } from '../../../../lambdas/ports';
import type { RehearsalFiles } from './rehearse-files';

/** The options of `cutover rehearse`. */
export interface RehearseOptions extends RehearsalFiles {
  /** A built-in scenario, a file, or `all`. */
  readonly scenario: string;
  readonly seed?: number;
  readonly allowHost?: readonly string[];
  readonly policy?: string;
  readonly json?: boolean;
}

/** What the command needs beside the simulated world. */
export interface RehearseDependencies {
  /** For the date of the report and of the receipt alone. */
  readonly clock: Pick<Clock, 'now'>;
}
