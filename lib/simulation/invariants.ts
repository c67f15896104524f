import { type HookViolation, hookInvariants } from './hooks/hook-invariants';
import type { Invariant } from './invariant';
import { judgedInvariants } from './reference/judged-invariants';
import { laterInvariants } from './reference/later-invariants';

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
      'cutover is left, and a revert that failed has a failed execution, a reason and the lock. Where ' +
      'the entry is corrupt, the report of the reconciler is enough. At each run of the reconciler: it has ' +
      'reported a lock that the reverts of a cutover have failed to release. An execution that ends with a ' +
      'failed revert has one.',
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
      'At each `pass` above 0 %: metrics of the new path have data in the range that was evaluated, also ' +
      'where alarms stay OK without any. A plan that measures no requests may accept that by name.',
    tests: ['test/core/health', 'test/steps', 'test/rehearsal'],
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
      'announced. At each command that is accepted: it is in the ledger. `npm run interleave` checks it ' +
      'between any two calls.',
    tests: ['test/steps', 'test/simulation'],
  },
  {
    id: 'refused-command-changes-nothing',
    number: 14,
    statement: 'A command that is refused changes nothing, and a command is refused for a reason only.',
    simulation:
      'At each answer to an operator: a request that was refused has put no command into the ledger, and ' +
      'the cutover could not have acted on it, or its sender may not send it.',
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
    statement: 'An alarm of the same name elsewhere, or from before a cutover, never stops it.',
    simulation: 'At each event of an alarm from another account, or from before a cutover: none was stopped.',
    tests: ['test/steps', 'test/simulation'],
  },
  ...judgedInvariants,
  ...laterInvariants,
] as const satisfies readonly Invariant[];

/** The name of an invariant. */
export type InvariantId = (typeof invariants)[number]['id'];

/** An invariant that did not hold, with what was found instead. */
export interface Violation {
  readonly invariant: InvariantId;
  readonly detail: string;
}

/** A violation on one line: name, number and what was found. */
export function describeViolation({ invariant, detail }: Violation | HookViolation): string {
  const number = [...invariants, ...hookInvariants].find(({ id }) => id === invariant)?.number;
  return `${invariant} (invariant ${number}): ${detail}`;
}
