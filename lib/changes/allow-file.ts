import { type AllowedChange, checkAllowFile } from '../../lambdas/core/stack-changes/allowed-changes';
import { readChecked } from '../shared/read-file';

/**
 * Reads and checks an allow file.
 * @param now epoch milliseconds
 * @throws UsageError that lists every problem, expired entries included
 */
export function readAllowFile(file: string, now: number): readonly AllowedChange[] {
  return readChecked(file, 'allow file', (value) => checkAllowFile(value, now));
}
