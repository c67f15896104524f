import * as v from 'valibot';
import { type FunctionName, guards, tasks } from '../../workflow/tasks';
import { CONTROL_PLANES } from '../routers/make-split';
import { faultKind, numberBetween, oneOf, seconds, text, textLike, times, wholeNumber } from './fault';

const api = textLike(
  /^(route53|cloudfront-keyvaluestore|cloudwatch|elbv2|ecs|acm|dynamodb|states|codedeploy)(:[A-Za-z]+)?$/,
  'must be an API such as "route53" or "route53:GetChange" (services: route53, cloudfront-keyvaluestore, cloudwatch, elbv2, ecs, acm, dynamodb, states, codedeploy)',
);

const functionName = oneOf(...(Object.keys({ ...tasks, ...guards }) as [FunctionName]));

/** Calls of an API are throttled. The SDK tries three times before the step sees it. */
export const throttle = faultKind('throttle', { api, ...times }, (world, fault) =>
  world.calls.disturb({ ...fault, error: 'Throttling', busy: true, afterEffect: false }),
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
  (world, fault) => world.calls.disturb({ ...fault, busy: false }),
);

/** Calls of an API are slow to arrive. */
export const slowApi = faultKind(
  'slow-api',
  { api, seconds: numberBetween(0.1, 600, 'seconds that each call takes more') },
  (world, fault) => world.calls.slowDown(fault.api, fault.seconds),
);

/** No control plane can be reached: the router changes nothing, Step Functions starts nothing, the ledger says nothing. Requests are split as before. */
export const controlPlaneDead = faultKind('control-plane-dead', {}, (world) => {
  const active = [CONTROL_PLANES[world.plan.router.kind], 'states', 'dynamodb'].map((api) =>
    world.calls.disturb({ api, error: 'InternalFailure', busy: false, afterEffect: false }),
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
  (world, fault) => world.functions.disturb(fault),
);

/** The function of a task hangs, and is killed when its time is over: nothing that it had still to do happens. */
export const functionHangs = faultKind(
  'function-hangs',
  {
    task: functionName,
    ...times,
    afterCalls: v.optional(wholeNumber(0, 100, 'calls of services that it has made by then'), 0),
  },
  (world, fault) => world.functions.disturb(fault),
);

/** A change stays PENDING until the fault ends. */
export const stuckPending = faultKind('stuck-pending', {}, (world) => world.split.holdPending());

/** Somebody else changes a record of the route: its weights, or a field beside them. */
export const recordChanged = faultKind(
  'record-changed',
  {
    weights: v.optional(v.strictObject({ old: wholeNumber(0, 255), new: wholeNumber(0, 255) })),
    ttlSeconds: v.optional(seconds(0, 'the new TTL')),
  },
  (world, fault) => {
    world.split.foreignChange(fault);
    return { end: () => undefined };
  },
);

/** Somebody deletes the record of one path. */
export const recordDeleted = faultKind(
  'record-deleted',
  { path: v.optional(oneOf('old', 'new'), 'new') },
  (world, fault) => {
    world.split.foreignDelete(fault.path);
    return { end: () => undefined };
  },
);

/** An operator says a word to the running cutover. */
export const operator = faultKind(
  'operator',
  {
    says: oneOf('approve', 'pause', 'resume', 'abort'),
    reason: v.optional(text(200, 'why'), 'no reason given'),
  },
  (world, fault) => {
    world.operatorActions.say(fault.says, fault.reason);
    return { end: () => undefined };
  },
);

/** Another cutover holds the lock of the route. */
export const routeLocked = faultKind('route-locked', {}, (world) => {
  world.operatorActions.lockByAnother();
  return { end: () => undefined };
});

/** Somebody starts the revert machine for the running cutover by hand. */
export const revertStarted = faultKind('revert-started', {}, (world) => {
  world.operatorActions.startRevert();
  return { end: () => undefined };
});

/** Somebody presses "Stop execution" in the console. */
export const stopExecution = faultKind('stop-execution', {}, (world) => {
  world.operatorActions.stop();
  return { end: () => undefined };
});

/** Somebody presses "Redrive" in the console, for an execution that has ended other than in success. */
export const redrive = faultKind('redrive', {}, (world) => {
  world.operatorActions.redrive();
  return { end: () => undefined };
});

/** Deployments by CodeDeploy that begin meanwhile fail half-way or never come to an end; or somebody else's is under way in every group. */
export const deployment = faultKind(
  'deployment',
  { does: oneOf('fail', 'hang', 'wait-for-another') },
  ({ codeDeploy }, { does }) =>
    does === 'wait-for-another' ? codeDeploy.occupy() : codeDeploy.disturb(does),
);

const events = { events: oneOf('status', 'alarm') };

/** EventBridge loses status changes of executions (they are best effort), or of alarms. */
export const eventsLost = faultKind('events-lost', events, (world, fault) =>
  world.guards.events.lose(fault.events),
);

/** EventBridge delivers twice. */
export const eventsDoubled = faultKind('events-doubled', events, (world, fault) =>
  world.guards.events.double(fault.events),
);
