import { acquireLock } from '../../lambdas/steps/acquire-lock';
import { askGates } from '../../lambdas/steps/ask-gates';
import { checkDeployment } from '../../lambdas/steps/check-deployment';
import { checkPreparation } from '../../lambdas/steps/check-preparation';
import { checkPropagation } from '../../lambdas/steps/check-propagation';
import { checkRevert } from '../../lambdas/steps/check-revert';
import { evaluateHealth } from '../../lambdas/steps/evaluate-health';
import { notifyPeople } from '../../lambdas/steps/events/notify-people';
import { publishEvents } from '../../lambdas/steps/events/publish-events';
import { guardAlarm } from '../../lambdas/steps/guards/guard-alarm';
import { guardExecution } from '../../lambdas/steps/guards/guard-execution';
import { reconcile } from '../../lambdas/steps/guards/reconcile';
import { operate } from '../../lambdas/steps/operate';
import { preflight } from '../../lambdas/steps/preflight';
import { prepareRecords } from '../../lambdas/steps/prepare-records';
import { probeNewPath } from '../../lambdas/steps/probe-new-path';
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

/** What a function may do in AWS. `iam/task-statements.ts` has the IAM statements of each permission. */
export type Permission =
  | 'read-route'
  | 'write-route'
  | 'read-records'
  | 'write-records'
  | 'read-change'
  | 'read-health-checks'
  | 'read-zones'
  | 'read-alarms'
  | 'read-metrics'
  | 'read-targets'
  | 'read-instances'
  | 'read-balancers'
  | 'read-certificates'
  | 'read-change-sets'
  | 'read-calendars'
  | 'start-deployments'
  | 'read-deployments'
  | 'stop-deployments'
  | 'read-references'
  | 'read-secrets'
  | 'ask-gates'
  | 'read-ledger'
  | 'write-ledger'
  | 'record-decisions'
  | 'read-commands'
  | 'send-commands'
  | 'read-reverts'
  | 'use-executions'
  | 'operate-executions'
  | 'read-stream'
  | 'publish-events'
  | 'send-messages';

/** A Task state or a guard: the step that it runs, and what its function needs. */
export interface Task {
  /** The step, a function of its ports. */
  readonly step: unknown;
  /** The file of its handler in `lambdas/handlers`, without the extension. */
  readonly handler: string;
  readonly permissions: readonly Permission[];
  /**
   * Seconds that the function may run. It is less than the time-out of the state, so that the state
   * receives the function's own error.
   */
  readonly timeoutSeconds: number;
}

const SHORT_SECONDS = 30;
/** The maximum deadline of a smoke test is 600 s. */
const SMOKE_TEST_SECONDS = 630;
/** A Task of probes begins its last round before 600 s have passed; a round takes at most 60 s. */
const PROBES_SECONDS = 690;
/** The answer of a gate is waited for 600 s at the most. */
const GATES_SECONDS = 630;
/** Reading zones with many records takes minutes; the step stops after `SCAN_SECONDS`. */
const LONG_SCAN_SECONDS = 600;

/**
 * The registry of Tasks: the Lambda functions, the substitutions in the ASL files and the steps of a
 * rehearsal all come from here. To add a Task, add an entry, `lambdas/steps/<name>.ts`,
 * `lambdas/handlers/<name>.ts` and a state in `statemachine/`.
 */
