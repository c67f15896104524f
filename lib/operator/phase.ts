/** What a cutover is doing, or how it ended, in one word. */
export type Phase =
  | 'starting'
  | 'checking'
  | 'preparing'
  | 'deploying'
  | 'smoke-testing'
  | 'shifting'
  | 'propagating'
  | 'soaking'
  | 'holding'
  | 'waiting-for-approval'
  | 'paused'
  | 'finishing'
  | 'reverting'
  | FinalPhase;

/** How a cutover ended. `stopped`: before it had locked the route. */
export type FinalPhase = 'succeeded' | 'rejected' | 'stopped' | 'reverted' | 'revert-failed';

/** The phases by the states of `statemachine/cutover.asl.json` in which an execution is in them. */
const STATES: Readonly<
  Record<Exclude<Phase, FinalPhase | 'holding' | 'waiting-for-approval'>, readonly string[]>
> = {
  starting: ['ValidatePlan', 'PlanIsValid', 'AcquireLock', 'LockIsOurs'],
  checking: ['Preflight', 'PreflightPassed', 'AwaitReadiness'],
  preparing: ['PrepareRecords', 'AwaitPreparation', 'CheckPreparation', 'IsPrepared'],
  deploying: ['StartDeployment', 'AwaitDeployment', 'CheckDeployment', 'HasDeployed'],
  'smoke-testing': ['SmokeTest', 'SmokeTestPassed', 'AwaitGates'],
  shifting: ['ShiftTraffic', 'WhatIsHeld'],
  paused: ['AwaitResume'],
  propagating: ['AwaitPropagation', 'CheckPropagation', 'HasSettled'],
  // Before any traffic moves, gates are asked in the phase of the smoke test.
  soaking: ['Soak', 'AskGates', 'GatesAnswered', 'ProbeNewPath', 'EvaluateHealth', 'NextMove'],
  finishing: [
    ...['RestoreRecords', 'VerifyDecommission', 'ReleaseLock', 'HowItEnded', 'AwaitLease'],
    ...['Succeeded', 'Rejected'],
  ],
  reverting: [
    ...['StartRevert', 'AwaitRevert', 'CheckRevert', 'HowRevertEnded'],
    ...['Reverted', 'RecordFailure', 'RevertFailed'],
  ],
};

const byState = new Map(
  Object.entries(STATES).flatMap(([phase, states]) => states.map((state) => [state, phase as Phase])),
);

/** The phase of a running execution by its state; undefined for a state of another version. */
export function phaseOfState(state: string): Phase | undefined {
  return byState.get(state);
}
