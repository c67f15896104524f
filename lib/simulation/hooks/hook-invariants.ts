import type { Invariant } from '../invariant';

/** What must hold of the deployment hook, whatever the deployment does and whatever fails. */
export const hookInvariants = [
  {
    id: 'hook-passes-what-it-tested',
    number: 46,
    statement:
      'The deployment hook passes only after every check of its plan was answered as expected, by the new ' +
      'tasks, in the same invocation.',
    simulation: 'At each pass: the last request of each check, and what the new tasks answered to it.',
    tests: ['test/steps', 'test/core/smoke-test'],
  },
  {
    id: 'hook-passes-healthy-targets-alone',
    number: 47,
    statement:
      'The deployment hook passes only when the target group of the new tasks exists and has a target, and ' +
      'all of them are healthy.',
    simulation: 'At each pass: the targets as they were when the hook read them last.',
    tests: ['test/core/deployment-hook', 'test/steps'],
  },
  {
    id: 'hook-tests-new-tasks-alone',
    number: 48,
    statement:
      'The deployment hook sends its checks only while the test listener forwards to the new tasks and to ' +
      'no others, and passes no deployment that it cannot test.',
    simulation:
      'At each request: where the test listener forwarded to. At each pass: the deployment, its stage and ' +
      'its test listener.',
    tests: ['test/core/deployment-hook', 'test/steps'],
  },
  {
    id: 'hook-asks-no-production-listener',
    number: 49,
    statement:
      'The deployment hook sends its checks to the test listener, with the host name of production, and to ' +
      'no other place.',
    simulation: 'At each request: the host and port that it connects to, and its URL.',
    tests: ['test/steps'],
  },
  {
    id: 'hook-fails-for-a-reason',
    number: 50,
    statement:
      'The deployment hook fails a deployment only for a reason: a check, a call that fails, something ' +
      'that no time mends, or a wait that has reached its limit.',
    simulation: 'At each failure: the reference knows a reason in this invocation.',
    tests: ['test/core/deployment-hook', 'test/steps'],
  },
  {
    id: 'hook-waits-for-a-reason',
    number: 51,
    statement:
      'The deployment hook waits only for what time can mend: targets, the switch of the test listener, ' +
      'and busy services.',
    simulation:
      'At each IN_PROGRESS: the reference knows something to wait for. For CodeDeploy: the time from when ' +
      'nothing was left to wait for until the report.',
    tests: ['test/core/deployment-hook', 'test/steps'],
  },
  {
    id: 'hook-wait-ends',
    number: 52,
    statement:
      'A wait of the deployment hook ends after the time of its plan, for ECS counted over all invocations.',
    simulation: 'At each answer: the time since the wait began, with that of the checks.',
    tests: ['test/core/deployment-hook', 'test/steps'],
  },
  {
    id: 'hook-answers-in-time',
    number: 53,
    statement:
      'Each invocation of the deployment hook that can be answered is answered before the function ends, ' +
      'and CodeDeploy with a minute in reserve, in which the report is repeated until it is accepted.',
    simulation:
      'At the end of each invocation, whatever its calls and requests do: its answer, or its reports, and ' +
      'the time of the first one.',
    tests: ['test/steps'],
  },
  {
    id: 'hook-returns-once-reported',
    number: 54,
    statement:
      'For CodeDeploy, the function returns only when its outcome has been accepted, and throws when it ' +
      'has not, so that Lambda calls it again.',
    simulation: 'At the end of each invocation: its result, and what CodeDeploy answered to the reports.',
    tests: ['test/steps'],
  },
  {
    id: 'hook-reports-one-outcome',
    number: 55,
    statement: 'An invocation of the deployment hook reports one outcome, and none after it was accepted.',
    simulation: 'At the end of each invocation: its reports, and the status that it returned.',
    tests: ['test/steps'],
  },
  {
    id: 'hook-keeps-details',
    number: 56,
    statement:
      'While it waits, the deployment hook keeps the details of others and the time at which its wait ' +
      'began, and ECS invokes it again within a minute.',
    simulation: 'At each IN_PROGRESS: its details beside those of the invocation, and its delay.',
    tests: ['test/core/deployment-hook', 'test/steps'],
  },
  {
    id: 'hook-passes-a-rollback',
    number: 57,
    statement: 'A rollback of ECS passes at once, without a test.',
    simulation: 'At each invocation during a rollback: its answer, its calls and its requests.',
    tests: ['test/core/deployment-hook', 'test/steps'],
  },
  {
    id: 'hook-refuses-other-events',
    number: 58,
    statement:
      'An event that is not valid tests nothing: ECS is answered that the hook failed where the event is ' +
      'from ECS, and any other is an error.',
    simulation: 'At each invocation with such an event: its result, its calls and its requests.',
    tests: ['test/core/deployment-hook', 'test/steps'],
  },
  {
    id: 'hook-records-its-outcome',
    number: 59,
    statement: 'Each outcome of the deployment hook is in its log with a reason, and no secret is.',
    simulation: 'At the end of each invocation: the lines of its log.',
    tests: ['test/steps'],
  },
] as const satisfies readonly Invariant[];

/** The name of an invariant of the hook. */
export type HookInvariantId = (typeof hookInvariants)[number]['id'];

/** An invariant of the hook that did not hold, with what was found instead. */
export interface HookViolation {
  readonly invariant: HookInvariantId;
  readonly detail: string;
}
