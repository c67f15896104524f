import * as v from 'valibot';
import { gateName } from '../../../lambdas/core/gates/gate';
import {
  faultKind,
  functionName,
  numberBetween,
  oneOf,
  seconds,
  text,
  textLike,
  times,
  wholeNumber,
} from './fault';

const SERVICES = [
  ...['route53', 'cloudfront-keyvaluestore', 'cloudwatch', 'elbv2', 'autoscaling', 'ecs'],
  ...['acm', 'dynamodb', 'states', 'codedeploy', 'secretsmanager', 'ssm', 'lambda'],
];

const api = textLike(
  new RegExp(`^(${SERVICES.join('|')})(:[A-Za-z]+)?$`),
  `must be an API such as "route53" or "route53:GetChange" (services: ${SERVICES.join(', ')})`,
);

/** Calls of an API are throttled. The SDK tries three times before the step gets the error. */
export const throttle = faultKind('throttle', { api, ...times }, ({ calls }, fault) =>
  calls.disturb({ ...fault, error: 'Throttling', busy: true, afterEffect: false }),
);

/** Calls of an API fail; with `afterEffect` the work was done and only the answer is lost. */
export const apiError = faultKind(
  'api-error',
  {
    api,
    ...times,
    error: v.optional(text(100, 'the name of the error'), 'InternalFailure'),
    afterEffect: v.optional(v.boolean(), false),
  },
  ({ calls }, fault) => calls.disturb({ ...fault, busy: false }),
);

/** Calls of an API take longer to arrive. */
export const slowApi = faultKind(
  'slow-api',
  { api, seconds: numberBetween(0.1, 600, 'seconds by which each call is delayed') },
  ({ calls }, fault) => calls.slowDown(fault.api, fault.seconds),
);

/**
 * No control plane can be reached: the router's, Step Functions and DynamoDB fail every call. The router's
 * data plane still splits requests as before.
 */
export const controlPlaneDead = faultKind('control-plane-dead', {}, ({ calls, controlPlane }) => {
  const active = [controlPlane, 'states', 'dynamodb'].map((service) =>
    calls.disturb({ api: service, error: 'InternalFailure', busy: false, afterEffect: false }),
  );
  return {
    end: () => {
      for (const one of active) {
        one.end();
      }
    },
  };
});

/** The function of a task fails, before or after its step has done its work. */
export const taskFails = faultKind(
  'task-fails',
  {
    task: functionName,
    ...times,
    error: v.optional(text(100, 'the name of the error'), 'Lambda.Unknown'),
    delaySeconds: v.optional(seconds(0, 'until the failure shows', 900), 0),
    afterEffect: v.optional(v.boolean(), false),
  },
  ({ functions }, fault) => functions.disturb(fault),
);

/**
 * The function of a task hangs and is killed at its time-out. What it had not done by then does not happen.
 */
export const functionHangs = faultKind(
  'function-hangs',
  {
    task: functionName,
    ...times,
    afterCalls: v.optional(wholeNumber(0, 100, 'calls of services that it makes before it hangs'), 0),
  },
  ({ functions }, fault) => functions.disturb(fault),
);

/** The clock of a task's function is behind AWS's, or ahead of it. */
export const clockOff = faultKind(
  'clock-off',
  {
    task: functionName,
    ...times,
    seconds: numberBetween(-86_400, 86_400, 'seconds by which it is ahead; negative: behind'),
  },
  ({ functions }, fault) => functions.disturb({ ...fault, clockOffMs: Math.round(1_000 * fault.seconds) }),
);

/** A change of the route stays PENDING until the fault ends. */
export const stuckPending = faultKind('stuck-pending', {}, ({ split }) => split.holdPending());

/**
 * Deployments by CodeDeploy that begin during the fault fail half-way or never end; or each group has another
 * deployment in progress.
 */
export const deployment = faultKind(
  'deployment',
  { does: oneOf('fail', 'hang', 'wait-for-another') },
  ({ codeDeploy }, { does }) =>
    does === 'wait-for-another' ? codeDeploy.occupy() : codeDeploy.disturb(does),
);

const GATE_FAULTS = {
  fail: 'fail',
  hang: 'none',
  crash: 'crash',
  'answer-otherwise': 'malformed',
  'keep-running': 'running',
} as const;

/** The function of a gate, or of all gates, fails the cutover, hangs, crashes, or keeps running. */
export const gate = faultKind(
  'gate',
  {
    name: v.optional(gateName),
    does: oneOf(...(Object.keys(GATE_FAULTS) as [keyof typeof GATE_FAULTS])),
    reason: v.optional(text(300, 'the reason that the gate gives'), 'the suite failed'),
  },
  ({ gateFunctions }, { name, does, reason }) =>
    gateFunctions.disturb({ name, answer: GATE_FAULTS[does], reason }),
);

const events = { events: oneOf('status', 'alarm') };

/** EventBridge loses status changes of executions (they are best effort), or of alarms. */
export const eventsLost = faultKind('events-lost', events, ({ guards }, fault) =>
  guards.events.lose(fault.events),
);

/** EventBridge delivers events twice. */
export const eventsDoubled = faultKind('events-doubled', events, ({ guards }, fault) =>
  guards.events.double(fault.events),
);

/** Seconds that an upgrade takes without `forSeconds`. */
const UPGRADE_SECONDS = 60;

/**
 * The stack of the workflow is upgraded, within `forSeconds`: each function at a time of its own, and the
 * state machines at the end. AWS documents that invocations do not fail because of an update; with
 * `failSeconds` they do, because code and configuration are updated one after the other.
 */
export const upgrade = faultKind(
  'upgrade',
  {
    failSeconds: v.optional(
      seconds(0, 'for which the invocations of a function fail from its update on', 60),
      5,
    ),
  },
  ({ stack }, { forSeconds = UPGRADE_SECONDS, failSeconds }) => {
    stack.upgrade({ seconds: forSeconds, failSeconds });
    return { end: () => undefined };
  },
);
