import * as v from 'valibot';
import { momentaryKind, oneOf, seconds, wholeNumber } from './fault';

const ofType = { recordType: v.optional(oneOf('A', 'AAAA', 'CNAME', 'HTTPS', 'SVCB')) };

/** Someone else changes records of the route: their weights, or another field; of all types or of one. */
export const recordChanged = momentaryKind(
  'record-changed',
  {
    weights: v.optional(v.strictObject({ old: wholeNumber(0, 255), new: wholeNumber(0, 255) })),
    ttlSeconds: v.optional(seconds(0, 'the new TTL')),
    ...ofType,
  },
  ({ split }, fault) => split.foreignChange(fault),
);

/** Someone deletes the records of one path; of all types or of one. */
export const recordDeleted = momentaryKind(
  'record-deleted',
  { path: v.optional(oneOf('old', 'new'), 'new'), ...ofType },
  ({ split }, fault) => split.foreignDelete(fault.path, fault.recordType),
);

/**
 * Someone adds a third record to the pair, or a third target group to the action; or a simple record, where
 * the name has none of that type.
 */
export const recordAdded = momentaryKind(
  'record-added',
  {
    weight: v.optional(wholeNumber(0, 255, 'its weight'), 50),
    leadsTo: v.optional(oneOf('old', 'new', 'elsewhere'), 'old'),
    ...ofType,
  },
  ({ split }, fault) => split.foreignAdd(fault),
);
