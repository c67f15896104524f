import * as v from 'valibot';
import {
  flag,
  listOf,
  numberBetween,
  oneOf,
  seconds,
  text,
  wholeNumber,
} from '../../lambdas/core/validation/fields';
import { type Checked, check, type Problem } from '../../lambdas/core/validation/problems';
import { faultSchemas } from './faults/table';
import { followUpCutoverSchema } from './follow-up-cutover';

const pathSchema = v.strictObject({
  /** Median; absent: 40, or less where a smoke check wants less. */
  latencyMs: v.optional(numberBetween(0.1, 60_000, 'median latency in milliseconds')),
  errorRate: v.optional(numberBetween(0, 1, 'share of requests that fail without any fault'), 0),
});

const trafficSchema = v.strictObject({
  requestsPerSecond: v.optional(
    numberBetween(
      0,
      1_000_000,
      'requests per second on both paths; absent: 50, or as many as the plan needs to see enough',
    ),
  ),
  stubbornShare: v.optional(
    numberBetween(0, 1, 'share of clients behind resolvers that hold an answer for too long'),
    0.02,
  ),
  stubbornSeconds: v.optional(seconds(1, 'that those resolvers hold an answer'), 300),
});

const worldSchema = v.strictObject({
  alias: v.optional(flag('the records are aliases, which take the TTL of their target, 60 s'), true),
  ttlSeconds: v.optional(seconds(0, 'TTL of the records when they are not aliases'), 60),
  /** Absent: simple where the plan adopts the records, else weighted. */
  routing: v.optional(oneOf('weighted', 'simple', 'latency')),
  insyncSeconds: v.optional(
    numberBetween(1, 3_600, 'seconds from PENDING to INSYNC; absent: 20 to 45 by chance'),
  ),
  propagationSeconds: v.optional(
    numberBetween(
      1,
      3_600,
      'seconds until every edge location has a new value of a key value store; absent: 5 to 25 by chance',
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
  alarms: v.optional(
    v.strictObject({
      periodSeconds: v.optional(wholeNumber(10, 86_400, 'period of the alarms in seconds'), 60),
      evaluationPeriods: v.optional(wholeNumber(1, 100, 'N: periods that are looked at'), 3),
      datapointsToAlarm: v.optional(wholeNumber(1, 100, 'M: of the N periods, how many must breach'), 3),
      errorRatePercent: v.optional(
        numberBetween(0, 100, 'errors of the new path above which an alarm breaches'),
        1,
      ),
      p99Ms: v.optional(
        numberBetween(1, 600_000, 'p99 of the new path above which an alarm breaches'),
        1_000,
      ),
      delaySeconds: v.optional(seconds(0, 'from the end of a period until its data can be read', 3_600), 10),
    }),
    {},
  ),
});

/** What a scenario says; its defaults fill in the rest. */
export const scenarioSchema = v.strictObject({
  $schema: v.optional(text(2048, 'the address of a JSON Schema')),
  description: v.optional(text(1_000, 'what the scenario shows')),
  seed: v.optional(wholeNumber(0, 2_147_483_647, 'seed of the random source'), 1),
  traffic: v.optional(trafficSchema, {}),
  world: v.optional(worldSchema, {}),
  faults: v.optional(listOf(v.variant('kind', faultSchemas), 0, 100, 'faults'), []),
  again: v.optional(listOf(followUpCutoverSchema, 0, 10, 'further cutovers'), []),
});

/** What goes wrong in a rehearsal, and the world in which it does. */
export type Scenario = v.InferOutput<typeof scenarioSchema>;

/** Checks a scenario completely. */
export function checkScenario(value: unknown): Checked<Scenario> {
  const shape = check(scenarioSchema, value);
  if (!shape.ok) {
    return shape;
  }
  const problems = shape.value.faults.flatMap((fault, i): Problem[] => {
    const triggers = [fault.at, fault.whenPercentAtLeast].filter((one) => one !== undefined).length;
    const message = `has ${triggers === 0 ? 'no trigger' : 'two triggers'}; must have one of at, whenPercentAtLeast`;
    return triggers === 1 ? [] : [{ path: `faults[${i}]`, message }];
  });
  return problems.length === 0 ? shape : { ok: false, problems };
}
