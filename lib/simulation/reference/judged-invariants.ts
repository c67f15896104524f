import type { Invariant } from '../invariant';

/** The invariants for which a reference model says what is right: verdicts, moves, reverts and releases. */
export const judgedInvariants = [
  {
    id: 'verdict-is-right',
    number: 17,
    statement:
      'The verdict of an evaluation is what the alarms, the requests, the comparison, the route ' +
      'and the lock say.',
    simulation:
      'At each evaluation: the verdict is one that the reference gives for the world as it was ' + 'then.',
    tests: ['test/core/health', 'test/steps'],
  },
  {
    id: 'soak-counts-from-effective',
    number: 18,
    statement:
      'A soak counts from when every client follows the raise: from its propagation and the TTL ' +
      'after it.',
    simulation: 'At each evaluation: the time from which its soak counts is not before the one of the world.',
    tests: ['test/steps'],
  },
  {
    id: 'reverts-when-it-must',
    number: 19,
    statement: 'A cutover reverts at the evaluation at which its plan or an operator says so.',
    simulation:
      'At each evaluation: a failure, an abort, or the limit of errors, of doubt or of waiting ' +
      'for an approval reverts.',
    tests: ['test/core/health'],
  },
  {
    id: 'reverts-for-a-reason',
    number: 20,
    statement: 'A cutover reverts, or is rejected, for a reason that its plan names, and for no other.',
    simulation:
      'At each evaluation that reverts: the reference knows a reason. ' +
      'At each change that is called late: it was written ten minutes before. ' +
      'At each function that fails: its error has a name that the state machines know, or a fault made it. ' +
      'At each step that says why it goes no further, each guard that acts, each lock that is refused, and ' +
      'each validation, preflight and smoke test that rejects: the world has that reason. ' +
      'At each start of a revert after one that has failed, and each execution that was stopped as ' +
      'aborted: an operator has asked for it.',
    tests: ['test/core/health'],
  },
  {
    id: 'goes-on-after-the-soak',
    number: 21,
    statement:
      'A stage, and the hold, end only after their time, with a pass, their approvals, and no pause; no ' +
      'traffic moves on while a change calendar of the plan is closed.',
    simulation: 'At each evaluation that goes on: the reference knows nothing to wait for.',
    tests: ['test/core/health'],
  },
  {
    id: 'evaluated-as-often-as-planned',
    number: 22,
    statement: 'Health is evaluated as often as the plan says.',
    simulation:
      'At each evaluation that waits: the next one is no later than the interval of the plan, and comes ' +
      'when it is due, or as soon as the gates and the probes in between have ended.',
    tests: ['test/core/health'],
  },
  {
    id: 'alarm-reverts-at-once',
    number: 23,
    statement: 'An alarm of the plan reverts its cutover at once, and does not wait for an evaluation.',
    simulation: 'After each alarm: the traffic is back within 90 s, and within 900 s of other faults.',
    tests: ['test/steps', 'test/rehearsal'],
  },
  {
    id: 'abort-reverts-at-once',
    number: 24,
    statement: 'An abort reverts the cutover at once.',
    simulation:
      'After each abort: the traffic is back within 90 s, and within 900 s of other faults. ' +
      'At each abort that is refused: its cutover does not run, or a revert has taken its lock. ' +
      'At each abort or revert that is accepted: its execution has ended, and a revert runs or the route ' +
      'is free.',
    tests: ['test/steps', 'test/rehearsal'],
  },
  {
    id: 'end-is-reverted',
    number: 25,
    statement: 'An execution that is stopped, fails or times out is reverted.',
    simulation:
      'After each such end: the traffic is back within 90 s, and within 900 s of other faults or ' +
      'of a lost event. An entry that somebody has corrupted is reported within that time instead.',
    tests: ['test/steps', 'test/rehearsal'],
  },
  {
    id: 'drift-is-reverted',
    number: 26,
    statement: 'A route that someone else has changed ends its cutover.',
    simulation:
      'After each change by someone else: a revert has begun within 500 s, and within 900 s of ' +
      'other faults.',
    tests: ['test/steps', 'test/rehearsal'],
  },
  {
    id: 'late-is-reverted',
    number: 27,
    statement: 'A change that does not reach every server of the router in time is reverted.',
    simulation: 'For each raise that has not reached every server after 660 s: its revert has begun.',
    tests: ['test/steps'],
  },
  {
    id: 'decision-is-carried-out',
    number: 28,
    statement: 'A cutover that has decided to revert is back soon after.',
    simulation:
      'After each such decision: the traffic is back within 90 s, and within 900 s of other ' + 'faults.',
    tests: ['test/rehearsal'],
  },
  {
    id: 'only-a-revert-lowers',
    number: 29,
    statement: 'Only a revert lowers the percent.',
    simulation: 'After each change of the route that lowers the percent: a revert has the lock.',
    tests: ['test/steps'],
  },
  {
    id: 'reverts-to-the-start',
    number: 30,
    statement: 'A revert moves the traffic back to where it was before the first shift.',
    simulation: 'After each change of the route that lowers the percent: it is that of the preflight.',
    tests: ['test/core/routers', 'test/steps'],
  },
  {
    id: 'released-after-the-last-write',
    number: 31,
    statement: 'A route is not written after its release.',
    simulation: 'After each change of the route by a cutover: a cutover holds the lock.',
    tests: ['test/simulation'],
  },
  {
    id: 'released-after-propagation',
    number: 32,
    statement: 'A revert releases the route once every server of the router has its write.',
    simulation: 'At each release by a revert that has lowered the percent.',
    tests: ['test/rehearsal'],
  },
  {
    id: 'ready-before-traffic',
    number: 33,
    statement: 'No traffic moves to a new path that is not ready.',
    simulation:
      'At each preflight and smoke test that passes: nothing that it checks was wrong all the time, and ' +
      'every place of the checks was asked. At each first raise: both have passed.',
    tests: ['test/core/preflight', 'test/steps'],
  },
  {
    id: 'waits-no-longer-than-planned',
    number: 34,
    statement:
      'A preflight waits for what can pass by itself, and a stage for its deployment, for as long as the ' +
      'plan says, and no longer.',
    simulation:
      'At each preflight, and each check of a deployment, that waits: the time since the first one is ' +
      'within that of the plan.',
    tests: ['test/core/preflight', 'test/steps'],
  },
] as const satisfies readonly Invariant[];
