import * as v from 'valibot';
import { DECISION_KINDS } from '../../../lambdas/core/events/decision';
import { gateName } from '../../../lambdas/core/gates/gate';
import { privateNetworkSchema } from '../../../lambdas/core/networks/private-network';
import { hostedZoneId } from '../../../lambdas/core/plan/plan-fields';
import { policySchema } from '../../../lambdas/core/policy/policy';
import { routeConfigSchema } from '../../../lambdas/core/routers/route-config';
import {
  listOf,
  namesAndValues,
  oneOf,
  text,
  textLike,
  wholeNumber,
} from '../../../lambdas/core/validation/fields';
import { readStartTime, START_TIME_RULE } from '../../shared/start-time';
import { alarmPlaceSchema, allowedSecretSchema, assumableRoleSchema, gateHosts } from './given-schemas';

const deploymentGroup = v.strictObject({
  applicationName: text(100, 'the name of an application in CodeDeploy'),
  deploymentGroupName: text(100, 'the name of a deployment group'),
});

export const topicArn = textLike(/^arn:[a-z-]+:sns:.+$/, 'must be the ARN of an SNS topic');

const notification = v.strictObject({
  topicArn,
  format: oneOf('text', 'chat'),
  events: v.exactOptional(
    listOf(oneOf(...DECISION_KINDS), 1, DECISION_KINDS.length, 'kinds of decisions (docs/guide/events.md)'),
  ),
});

const gate = v.strictObject({
  functionArn: textLike(
    /^arn:[a-z-]+:lambda:.+:function:.+$/,
    'must be the ARN of a Lambda function, a version or an alias',
  ),
  hosts: v.exactOptional(gateHosts),
});

const schedule = v.strictObject({
  name: text(64, 'the name of a schedule'),
  at: v.pipe(
    v.string(START_TIME_RULE),
    v.check((at) => readStartTime(at) !== null, START_TIME_RULE),
  ),
  plan: v.union(
    [v.pipe(v.string(), v.minLength(1)), v.record(v.string(), v.unknown())],
    'must be a plan, or the path of its file',
  ),
});

/**
 * What a deployment may do: the fields of a deployment file, and the keys of the context of the CDK app, each
 * after the prefix `cutover:`. Loads without CDK.
 */
export const appSettingsSchema = v.strictObject({
  routes: listOf(
    routeConfigSchema(),
    1,
    100,
    'zones with their records, key value stores and load balancers',
  ),
  deploymentGroups: v.exactOptional(
    listOf(deploymentGroup, 1, 100, 'deployment groups that stages may deploy to'),
  ),
  allowedHosts: v.exactOptional(listOf(text(253, 'a host pattern'), 1, 100, 'host patterns')),
  allowedPrivateNetworks: v.exactOptional(
    listOf(privateNetworkSchema(), 0, 20, 'private networks that smoke tests may connect to'),
  ),
  secrets: v.exactOptional(listOf(allowedSecretSchema(), 0, 20, 'secrets that checks may refer to')),
  gates: v.exactOptional(namesAndValues(gateName, gate, 'gates, each with its functionArn')),
  roles: v.exactOptional(listOf(assumableRoleSchema(), 0, 5, 'roles of other accounts')),
  alarmPlaces: v.exactOptional(
    listOf(alarmPlaceSchema, 0, 20, 'Regions and accounts from which events of alarms are forwarded'),
  ),
  policy: v.exactOptional(policySchema),
  commandEndpoint: v.exactOptional(oneOf('function-url', 'http-api')),
  revertConcurrency: v.exactOptional(
    wholeNumber(1, 1_000, 'executions reserved for each function of a revert'),
  ),
  decommission: v.exactOptional(
    v.strictObject({ hostedZoneIds: v.exactOptional(listOf(hostedZoneId, 0, 50, 'hosted zone ids')) }),
  ),
  encryptionKeyArn: v.exactOptional(textLike(/^arn:[a-z-]+:kms:.+:key\/.+$/, 'must be the ARN of a KMS key')),
  notifications: v.exactOptional(listOf(notification, 1, 20, 'topics that are notified of decisions')),
  eventBusArn: v.exactOptional(
    textLike(/^arn:[a-z-]+:events:.+:event-bus\/.+$/, 'must be the ARN of an event bus'),
  ),
  alarmTopicArn: v.exactOptional(topicArn),
  schedules: v.exactOptional(listOf(schedule, 1, 50, 'cutovers that start at a time')),
});

/** The settings as they are written. */
export type GivenSettings = v.InferInput<typeof appSettingsSchema>;
