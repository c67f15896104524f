import { acquireLock } from '../../lambdas/steps/acquire-lock';
import { checkDeployment } from '../../lambdas/steps/check-deployment';
import { checkPreparation } from '../../lambdas/steps/check-preparation';
import { checkPropagation } from '../../lambdas/steps/check-propagation';
import { evaluateHealth } from '../../lambdas/steps/evaluate-health';
import { guardAlarm } from '../../lambdas/steps/guard-alarm';
import { guardExecution } from '../../lambdas/steps/guard-execution';
import { preflight } from '../../lambdas/steps/preflight';
import { prepareRecords } from '../../lambdas/steps/prepare-records';
import { reconcile } from '../../lambdas/steps/reconcile';
import { recordFailure } from '../../lambdas/steps/record-failure';
import { releaseLock } from '../../lambdas/steps/release-lock';
import { restoreRecords } from '../../lambdas/steps/restore-records';
import { revertTraffic } from '../../lambdas/steps/revert-traffic';
import { shiftTraffic } from '../../lambdas/steps/shift-traffic';
import { smokeTest } from '../../lambdas/steps/smoke-test';
import { startDeployment } from '../../lambdas/steps/start-deployment';
import { stopDeployment } from '../../lambdas/steps/stop-deployment';
import { validatePlan } from '../../lambdas/steps/validate-plan';
import { verifyDecommission } from '../../lambdas/steps/verify-decommission';

/** What a function may do in AWS. The construct turns each into statements with the narrowest resources. */
export type Permission =
  | 'read-route'
  | 'write-route'
  | 'read-records'
  | 'write-records'
  | 'read-change'
  | 'read-health-checks'
  | 'read-alarms'
  | 'read-metrics'
  | 'read-targets'
  | 'read-certificates'
  | 'read-change-sets'
  | 'start-deployments'
  | 'read-deployments'
  | 'stop-deployments'
  | 'read-references'
  | 'use-ledger'
  | 'use-executions';

/** A Task state, or a guard: the step that it runs and what its function needs. Its handler carries its name. */
export interface Task {
  /** The step, with the ports still to be given. */
  readonly step: unknown;
  /** File in `lambdas/handlers`, without its ending. */
  readonly handler: string;
  readonly permissions: readonly Permission[];
  /** Seconds that the function may run; shorter than the state's own time-out, so that the function speaks first. */
  readonly timeoutSeconds: number;
}

const PROMPT_SECONDS = 30;
/** The longest deadline of a smoke test is 600 s. */
const SMOKE_TEST_SECONDS = 630;
/** Zones with many records take minutes to read; the step leaves off after `LOOK_SECONDS`. */
const LONG_LOOK_SECONDS = 600;

/**
 * The registry of Tasks. CDK's functions, the substitutions in the ASL and the bindings of a rehearsal all come from here.
 */
