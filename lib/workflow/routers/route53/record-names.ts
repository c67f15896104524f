import { normalizeRoutes } from '../routes';
import type { RecordRoutes } from './record-routes';

/**
 * The names of records as the condition keys of Route 53 spell them: lower case, no trailing dot.
 * @throws Error that lists everything that is wrong with the records
 */
export function normalizeRecordNames(records: RecordRoutes): readonly string[] {
  return normalizeRoutes([records]).flatMap((config) =>
    config.kind === 'route53' ? config.recordNames : [],
  );
}
