import * as v from 'valibot';
import {
  flag,
  listOf,
  numberBetween,
  oneOf,
  seconds,
  text,
  wholeNumber,
} from '../../../lambdas/core/validation/fields';
import { HEALTH_CHECK_FLAWS } from '../routers/route-setup';

const pathSchema = v.strictObject({
  /** Median; absent: 40, or less where a smoke check requires less. */
  latencyMs: v.optional(numberBetween(0.1, 60_000, 'median latency in milliseconds')),
  errorRate: v.optional(numberBetween(0, 1, 'share of requests that fail without any fault'), 0),
});

const leadsTo = oneOf('old', 'new', 'elsewhere');

const otherRecordSchema = v.strictObject({
  recordType: oneOf('A', 'AAAA', 'HTTPS', 'SVCB'),
  leadsTo: v.optional(leadsTo, 'old'),
  ttlSeconds: v.optional(seconds(0, 'its TTL'), 60),
});

const treatMissingData = oneOf('missing', 'notBreaching', 'breaching', 'ignore');

const alarmPeriod = wholeNumber(10, 86_400, 'period of the alarms in seconds');
const alarmPeriods = wholeNumber(1, 100, 'N: periods that an alarm evaluates');
const breachingPeriods = wholeNumber(1, 100, 'M: of the N periods, how many must breach');

/** What is absent is as it is for all alarms. */
const alarmOverrideSchema = v.strictObject({
  index: wholeNumber(0, 99, 'which alarm of the plan, counted from 0; the last one where it has fewer'),
  periodSeconds: v.optional(alarmPeriod),
  evaluationPeriods: v.optional(alarmPeriods),
  datapointsToAlarm: v.optional(breachingPeriods),
  treatMissingData: v.optional(treatMissingData),
});

const alarmsSchema = v.strictObject({
  periodSeconds: v.optional(alarmPeriod, 60),
  evaluationPeriods: v.optional(alarmPeriods, 3),
  /** Absent: 3, or N where it is less. */
  datapointsToAlarm: v.optional(breachingPeriods),
  errorRatePercent: v.optional(
    numberBetween(0, 100, 'errors of the new path above which an alarm breaches'),
    1,
  ),
  p99Ms: v.optional(numberBetween(1, 600_000, 'p99 of the new path above which an alarm breaches'), 1_000),
  minHealthyTargets: v.optional(
    wholeNumber(1, 1_000, 'healthy targets below which an alarm on their number breaches'),
    1,
  ),
  delaySeconds: v.optional(seconds(0, 'from the end of a period until its data can be read', 3_600), 10),
  treatMissingData: v.optional(treatMissingData, 'missing'),
  sparseErrors: v.optional(
    flag('alarms of errors count them, so that a period without an error has no data point'),
    false,
  ),
  overrides: v.optional(
    listOf(alarmOverrideSchema, 1, 10, 'alarms of the plan that differ from the others, each once'),
  ),
});

/** Weights of both paths before anything happens. 255 is the most that Route 53 takes. */
const weightsSchema = v.strictObject({
  old: wholeNumber(0, 255, 'weight of the old path at the start'),
  new: wholeNumber(0, 255, 'weight of the new path at the start'),
});

/** Field `world` of a scenario. */
export const worldSchema = v.strictObject({
  /**
   * A key value store has the percent of these weights, rounded. Absent: 100 and 0, or 0 and 100 for a plan
   * that moves traffic down.
   */
  weights: v.optional(weightsSchema),
  alias: v.optional(flag('the records are aliases, which take the TTL of their target, 60 s'), true),
  zoneName: v.optional(
    text(253, "the DNS name of the hosted zone; absent: the last two labels of the record's name"),
  ),
  ttlSeconds: v.optional(seconds(0, 'TTL of the records when they are not aliases'), 60),
  values: v.optional(wholeNumber(1, 400, 'values of each record that is not an alias'), 1),
  /** Absent: simple where the plan adopts the records, else weighted. */
  routing: v.optional(oneOf('weighted', 'simple', 'latency')),
  aliasTtlSeconds: v.optional(
    seconds(0, 'TTL of records in the same zone to which the aliases lead; absent: to load balancers'),
  ),
  oldRecordHealth: v.optional(oneOf('health-check', 'target')),
  newRecordHealth: v.optional(oneOf('health-check', 'target')),
  /** What is wrong with the health check that the plan wants on the new records; absent: nothing. */
  newHealthCheck: v.optional(oneOf(...HEALTH_CHECK_FLAWS)),
  otherRecords: v.optional(listOf(otherRecordSchema, 0, 4, 'records of the name, of other types')),
  privateZone: v.optional(flag('the zone of the route is private')),
  otherZone: v.optional(
    v.strictObject({ private: flag('the other zone is private'), leadsTo: v.optional(leadsTo, 'old') }),
  ),
  insyncSeconds: v.optional(
    numberBetween(1, 3_600, 'seconds from PENDING to INSYNC; absent: random, 20 to 45'),
  ),
  propagationSeconds: v.optional(
    numberBetween(
      1,
      3_600,
      'seconds until every edge location has a new value of a key value store; absent: random, 5 to 25',
    ),
  ),
  stickinessSeconds: v.optional(
    seconds(0, 'target group stickiness of the load balancer; 0: none', 604_800),
    0,
  ),
  clockSkewMs: v.optional(
    wholeNumber(0, 5_000, 'milliseconds by which clocks of functions are off at the most'),
    0,
  ),
  oldPath: v.optional(pathSchema, {}),
  newPath: v.optional(pathSchema, {}),
  targets: v.optional(wholeNumber(1, 100, 'targets in each target group'), 2),
  deploymentSeconds: v.optional(
    seconds(1, 'from the start of a deployment by CodeDeploy until its new tasks have the traffic', 86_400),
    180,
  ),
  alarms: v.optional(alarmsSchema, {}),
});

/** How the simulated AWS behaves before anything goes wrong. */
export type WorldSetup = v.InferOutput<typeof worldSchema>;
