import { comparisonOf } from '../../../lambdas/core/comparison/comparison-of';
import { compareOf } from '../../../lambdas/core/plan/compare-of';
import { recordRouteOf } from '../../../lambdas/core/routers/route';
import type { Case } from '../cases';
import type { MutantName } from './registry';

type Fault = Case['scenario']['faults'][number];

const has =
  (...kinds: readonly Fault['kind'][]) =>
  ({ scenario }: Case): boolean =>
    scenario.faults.some(({ kind }) => kinds.includes(kind));

const operator =
  (command: string) =>
  ({ scenario }: Case): boolean =>
    scenario.faults.some((fault) => fault.kind === 'operator' && fault.says === command);

const hasGate = ({ plan }: Case): boolean => plan.stages.some(({ approval }) => approval !== undefined);

const asksAt =
  (...times: readonly string[]) =>
  ({ plan }: Case): boolean =>
    plan.gates?.some(({ at }) => times.includes(at)) === true;

const comparesPaths = ({ plan }: Case): boolean => compareOf(plan.health) !== undefined;

const hasProbes = ({ plan }: Case): boolean => plan.smokeTest.everySeconds !== undefined;

/** So few requests that those of the probes are most of them, and a minimum of users' requests. */
const isQuiet = ({ plan, scenario }: Case): boolean =>
  (scenario.traffic.requestsPerSecond ?? 50) < 1 && plan.health.minRequests !== undefined;

const isLong = (limitSeconds = 0): boolean => limitSeconds > 900;

const hasSeveralRanges = ({ scenario }: Case): boolean => scenario.world.alarms.overrides !== undefined;

const failsToMeasure = ({ scenario }: Case): boolean =>
  scenario.faults.some(
    (fault) => fault.kind === 'control-plane-dead' || ('api' in fault && fault.api.startsWith('cloudwatch')),
  );

const failsToRead = ({ scenario }: Case): boolean =>
  scenario.faults.some(
    (fault) => 'api' in fault && /^(route53|elbv2|cloudfront-keyvaluestore)$/.test(fault.api),
  );

const failsFromTheStart = ({ scenario }: Case): boolean =>
  scenario.faults.some((fault) => 'at' in fault && fault.at === 0);

const stopsWhileCallsAreSlow = (drawn: Case): boolean =>
  has('slow-api')(drawn) && has('stop-execution', 'alarm-fires')(drawn);

const revertsAgain = (drawn: Case): boolean =>
  operator('revert')(drawn) && withFault({ kind: 'events-lost', events: 'alarm' })(drawn);

const hasCertificate = (status: string) => withFault({ kind: 'certificate-status', status });
const hasTargetsIn = (state: string) => withFault({ kind: 'targets-unhealthy', state });

/** A case with a fault that has these fields. */
function withFault(fields: Readonly<Record<string, unknown>>): (drawn: Case) => boolean {
  return ({ scenario }) =>
    scenario.faults.some((fault) =>
      Object.entries(fields).every(([name, value]) => (fault as Record<string, unknown>)[name] === value),
    );
}

/** A case whose world has one of these values in a field. */
function withWorld(name: keyof Case['scenario']['world'], ...values: readonly unknown[]) {
  return ({ scenario }: Case): boolean => values.includes(scenario.world[name]);
}

/**
 * What a case needs to show a planted bug, where few cases have it: the search runs no other ones. A bug that
 * is not here may show in any case.
 */