export const tasks = {
  ValidatePlan: {
    step: validatePlan,
    handler: 'validate-plan',
    permissions: ['read-commands'],
    timeoutSeconds: SHORT_SECONDS,
  },
  AcquireLock: {
    step: acquireLock,
    handler: 'acquire-lock',
    permissions: ['read-ledger', 'write-ledger', 'record-decisions'],
    timeoutSeconds: SHORT_SECONDS,
  },
  Preflight: {
    step: preflight,
    handler: 'preflight',
    permissions: [
      'read-route',
      'read-zones',
      'read-health-checks',
      'read-alarms',
      'read-metrics',
      'read-targets',
      'read-instances',
      'read-balancers',
      'read-certificates',
      'read-change-sets',
      'read-calendars',
      'read-ledger',
      'write-ledger',
      'record-decisions',
    ],
    timeoutSeconds: SHORT_SECONDS,
  },
  PrepareRecords: {
    step: prepareRecords,
    handler: 'prepare-records',
    permissions: [
      'read-records',
      'write-records',
      'read-ledger',
      'read-commands',
      'write-ledger',
      'record-decisions',
    ],
    timeoutSeconds: SHORT_SECONDS,
  },
  CheckPreparation: {
    step: checkPreparation,
    handler: 'check-preparation',
    permissions: [
      'read-route',
      'read-change',
      'read-calendars',
      'read-ledger',
      'write-ledger',
      'record-decisions',
    ],
    timeoutSeconds: SHORT_SECONDS,
  },
  RestoreRecords: {
    step: restoreRecords,
    handler: 'restore-records',
    permissions: ['read-records', 'write-records', 'read-ledger', 'write-ledger', 'record-decisions'],
    timeoutSeconds: SHORT_SECONDS,
  },
  StartDeployment: {
    step: startDeployment,
    handler: 'start-deployment',
    permissions: ['start-deployments', 'read-ledger', 'read-commands', 'write-ledger', 'record-decisions'],
    timeoutSeconds: SHORT_SECONDS,
  },
  CheckDeployment: {
    step: checkDeployment,
    handler: 'check-deployment',
    permissions: [
      'read-deployments',
      'read-route',
      'read-alarms',
      'read-metrics',
      'read-ledger',
      'write-ledger',
      'record-decisions',
    ],
    timeoutSeconds: SHORT_SECONDS,
  },
  SmokeTest: {
    step: smokeTest,
    handler: 'smoke-test',
    permissions: ['read-secrets'],
    timeoutSeconds: SMOKE_TEST_SECONDS,
  },
  AskGates: {
    step: askGates,
    handler: 'ask-gates',
    permissions: ['ask-gates', 'read-ledger'],
    timeoutSeconds: GATES_SECONDS,
  },
  ShiftTraffic: {
    step: shiftTraffic,
    handler: 'shift-traffic',
    permissions: [
      'read-route',
      'write-route',
      'read-ledger',
      'read-commands',
      'write-ledger',
      'record-decisions',
    ],
    timeoutSeconds: SHORT_SECONDS,
  },
  CheckPropagation: {
    step: checkPropagation,
    handler: 'check-propagation',
    permissions: ['read-change'],
    timeoutSeconds: SHORT_SECONDS,
  },
  ProbeNewPath: {
    step: probeNewPath,
    handler: 'probe-new-path',
    permissions: ['read-secrets'],
    timeoutSeconds: PROBES_SECONDS,
  },
  EvaluateHealth: {
    step: evaluateHealth,
    handler: 'evaluate-health',
    permissions: [
      'read-route',
      'read-alarms',
      'read-metrics',
      'read-calendars',
      'read-ledger',
      'write-ledger',
      'record-decisions',
    ],
    timeoutSeconds: SHORT_SECONDS,
  },
  VerifyDecommission: {
    step: verifyDecommission,
    handler: 'verify-decommission',
    permissions: [
      'read-route',
      'read-zones',
      'read-metrics',
      'read-references',
      'read-ledger',
      'record-decisions',
    ],
    timeoutSeconds: LONG_SCAN_SECONDS,
  },
  ReleaseLock: {
    step: releaseLock,
    handler: 'release-lock',
    permissions: ['read-ledger', 'read-commands', 'write-ledger', 'record-decisions'],
    timeoutSeconds: SHORT_SECONDS,
  },
  RevertTraffic: {
    step: revertTraffic,
    handler: 'revert-traffic',
    permissions: [
      'read-route',
      'write-route',
      'read-targets',
      'read-ledger',
      'write-ledger',
      'record-decisions',
    ],
    timeoutSeconds: SHORT_SECONDS,
  },
  StopDeployment: {
    step: stopDeployment,
    handler: 'stop-deployment',
    permissions: ['stop-deployments', 'read-ledger', 'record-decisions'],
    timeoutSeconds: SHORT_SECONDS,
  },
  CheckRevert: {
    step: checkRevert,
    handler: 'check-revert',
    permissions: ['read-ledger', 'read-reverts'],
    timeoutSeconds: SHORT_SECONDS,
  },
  RecordFailure: {
    step: recordFailure,
    handler: 'record-failure',
    permissions: ['record-decisions'],
    timeoutSeconds: SHORT_SECONDS,
  },
} as const satisfies Record<string, Task>;

/**
 * The registry of guards: functions that EventBridge invokes, when an execution has ended, when an alarm
 * fires, and every five minutes. They start the revert state machine when a cutover cannot do so itself.
 */
export const guards = {
  GuardExecution: {
    step: guardExecution,
    handler: 'guards/guard-execution',
    permissions: ['read-ledger', 'use-executions'],
    timeoutSeconds: SHORT_SECONDS,
  },
  GuardAlarm: {
    step: guardAlarm,
    handler: 'guards/guard-alarm',
    permissions: ['read-ledger', 'use-executions'],
    timeoutSeconds: SHORT_SECONDS,
  },
  Reconcile: {
    step: reconcile,
    handler: 'guards/reconcile',
    permissions: ['read-route', 'read-ledger', 'write-ledger', 'record-decisions', 'use-executions'],
    timeoutSeconds: SHORT_SECONDS,
  },
} as const satisfies Record<string, Task>;

/** The registry of functions that people call. Operate is behind a URL whose callers AWS authenticates. */
export const operations = {
  Operate: {
    step: operate,
    handler: 'operate',
    permissions: ['send-commands', 'operate-executions'],
    timeoutSeconds: SHORT_SECONDS,
  },
} as const satisfies Record<string, Task>;

/** The registry of functions that publish what was decided. No cutover waits for them. */
export const publishers = {
  PublishEvents: {
    step: publishEvents,
    handler: 'events/publish-events',
    permissions: ['read-ledger', 'read-stream', 'publish-events'],
    timeoutSeconds: SHORT_SECONDS,
  },
  NotifyPeople: {
    step: notifyPeople,
    handler: 'events/notify-people',
    permissions: ['send-messages'],
    timeoutSeconds: SHORT_SECONDS,
  },
} as const satisfies Record<string, Task>;

/** The name of a function that publishes what was decided. */
export type PublisherName = keyof typeof publishers;

/** The name of a function that people call. */
export type OperationName = keyof typeof operations;

/** The name of a guard. */
export type GuardName = keyof typeof guards;

/** The name of a Task; `${NameArn}` in the ASL. */
export type TaskName = keyof typeof tasks;

/** The name of a Task, guard, operation or publisher, and of its function. */
export type FunctionName = TaskName | GuardName | OperationName | PublisherName;

const registry: Readonly<Record<FunctionName, Task>> = {
  ...{ ...tasks, ...guards },
  ...{ ...operations, ...publishers },
};

export const taskNames = Object.keys(tasks) as TaskName[];
export const guardNames = Object.keys(guards) as GuardName[];
export const operationNames = Object.keys(operations) as OperationName[];
export const publisherNames = Object.keys(publishers) as PublisherName[];
export const functionNames: readonly FunctionName[] = [
  ...taskNames,
  ...guardNames,
  ...operationNames,
  ...publisherNames,
];

/** The Task, guard, operation or publisher of a name. */
export function registeredTask(name: FunctionName): Task {
  return registry[name];
}
