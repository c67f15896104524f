import {
  BATCH_CHARACTERS,
  BATCH_VALUES,
  batchSize,
} from '../../../../lambdas/core/routers/route53/batch-limits';
import type { RecordChange } from '../../../../lambdas/core/routers/route53/weighted-records';
import { ServiceError } from '../../aws/service-error';
import { invalidInput } from './record-input';

/** @throws ServiceError for changes that are no valid request, whatever the zone holds */
export function requireInput(changes: readonly RecordChange[]): void {
  const problems =
    changes.length === 0
      ? [
          "1 validation error detected: Value '[]' at 'changeBatch.changes' failed to satisfy constraint:" +
            ' Member must have length greater than or equal to 1',
        ]
      : changes.flatMap(invalidInput);
  if (problems.length > 0) {
    throw new ServiceError('InvalidInput', problems.join(', '));
  }
}

/** @throws ServiceError for a batch beyond the limits, in the words that the service's users report */
export function requireSize(changes: readonly RecordChange[]): void {
  const { values, characters } = batchSize(changes.map(({ ResourceRecordSet }) => ResourceRecordSet));
  const exceeded =
    values > BATCH_VALUES
      ? `Number of records limit of ${BATCH_VALUES} exceeded.`
      : characters > BATCH_CHARACTERS
        ? `Number of characters limit of ${BATCH_CHARACTERS} exceeded.`
        : null;
  if (exceeded !== null) {
    throw new ServiceError('InvalidChangeBatch', exceeded);
  }
}
