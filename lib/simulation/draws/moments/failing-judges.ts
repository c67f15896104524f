import fc from 'fast-check';
import type { Plan } from '../../../../lambdas/core/plan/plan';
import { during } from './moment';

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

/** The function that sends the probes of a soak fails. */
export const failingProbes = {
  fits: ({ smokeTest }: Plan) => smokeTest.everySeconds !== undefined,
  faults: failing('ProbeNewPath'),
};

/** The function that asks the gates fails. */
export const failingGates = {
  fits: ({ gates = [] }: Plan) => gates.length > 0,
  faults: failing('AskGates'),
};
