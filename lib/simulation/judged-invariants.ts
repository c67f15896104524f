import type { Invariant } from './invariant';

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
    statement: 'A cutover reverts for a reason that its plan names, and for no other.',
    simulation: 'At each evaluation that reverts: the reference knows a reason.',
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
    simulation: 'At each evaluation that waits: the next one is no later than the interval of the plan.',
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
    simulation: 'After each abort: the traffic is back within 90 s, and within 900 s of other faults.',
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
      'At each preflight and smoke test that passes: nothing that it checks was wrong all the time. At ' +
      'each first raise: both have passed.',
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
  {
    id: 'probes-as-often-as-planned',
    number: 35,
    statement:
      'Probes are sent as often as the plan says, and a check that has failed often enough is evaluated at ' +
      'once.',
    simulation:
      'At the end of each run of the probes: the times between their requests, as the path saw them.',
    tests: ['test/core/smoke-test', 'test/steps'],
  },
  {
    id: 'old-path-goes-when-unused',
    number: 36,
    statement:
      'The proof at the end says that the old path can go only if hardly any request was counted there.',
    simulation:
      'At each such proof: the requests of the last minutes, or of the last hour, are within the limit of ' +
      'the plan, the route is as the cutover left it at 100 %, and nothing refers to a target group there.',
    tests: ['test/core/health', 'test/steps'],
  },
  {
    id: 'reverts-to-a-path-that-serves',
    number: 37,
    statement:
      'A revert moves no traffic to a path whose target groups have no healthy target while the other path ' +
      'has one.',
    simulation:
      'After each change of the route that lowers the percent: the targets were not like that for the last ' +
      '180 s.',
    tests: ['test/steps', 'test/rehearsal'],
  },
  {
    id: 'raise-after-gates',
    number: 38,
    statement:
      'No traffic moves before every gate of the plan that comes before it has passed: those before ' +
      'traffic before the first raise, and those of a stage and of its soak since that raise was effective.',
    simulation:
      'At each raise: the last answer of each gate that the machine got was a pass, as its function gave it.',
    tests: ['test/core/gates', 'test/steps'],
  },
  {
    id: 'gates-decide-before-traffic',
    number: 39,
    statement:
      'Before traffic, a gate that fails rejects the cutover, and so do the limits of errors and of doubt; ' +
      'one that runs is asked again.',
    simulation: 'At each round of questions before traffic: what the reference says of the answers.',
    tests: ['test/core/gates', 'test/steps'],
  },
  {
    id: 'gates-are-asked-in-time',
    number: 40,
    statement:
      'A gate of a soak is asked at its interval, and one for each stage once the shift is effective, ' +
      'until it passes.',
    simulation: 'At each round of questions in a soak or the hold: the gates that were due were asked.',
    tests: ['test/core/gates', 'test/steps'],
  },
  {
    id: 'whole-name-moves',
    number: 41,
    statement:
      'No more traffic moves while a record of another type at the name leads clients elsewhere than the ' +
      'weights do, and the plan does not accept it.',
    simulation: 'At each raise: no such record has stood there for more than 180 s.',
    tests: ['test/core/routers', 'test/steps', 'test/rehearsal'],
  },
  {
    id: 'goes-on-when-it-may',
    number: 42,
    statement:
      'A stage, and the hold, end at the first pass at which nothing is left to wait for: neither time, ' +
      'nor an approval, a resume, a change calendar, a deployment or a write that is on its way.',
    simulation: 'At each evaluation that waits, in a calm world: the reference knows something to wait for.',
    tests: ['test/core/health', 'test/steps'],
  },
] as const satisfies readonly Invariant[];