export const neededBy: Readonly<Partial<Record<MutantName, (drawn: Case) => boolean>>> = {
  'take one approval for several': ({ plan }) => plan.stages.some(({ approval }) => approval?.count === 2),
  'go on without an approval': hasGate,
  'wait for an approval for ever': hasGate,
  'take any approval for that of the stage': hasGate,
  'take an approval by anybody': ({ plan }) => plan.stages.some(({ approval }) => approval?.by !== undefined),
  'forget that a pause has ended': operator('resume'),
  'take the sessions of a role for persons': hasGate,
  'say that a path can go while others refer to it': has('still-in-use'),
  'release a route that could not be put back': has('record-deleted'),
  'take its share from a third record': has('record-added'),
  'reconcile no broken route': has('record-deleted'),
  'wait for a deployment for ever': has('deployment'),
  'pass without the minimum of requests': ({ plan }) => plan.health.minRequests !== undefined,
  'compare nothing': comparesPaths,
  'compare a path with itself': comparesPaths,
  'accept what is not known of a comparison': comparesPaths,
  'wait for a comparison for ever': comparesPaths,
  'wait for a comparison that the plan does not write': ({ plan }) => comparisonOf(plan)?.isDefault === true,
  'evaluate the first alarm alone': ({ scenario }) =>
    scenario.faults.some((fault) => fault.kind === 'alarm-fires' && fault.index === 1),
  'judge by the shortest range of the alarms': hasSeveralRanges,
  'see requests over the longest range of the alarms': (drawn) =>
    hasSeveralRanges(drawn) && has('no-metrics', 'unreached', 'mutual-tls', 'new-target')(drawn),
  'take an alarm that cannot be read for OK': failsToMeasure,
  'take a route that cannot be read for unchanged': failsToRead,
  'ignore the limit of errors': failsToMeasure,
  'allow one error more': failsToMeasure,
  'reconcile nothing': has('record-changed'),
  'read no drift': has('record-changed'),
  'shift over what someone else has changed': has('record-changed'),
  'take a new fence with each try of the lock': ({ scenario }) =>
    scenario.faults.some((fault) => fault.kind === 'task-fails' && fault.task === 'AcquireLock'),
  'start no revert for an execution that ended': has('stop-execution'),
  'restore before the lease is over': has('slow-api'),
  'forget the lease in a revert': stopsWhileCallsAreSlow,
  'move the traffic back and wait for no lease': stopsWhileCallsAreSlow,
  'release while a write is on its way': stopsWhileCallsAreSlow,
  'release a route whose entry is corrupt': has('ledger-corrupted'),
  'find nothing in the preflight': failsFromTheStart,
  'let an alarm pass in the preflight': failsFromTheStart,
  'pass every smoke test': failsFromTheStart,
  'revert the first type alone': ({ plan }) => (recordRouteOf(plan.router)?.recordTypes.length ?? 0) > 1,
  'read no command in an evaluation': operator('pause'),
  'only record an abort': operator('abort'),
  'stop nothing for an alarm': has('alarm-fires', 'errors'),
  'wait for propagation for ever': has('stuck-pending'),
  'take every probe for one that passed': hasProbes,
  'leave the probes out of an evaluation': hasProbes,
  'count the probes as requests of users': (drawn) => hasProbes(drawn) && isQuiet(drawn),
  'send probes half as often': hasProbes,
  'send on after the last failure that the plan allows': hasProbes,
  'give the hold the patience of a soak': (drawn) =>
    isLong(drawn.plan.hold?.inconclusiveLimitSeconds) &&
    has('no-metrics', 'unreached', 'mutual-tls', 'new-target')(drawn),
  'say that a path can go while it is used': ({ plan }) => plan.remainingTraffic.source !== undefined,
  'move on while a calendar is closed': (drawn) =>
    drawn.plan.changeCalendars !== undefined && has('calendar-closed')(drawn),
  'wait for readiness for ever': has('certificate-status', 'targets-unhealthy'),
  'accept what the plan does not accept': ({ scenario }) =>
    scenario.world.otherRecords !== undefined ||
    scenario.faults.some(({ kind }) => kind === 'balancer-shared'),
  'restore records without a lease': ({ plan }) => plan.ttl !== undefined,
  'write a route as it is found': has('record-changed'),
  'take the shortest lead of several types': ({ plan }) => plan.ttl !== undefined,
  'count the lead from the question': (drawn) => drawn.plan.ttl !== undefined && has('slow-api')(drawn),
  'evaluate the records of the route alone': has('record-added'),
  'move traffic beside a record of another type': has('record-added'),
  'prove the records of the route alone': ({ plan, scenario }) =>
    scenario.world.otherRecords !== undefined ||
    (has('record-added')({ plan, scenario }) && plan.hold !== undefined),
  'ask no gate': asksAt('before-traffic'),
  'take a gate that is silent for a pass': asksAt('each-stage', 'soak'),
  'take a gate that is silent for a failure': asksAt('each-stage', 'soak'),
  'take a suite that runs for a doubt': asksAt('each-stage', 'soak'),
  'move traffic before a gate has passed': asksAt('before-traffic'),
  'ask gates that give errors for ever': asksAt('before-traffic'),
  'restart the limits of a gate with each run of its suite': asksAt('before-traffic'),
  'ask a gate of a soak once': asksAt('soak'),
  'wait longer for each second that a gate takes': asksAt('each-stage', 'soak'),
  'leave the gates out of an evaluation': asksAt('each-stage', 'soak'),
  'let a suite run for ever': asksAt('each-stage', 'soak'),
  'take a pass of a gate from before the shift': asksAt('each-stage', 'soak'),
  'take a pass of a gate for good': asksAt('soak'),
  'let slow answers pass the smoke test': (drawn) =>
    has('latency')(drawn) &&
    drawn.plan.smokeTest.checks.some(({ maxLatencyMs }) => maxLatencyMs !== undefined),
  'probe the base URL alone': hasProbes,
  'leave the comparison out of the smoke test': (drawn) =>
    has('latency')(drawn) && drawn.plan.smokeTest.compare !== undefined,
  'test without the secret of a check': ({ plan }) =>
    plan.smokeTest.checks.some(({ headers }) => Object.keys(headers).length > 0),
  'let the person approve who started the cutover': ({ plan }) =>
    plan.stages.some(({ approval }) => approval !== undefined),
  'let a person approve whom the policy does not name': ({ plan }) =>
    plan.stages.some(({ approval }) => approval !== undefined),
  'refuse every approval under a policy': ({ plan }) =>
    plan.stages.some(({ approval }) => approval !== undefined),
  'refuse to resume a cutover that is paused': operator('resume'),
  'let a path go unless every hour is above the limit': ({ plan, scenario }) =>
    (plan.hold?.seconds ?? 0) > 3 * 3_600 && has('direct-requests')({ plan, scenario }),
  'say that a path can go while another zone leads to it': ({ scenario }) =>
    scenario.world.otherZone?.leadsTo === 'old',
  'go on over an abort in the lead': (drawn) => drawn.plan.ttl !== undefined && operator('abort')(drawn),
  'take its own preparation for a change by someone else': ({ plan }) => plan.ttl !== undefined,
  'end the lead while a calendar is closed': (drawn) =>
    drawn.plan.ttl !== undefined && drawn.plan.changeCalendars !== undefined,
  'compare the time of an alarm with no regard to clocks': (drawn) =>
    drawn.scenario.world.clockSkewMs > 0 && has('alarm-fires')(drawn),
  'take an alarm from before the cutover for its own': withFault({ task: 'GuardAlarm' }),
  'take the end of any execution for that of the cutover': ({ scenario }) =>
    scenario.followUpCutovers.length > 0,
  'forget how the records were prepared': ({ plan }) => plan.ttl !== undefined,
  'give up a deployment when it has just begun': ({ plan }) =>
    plan.stages.some(({ deploy }) => deploy !== undefined),
  'take a revert that has failed for one that is done': ({ scenario }) =>
    scenario.faults.some(({ atInvocation }) => atInvocation?.task === 'RevertTraffic'),
  'end a cutover that is paused': operator('pause'),
  'overlook its own order of a deployment': withFault({ api: 'codedeploy:CreateDeployment' }),
  'refuse to move back when neither path can serve': (drawn) =>
    withFault({ kind: 'targets-unhealthy', path: 'old' })(drawn) &&
    withFault({ kind: 'targets-unhealthy', path: 'new' })(drawn),
  'refuse an abort while the cutover runs': operator('abort'),
  'take a revert that has failed for one that runs': revertsAgain,
  'start a revert that has failed without an operator': revertsAgain,
  'forget a lock that a failed revert has kept': revertsAgain,
  'accept a command and lose it': operator('pause'),
  'abort a cutover that has released its lock': (drawn) =>
    operator('abort')(drawn) && withFault({ kind: 'slow-api', api: 'dynamodb' })(drawn),
  'refuse an abort that cannot be recorded': (drawn) =>
    operator('abort')(drawn) && withFault({ kind: 'throttle', api: 'dynamodb:TransactWriteItems' })(drawn),
  'take a route that cannot be read for a changed one': failsToRead,
  'never see that prepared records have propagated': ({ plan }) => plan.ttl !== undefined,
  'prepare over an entry that is corrupt': (drawn) =>
    has('ledger-corrupted')(drawn) && withFault({ task: 'PrepareRecords' })(drawn),
  'let any TTL pass': ({ scenario: { world } }) =>
    world.aliasTtlSeconds !== undefined || (!world.alias && world.ttlSeconds > 60),
  'let a certificate pass that does not exist': hasCertificate('missing'),
  'let a certificate pass that is for another name': hasCertificate('for-another-name'),
  'let a certificate pass that soon expires': hasCertificate('expires-soon'),
  'let a target group pass that does not exist': hasTargetsIn('group-deleted'),
  'let a target group pass that has no targets': hasTargetsIn('deregistered'),
  'let an alarm pass that is not evaluated': has('alarm-not-evaluated'),
  'let every Auto Scaling group pass': has('auto-scaling-group'),
  'let every change set pass': has('change-set'),
  'let any first raise pass': withFault({ kind: 'record-changed', at: 0, forSeconds: 3_000 }),
  'let the health of the old record pass': withWorld('oldRecordHealth', 'health-check'),
  'let the health of the new record pass': withWorld('newRecordHealth', 'health-check'),
  'let another public zone pass': ({ scenario: { world } }) => world.otherZone?.private === false,
  'let a health check pass on another alarm': withWorld('newHealthCheck', 'of-another-alarm'),
  'let a health check pass that is disabled': withWorld('newHealthCheck', 'disabled'),
  'let a health check pass that moves traffic without data': withWorld(
    'newHealthCheck',
    'unhealthy-without-data',
  ),
};
