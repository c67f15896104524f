import fc from 'fast-check';
import { LONGEST_STICKINESS_SECONDS } from '../other-router';
import { sometimes } from './sometimes';

/** Random traffic: every fifth has few requests, so that metrics have gaps. */
export const traffic = fc.record(
  {
    stubbornShare: fc.constantFrom(0, 0.02, 0.2),
    stubbornSeconds: fc.integer({ min: 60, max: 900 }),
    requestsPerSecond: sometimes(5, fc.constantFrom(0.02, 0.5, 5)),
  },
  { requiredKeys: ['stubbornShare', 'stubbornSeconds', 'requestsPerSecond'] },
);

const leadsTo = fc.constantFrom('old', 'new', 'elsewhere');

/** A record beside those of the route; a route of both types has the second one itself. */
const otherRecord = fc.record({ recordType: fc.constantFrom('HTTPS', 'AAAA'), leadsTo });

/** Random worlds. */
export const worlds = fc.record({
  alias: fc.boolean(),
  ttlSeconds: fc.integer({ min: 1, max: 60 }),
  stickinessSeconds: fc.constantFrom(0, 0, LONGEST_STICKINESS_SECONDS),
  clockSkewMs: fc.constantFrom(0, 0, 1_000, 2_000),
  deploymentSeconds: fc.integer({ min: 1, max: 400 }),
  insyncSeconds: sometimes(4, fc.constantFrom(2, 60, 240, 700)),
  propagationSeconds: sometimes(4, fc.constantFrom(1, 29)),
  otherRecords: sometimes(
    12,
    otherRecord.map((one) => [one]),
  ),
  otherZone: sometimes(16, fc.record({ private: fc.boolean(), leadsTo })),
  alarms: fc.constantFrom(
    {},
    {},
    { periodSeconds: 10, evaluationPeriods: 1, datapointsToAlarm: 1 },
    { periodSeconds: 60, evaluationPeriods: 5, datapointsToAlarm: 3, delaySeconds: 90 },
    { treatMissingData: 'notBreaching', sparseErrors: true },
    { treatMissingData: 'ignore' },
  ),
});