export const tasks = {
  ValidatePlan: {
    step: validatePlan,
    handler: 'validate-plan',
    permissions: [],
    timeoutSeconds: PROMPT_SECONDS,
  },
  AcquireLock: {
    step: acquireLock,
    handler: 'acquire-lock',
    permissions: ['use-ledger'],
    timeoutSeconds: PROMPT_SECONDS,
  },
  Preflight: {
    step: preflight,
    handler: 'preflight',
    permissions: [
      'read-route',
      'read-health-checks',
      'read-alarms',
      'read-targets',
      'read-certificates',
      'read-change-sets',
      'use-ledger',
    ],
    timeoutSeconds: PROMPT_SECONDS,
  },
  PrepareRecords: {
    step: prepareRecords,
    handler: 'prepare-records',
    permissions: ['read-records', 'write-records', 'use-ledger'],
    timeoutSeconds: PROMPT_SECONDS,
  },
  CheckPreparation: {
    step: checkPreparation,
    handler: 'check-preparation',
    permissions: ['read-route', 'read-change', 'use-ledger'],
    timeoutSeconds: PROMPT_SECONDS,
  },
  RestoreRecords: {
    step: restoreRecords,
    handler: 'restore-records',
    permissions: ['read-records', 'write-records', 'use-ledger'],
    timeoutSeconds: PROMPT_SECONDS,
  },
  StartDeployment: {
    step: startDeployment,
    handler: 'start-deployment',
    permissions: ['start-deployments', 'use-ledger'],
    timeoutSeconds: PROMPT_SECONDS,
  },
  CheckDeployment: {
    step: checkDeployment,
    handler: 'check-deployment',
    permissions: ['read-deployments', 'read-route', 'read-alarms', 'read-metrics', 'use-ledger'],
    timeoutSeconds: PROMPT_SECONDS,
  },
  SmokeTest: { step: smokeTest, handler: 'smoke-test', permissions: [], timeoutSeconds: SMOKE_TEST_SECONDS },
  ShiftTraffic: {
    step: shiftTraffic,
    handler: 'shift-traffic',
    permissions: ['read-route', 'write-route', 'use-ledger'],
    timeoutSeconds: PROMPT_SECONDS,
  },
  CheckPropagation: {
    step: checkPropagation,
    handler: 'check-propagation',
    permissions: ['read-change'],
    timeoutSeconds: PROMPT_SECONDS,
  },
  EvaluateHealth: {
    step: evaluateHealth,
    handler: 'evaluate-health',
    permissions: ['read-route', 'read-alarms', 'read-metrics', 'use-ledger'],
    timeoutSeconds: PROMPT_SECONDS,
  },
  VerifyDecommission: {
    step: verifyDecommission,
    handler: 'verify-decommission',
    permissions: ['read-route', 'read-references', 'use-ledger'],
    timeoutSeconds: LONG_LOOK_SECONDS,
  },
  ReleaseLock: {
    step: releaseLock,
    handler: 'release-lock',
    permissions: ['use-ledger'],
    timeoutSeconds: PROMPT_SECONDS,
  },
  RevertTraffic: {
    step: revertTraffic,
    handler: 'revert-traffic',
    permissions: ['read-route', 'write-route', 'read-targets', 'use-ledger'],
    timeoutSeconds: PROMPT_SECONDS,
  },
  StopDeployment: {
    step: stopDeployment,
    handler: 'stop-deployment',
    permissions: ['stop-deployments', 'use-ledger'],
    timeoutSeconds: PROMPT_SECONDS,
  },
  RecordFailure: {
    step: recordFailure,
    handler: 'record-failure',
    permissions: ['use-ledger'],
    timeoutSeconds: PROMPT_SECONDS,
  },
} as const satisfies Record<string, Task>;

/**
 * The functions that no state calls: EventBridge does, when an execution has ended, when an alarm goes off, and every few minutes. They start the
 * revert machine where nobody else would.
 */
export const guards = {
  GuardExecution: {
    step: guardExecution,
    handler: 'guard-execution',
    permissions: ['use-ledger', 'use-executions'],
    timeoutSeconds: PROMPT_SECONDS,
  },
  GuardAlarm: {
    step: guardAlarm,
    handler: 'guard-alarm',
    permissions: ['use-ledger', 'use-executions'],
    timeoutSeconds: PROMPT_SECONDS,
  },
  Reconcile: {
    step: reconcile,
    handler: 'reconcile',
    permissions: ['read-route', 'use-ledger', 'use-executions'],
    timeoutSeconds: PROMPT_SECONDS,
  },
} as const satisfies Record<string, Task>;

/** The name of a function that EventBridge calls. */
export type GuardName = keyof typeof guards;

/** The name of a Task; `${NameArn}` in the ASL. */
export type TaskName = keyof typeof tasks;

/** The name of any function of a workflow. */
export type FunctionName = TaskName | GuardName;

const registry: Readonly<Record<FunctionName, Task>> = { ...tasks, ...guards };

export const taskNames = Object.keys(tasks) as TaskName[];
export const guardNames = Object.keys(guards) as GuardName[];
export const functionNames: readonly FunctionName[] = [...taskNames, ...guardNames];

/** Looks up a Task or a guard. */
export function taskOf(name: FunctionName): Task {
  return registry[name];
}
