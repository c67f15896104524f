import fc from 'fast-check';
import { COMMAND_KINDS } from '../../../lambdas/core/shared/operator-command';
import { LEFTOVERS } from '../../rehearsal/aws/reference-account';
import { GROUP_FAULTS } from '../../rehearsal/faults/instance-faults';
import { guards, tasks } from '../../workflow/tasks';

const apis = [
  'route53',
  'route53:ListResourceRecordSets',
  'route53:ChangeResourceRecordSets',
  'route53:GetChange',
  'cloudwatch',
  'dynamodb',
  'dynamodb:UpdateItem',
  'dynamodb:PutItem',
  'states',
  'elbv2',
  'codedeploy',
  'codedeploy:CreateDeployment',
  'lambda:Invoke',
  'secretsmanager',
];
const functions = [...Object.keys(tasks), ...Object.keys(guards)];

const path = fc.constantFrom('old', 'new');
const stillInUse = fc.constantFrom(...LEFTOVERS);

/** Random faults of each kind, without their time. */
export const faultKinds: readonly fc.Arbitrary<object>[] = [
  fc.record({ kind: fc.constant('errors'), path, rate: fc.constantFrom(0.005, 0.02, 0.3, 1) }),
  fc.record({ kind: fc.constant('latency'), path, addMs: fc.constantFrom(100, 900, 5_000) }),
  fc.record({ kind: fc.constant('no-metrics') }),
  fc.record({ kind: fc.constant('mutual-tls'), path }),
  fc.record({ kind: fc.constant('unreached'), path }),
  fc.record({
    kind: fc.constant('direct-requests'),
    path,
    requestsPerSecond: fc.constantFrom(0.1, 5, 200),
  }),
  fc.record({
    kind: fc.constant('targets-unhealthy'),
    path,
    state: fc.constantFrom('unhealthy', 'unhealthy', 'initial', 'draining'),
  }),
  fc.record({
    kind: fc.constant('auto-scaling-group'),
    path,
    is: fc.constantFrom(...GROUP_FAULTS),
    process: fc.constantFrom('Launch', 'AZRebalance'),
  }),
  fc.record({ kind: fc.constant('balancer-shared') }),
  fc.record({ kind: fc.constant('alarm-missing') }),
  fc.record({ kind: fc.constant('alarm-fires') }),
  fc.record({ kind: fc.constant('alarm-fires-elsewhere') }),
  fc.record({ kind: fc.constant('throttle'), api: fc.constantFrom(...apis) }),
  fc.record({
    kind: fc.constant('api-error'),
    api: fc.constantFrom(...apis),
    error: fc.constantFrom('InternalFailure', 'AccessDenied', 'PriorRequestNotComplete'),
    afterEffect: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('task-fails'),
    task: fc.constantFrom(...functions),
    afterEffect: fc.boolean(),
    delaySeconds: fc.constantFrom(0, 0, 5, 29),
    error: fc.constantFrom('Lambda.Unknown', 'Sandbox.Timedout', 'TypeError'),
  }),
  fc.record({
    kind: fc.constant('function-hangs'),
    task: fc.constantFrom(...functions),
    afterCalls: fc.integer({ min: 0, max: 8 }),
  }),
  fc.record({
    kind: fc.constant('slow-api'),
    api: fc.constantFrom(...apis),
    seconds: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({
    kind: fc.constant('slow-api'),
    api: fc.constantFrom('route53'),
    seconds: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ kind: fc.constant('stuck-pending') }),
  fc.record({ kind: fc.constant('upgrade'), failSeconds: fc.integer({ min: 0, max: 10 }) }),
  fc.record({ kind: fc.constant('control-plane-dead') }),
  fc.record({
    kind: fc.constant('record-deleted'),
    path,
    recordType: fc.constantFrom(undefined, 'A', 'AAAA'),
  }),
  fc.record({
    kind: fc.constant('record-added'),
    weight: fc.constantFrom(0, 1, 50),
    leadsTo: fc.constantFrom('old', 'new', 'elsewhere'),
  }),
  fc.record({
    kind: fc.constant('record-added'),
    recordType: fc.constantFrom('AAAA', 'HTTPS'),
    leadsTo: fc.constantFrom('old', 'new', 'elsewhere'),
  }),
  fc.record({
    kind: fc.constant('record-changed'),
    ttlSeconds: fc.integer({ min: 1, max: 60 }),
    recordType: fc.constantFrom('A', 'AAAA'),
  }),
  fc.record({
    kind: fc.constant('certificate-status'),
    status: fc.constantFrom('PENDING_VALIDATION', 'EXPIRED'),
  }),
  fc.record({
    kind: fc.constant('change-set'),
    action: fc.constantFrom('Modify', 'Remove'),
    status: fc.constantFrom('CREATE_COMPLETE', 'FAILED'),
  }),
  fc.record({ kind: fc.constant('calendar-closed'), index: fc.constantFrom(0, 0, 1) }),
  fc.record({ kind: fc.constant('still-in-use'), by: stillInUse }),
  fc.record({ kind: fc.constant('stop-execution') }),
  fc.record({ kind: fc.constant('stop-execution') }),
  fc.record({ kind: fc.constant('events-lost'), events: fc.constantFrom('status', 'alarm') }),
  fc.record({ kind: fc.constant('events-doubled'), events: fc.constantFrom('status', 'alarm') }),
  fc.record({
    kind: fc.constant('record-changed'),
    weights: fc.record({ old: fc.integer({ min: 0, max: 255 }), new: fc.integer({ min: 0, max: 255 }) }),
  }),
  fc.record({ kind: fc.constant('record-changed'), ttlSeconds: fc.integer({ min: 1, max: 60 }) }),
  fc.record({
    kind: fc.constant('clock-off'),
    task: fc.constantFrom(...functions),
    seconds: fc.constantFrom(-3_600, -50, -4, 4, 50, 3_600),
  }),
  fc.record({
    kind: fc.constant('new-target'),
    answers: fc.constantFrom('other-certificate', 'other-host', 'unreachable'),
  }),
  fc.record({ kind: fc.constant('route-locked') }),
  fc.record({ kind: fc.constant('operator'), says: fc.constantFrom(...COMMAND_KINDS) }),
  fc.record({
    kind: fc.constant('malformed-command'),
    says: fc.constantFrom('Resume', 'Pause', 'ABORT', 'aprove', 'resume', 'approve'),
  }),
  fc.record({
    kind: fc.constant('ledger-corrupted'),
    by: fc.constantFrom('router-of-another-route', 'no-router', 'no-snapshot'),
  }),
  fc.record({ kind: fc.constant('revert-started') }),
  fc.record({
    kind: fc.constant('revert-started'),
    named: fc.constant('as-its-revert'),
    typo: fc.constantFrom('execution', 'route'),
  }),
  fc.record({ kind: fc.constant('deployment'), does: fc.constantFrom('fail', 'hang', 'wait-for-another') }),
];
