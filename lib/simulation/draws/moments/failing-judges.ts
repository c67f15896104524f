import fc from 'fast-check';
import type { Plan } from '../../../../lambdas/core/plan/plan';
import { during, later, type Moment } from './moment';

/** Most of these functions fail for some rounds of a soak, and some of them for good. */
function failing(task: 'ProbeNewPath' | 'AskGates'): fc.Arbitrary<object[]> {
  return fc
    .record({
      kind: fc.constant('task-fails'),
      task: fc.constant(task),
      error: fc.constantFrom('Lambda.Unknown', 'Sandbox.Timedout', 'TypeError'),
      afterEffect: fc.boolean(),
      atInvocation: during([task], { numbers: 6, seconds: 0 }),
      howLong: fc.constantFrom(
        { times: 1, forSeconds: 900 },
        { times: 2, forSeconds: 900 },
        { times: 5, forSeconds: 900 },
        { forSeconds: 900 },
        { forSeconds: 9_000 },
      ),
    })
    .map(({ howLong, ...fault }) => [{ ...fault, ...howLong }]);
}

/** Users stop reaching the new path, whose only requests are then those of the probes. */
const unreached = fc
  .tuple(during(['EvaluateHealth'], { numbers: 8, seconds: 20 }), fc.constantFrom(600, 9_000))
  .map(([atInvocation, forSeconds]) => [{ kind: 'unreached', path: 'new', forSeconds, atInvocation }]);

/** The function that sends the probes of a soak fails, or only the probes reach the new path. */
export const failingProbes = {
  fits: ({ smokeTest }: Plan) => smokeTest.everySeconds !== undefined,
  faults: fc.oneof({ weight: 2, arbitrary: failing('ProbeNewPath') }, { weight: 1, arbitrary: unreached }),
};

/** What the gates answer changes for some rounds of a soak. */
const otherAnswers = fc
  .record({
    does: fc.constantFrom('fail', 'fail', 'keep-running', 'answer-otherwise'),
    atInvocation: during(['AskGates'], { numbers: 6, seconds: 0 }),
    forSeconds: fc.constantFrom(20, 300, 900),
  })
  .map((fault) => [{ kind: 'gate', ...fault }]);

/** The function that asks the gates fails, or a gate does. */
export const failingGates = {
  fits: ({ gates = [] }: Plan) => gates.length > 0,
  faults: fc.oneof({ weight: 3, arbitrary: failing('AskGates') }, { weight: 1, arbitrary: otherAnswers }),
};

/** What an evaluation reads: the route, the ledger with the commands, and metrics. */
const READ = ['route53', 'route53:ListResourceRecordSets', 'dynamodb:GetItem', 'cloudwatch'];

/** What an evaluation must not forget, or find out, while it cannot read something. */
const beside = fc.constantFrom<object[]>(
  ...[[], [], [{ kind: 'operator', says: 'pause' }], [{ kind: 'operator', says: 'abort' }]],
  ...[[{ kind: 'record-changed', weights: { old: 70, new: 30 } }], [{ kind: 'revert-started' }]],
  ...[[{ kind: 'revert-started' }], [{ kind: 'revert-started' }]],
  [{ kind: 'no-metrics', path: 'new', forSeconds: 9_000 }],
);

const reads = fc
  .record({
    at: during(['EvaluateHealth'], { numbers: 6, seconds: 0 }),
    api: fc.constantFrom(...READ),
    error: fc.constantFrom('InternalFailure', 'AccessDenied'),
    forSeconds: fc.constantFrom(2, 30, 200, 900, 3_000),
    what: beside,
    after: fc.integer({ min: 0, max: 90 }),
  })
  .map(({ at, api, error, forSeconds, what, after }) => [
    { kind: 'api-error', api, error, forSeconds, atInvocation: at },
    ...what.map((one) => ({ ...one, atInvocation: later(at, after) })),
  ]);

/** A soak is in doubt for long, and one evaluation in between cannot read something. */
const doubts = fc
  .record({
    at: during(['EvaluateHealth'], { numbers: 3, seconds: 0 }),
    after: fc.integer({ min: 1, max: 8 }),
    api: fc.constantFrom(...READ),
    forSeconds: fc.constantFrom(1, 1, 20),
  })
  .map(({ at, after, api, forSeconds }) => [
    { kind: 'no-metrics', path: 'new', forSeconds: 9_000, atInvocation: at },
    {
      ...{ kind: 'api-error', api, error: 'AccessDenied', forSeconds },
      atInvocation: { ...at, number: at.number + after },
    },
  ]);

/** Some evaluations cannot read what they judge. */
export const failingReads: Moment = {
  fits: () => true,
  faults: fc.oneof(reads, doubts),
};

/** A change calendar closes, and some evaluations cannot read it. */
export const unreadableCalendars: Moment = {
  fits: ({ changeCalendars }) => changeCalendars !== undefined,
  faults: fc
    .record({
      at: during(['EvaluateHealth'], { numbers: 4, seconds: 0 }),
      index: fc.constantFrom(0, 0, 1),
      error: fc.constantFrom('InternalFailure', 'AccessDenied'),
      forSeconds: fc.constantFrom(60, 600, 3_000),
    })
    .map(({ at, index, error, forSeconds }) => [
      { kind: 'calendar-closed', index, forSeconds: 3_000, atInvocation: at },
      { kind: 'api-error', api: 'ssm', error, forSeconds, atInvocation: at },
    ]),
};
