/**
 * The most values that a change batch may have, of all its records together, and the most characters of these
 * values. A DELETE and a CREATE count once each; an alias has no values.
 * Source: Amazon Route 53 API Reference, ChangeResourceRecordSets, "Limits on ChangeResourceRecordSets
 * Requests".
 */
export const BATCH_VALUES = 1_000;
export const BATCH_CHARACTERS = 32_000;

/** What counts towards the limits of a change batch. */
export interface BatchSize {
  readonly values: number;
  readonly characters: number;
}

/**
 * The size of a batch with a change for each of these records.
 * @param records in the shape of the API
 */
export function batchSize(records: readonly object[]): BatchSize {
  const values = records.flatMap((record) => {
    const { ResourceRecords = [] } = record as { readonly ResourceRecords?: readonly { Value?: string }[] };
    return ResourceRecords.map(({ Value = '' }) => Value);
  });
  return { values: values.length, characters: values.reduce((sum, { length }) => sum + length, 0) };
}

/** Why Route 53 refuses a batch of this size; null when it does not. */
export function batchProblem({ values, characters }: BatchSize): string | null {
  const problems = [
    ...(values > BATCH_VALUES ? [`${values} values (at most ${BATCH_VALUES})`] : []),
    ...(characters > BATCH_CHARACTERS
      ? [`${characters} characters of values (at most ${BATCH_CHARACTERS})`]
      : []),
  ];
  return problems.length === 0 ? null : problems.join(' and ');
}

/**
 * Why a route cannot be shifted in one batch, which deletes each of its records and creates it again; null
 * when it can. Preparing and restoring the records takes no larger batch.
 */
export function shiftSizeProblem(pairs: readonly object[]): string | null {
  const { values, characters } = batchSize(pairs);
  return batchProblem({ values: 2 * values, characters: 2 * characters });
}
