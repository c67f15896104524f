/** A property that holds in every cutover, whatever fails. */
export interface Invariant {
  readonly id: string;
  /** Position in the list, from 1. */
  readonly number: number;
  /** One sentence. */
  readonly statement: string;
  /** What the simulation checks, and when; null where it checks nothing of it. */
  readonly simulation: string | null;
  /** Folders of tests that hold it, or the part that the simulation does not check. */
  readonly tests: readonly string[];
}

/** What must always hold. Every violation that the simulation reports is named after one of these. */
export const invariants = [
  {
    id: 'percent-within-stage',
    number: 1,
    statement: 'The percent on the new path is never beyond what the current stage of the plan allows.',
    simulation: 'After each change of the route: a raise goes to exactly the percent of the next stage.',
    tests: ['test/steps'],
  },
  {
    id: 'raise-after-pass',
    number: 2,
    statement:
      'The percent is never raised without a `pass` that was measured wholly after the last raise was ' +
      'effective, nor over a pending `abort` or `pause`.',
    simulation:
      'At each `pass` and each raise: the verdict is later than the time at which the world had the ' +
      'last raise effective, and than the deployment and the lowered TTL that the stage needs.',
    tests: ['test/core/health', 'test/steps'],
  },
  {
    id: 'ends-at-snapshot-or-fails-loudly',
    number: 3,
    statement:
      'If an execution ends other than in success, the traffic is back at the snapshot within the ' +
      'revert bound, or the revert has failed loudly, with the reason, and the lock is kept; a lock ' +
      'that no running execution holds raises an alarm until an operator clears it.',
    simulation:
      'At the end: the route is as the outcome says (100 %, or as before the cutover), nothing of the ' +
      'cutover is left, and a revert that failed has a failed execution, a reason and the lock.',
    tests: ['test/rehearsal', 'test/workflow'],
  },
  {
    id: 'route-carries-traffic',
    number: 4,
    statement: 'The weights of a record never sum to zero, and neither record is ever missing.',
    simulation: 'After each change of the route by a cutover.',
    tests: ['test/core/routers'],
  },
  {
    id: 'shift-changes-weights-only',
    number: 5,
    statement: 'A shift changes the weight and nothing else.',
    simulation:
      'After each change of the route by a cutover: anything else that changed is a preparation that ' +
      'the plan asks for, or its restoration, and leaves the percent as it was.',
    tests: ['test/core/routers'],
  },
  {
    id: 'foreign-changes-stay',
    number: 6,
    statement:
      'A route that someone else changed is never overwritten on the way up, and the revert reads it ' +
      'again, changes only what the cutover wrote, type by type, and reports what it left alone.',
    simulation: 'At each raise: the route is as the cutover left it, or as its preflight read it.',
    tests: ['test/steps', 'test/contracts'],
  },
  {
    id: 'one-cutover-per-route',
    number: 7,
    statement:
      'A route has one cutover at a time, and its lock is released only when no write of that cutover ' +
      'can still land.',
    simulation:
      'At each raise: no revert has yet put the traffic back. At each acquisition of the lock: the cutover ' +
      'that held it, or its revert, has come to the release.',
    tests: ['test/contracts', 'test/steps'],
  },
  {
    id: 'steps-are-idempotent',
    number: 8,
    statement: 'A step that runs twice has the effect of running once.',
    simulation:
      'At each step that runs again on the same input while nothing else has happened: the route, the ' +
      'ledger, the decisions, the deployments and the executions stay as they were.',
    tests: ['test/steps', 'test/contracts'],
  },
  {
    id: 'missing-data-is-not-health',
    number: 9,
    statement:
      'Missing data is never health: an alarm that is OK because no data arrived counts only while ' +
      'requests are seen to arrive.',
    simulation:
      'At each `pass` above 0 %: metrics of the new path have data in the range that was evaluated.',
    tests: ['test/core/health'],
  },
  {
    id: 'decisions-are-recorded',
    number: 10,
    statement:
      'Every decision is in the ledger with its numbers and who asked, as AWS authenticated them, and ' +
      'none is ever rewritten.',
    simulation: 'At the end: each raise, and the revert, has a decision with a reason.',
    tests: ['test/contracts', 'test/steps'],
  },
  {
    id: 'only-checked-commands-act',
    number: 11,
    statement:
      'Only a checked command changes what a cutover does; what cannot be read as one is refused, and ' +
      'never ends a pause.',
    simulation:
      'At each raise: what was put into the table past the function that checks commands has neither ended ' +
      'a pause nor passed a gate.',
    tests: ['test/core/shared', 'test/steps', 'test/contracts'],
  },
  {
    id: 'no-secret-is-recorded',
    number: 12,
    statement:
      'No secret is in an input, a history, a log, an event or the ledger: plans name secrets, and ' +
      'steps resolve them.',
    simulation: null,
    tests: ['test/core/validation', 'test/handlers'],
  },
  {
    id: 'no-raise-over-a-command',
    number: 13,
    statement: 'No raise, deployment or preparation begins after an `abort` or a `pause` was accepted.',
    simulation:
      'At each raise, deployment and preparation: the table had no pending `abort` or `pause` when it was ' +
      'announced. `npm run interleave` checks it between any two calls.',
    tests: ['test/steps', 'test/simulation'],
  },
  {
    id: 'refused-command-changes-nothing',
    number: 14,
    statement: 'A command that is refused changes nothing.',
    simulation:
      'At each answer to an operator: a request that was refused has put no command into the ledger.',
    tests: ['test/steps', 'test/simulation'],
  },
  {
    id: 'approval-of-its-stage',
    number: 15,
    statement: 'An approval passes the gate of its stage, and no other.',
    simulation: 'At each raise beyond a gate: an approval for the percent before was accepted since.',
    tests: ['test/core/health', 'test/simulation'],
  },
  {
    id: 'only-its-own-alarms',
    number: 16,
    statement: 'An alarm of the same name in another account or region never stops a cutover.',
    simulation: 'At each event of an alarm from another account: no cutover was stopped.',
    tests: ['test/steps', 'test/simulation'],
  },
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
      'A stage, and the hold, end only after their time, with a pass, their approvals, and no ' + 'pause.',
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
      'of a lost event.',
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
      'At each preflight and smoke test that passes: nothing that it checks was wrong all the ' + 'time.',
    tests: ['test/core/preflight', 'test/steps'],
  },
] as const satisfies readonly Invariant[];

/** The name of an invariant. */
export type InvariantId = (typeof invariants)[number]['id'];

/** An invariant that did not hold, with what was found instead. */
export interface Violation {
  readonly invariant: InvariantId;
  readonly detail: string;
}

/** A violation on one line: name, number and what was found. */
export function describeViolation({ invariant, detail }: Violation): string {
  const number = invariants.find(({ id }) => id === invariant)?.number;
  return `${invariant} (invariant ${number}): ${detail}`;
}
