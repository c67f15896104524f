import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Node } from 'constructs';
import * as v from 'valibot';
import { DECISION_KINDS } from '../../lambdas/core/events/decision';
import { gateName } from '../../lambdas/core/gates/gate';
import { privateNetworkSchema } from '../../lambdas/core/networks/private-network';
import { hostedZoneId } from '../../lambdas/core/plan/plan-fields';
import { policySchema } from '../../lambdas/core/policy/policy';
import { routeConfigSchema } from '../../lambdas/core/routers/route-config';
import {
  listOf,
  namesAndValues,
  oneOf,
  text,
  textLike,
  wholeNumber,
} from '../../lambdas/core/validation/fields';
import { check, type Problem } from '../../lambdas/core/validation/problems';
import { validated } from '../../lambdas/core/validation/validated';
import { readDocument } from '../shared/read-file';
import { readStartTime, START_TIME_RULE } from '../shared/start-time';
import type { CutoverSchedule } from './cutover-schedule';
import { gateHosts } from './gates-prop';
import { alarmPlaceSchema } from './guards/alarm-places';
import { assumableRoleSchema } from './iam/role-statements';
import { allowedSecretSchema } from './iam/secret-statements';
import { USE_NETWORKS } from './networks-prop';

const deploymentGroup = v.strictObject({
  applicationName: text(100, 'the name of an application in CodeDeploy'),
  deploymentGroupName: text(100, 'the name of a deployment group'),
});

const topicArn = textLike(/^arn:[a-z-]+:sns:.+$/, 'must be the ARN of an SNS topic');

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

/** The keys of the context, each after the prefix `cutover:`. */
const settings = v.strictObject({
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

type Given = v.InferInput<typeof settings>;

/** What the context says of the app's one stack, as it was given: the construct fills in defaults. */
export interface AppSettings extends Omit<Given, 'gates' | 'notifications' | 'schedules'> {
  /** `cutover:gates`: the construct has functions where the context has ARNs. */
  readonly existingGates?: NonNullable<Given['gates']>;
  /** `cutover:notifications`: the construct has topics where the context has ARNs. */
  readonly existingTopics?: NonNullable<Given['notifications']>;
  readonly schedules?: readonly CutoverSchedule[];
}

const PREFIX = 'cutover:';

/** Keys that are no longer read, and what to use in their place. */
const RENAMED: ReadonlyMap<string, string> = new Map([[`${PREFIX}allowPrivateAddresses`, USE_NETWORKS]]);

/**
 * Reads the context of the app: values in `cdk.json`, or JSON on the command line.
 * @throws ValidationError that lists everything that is missing or not valid
 */
export function readSettings(node: Node): AppSettings {
  const known = Object.keys(settings.entries);
  const entries = known.flatMap((name) => {
    const value: unknown = node.tryGetContext(PREFIX + name);
    return value === undefined ? [] : [[name, typeof value === 'string' ? parse(value) : value]];
  });
  const given: unknown = Object.fromEntries(entries);
  const checked = check(settings, given);
  const problems = [...(checked.ok ? [] : checked.problems), ...unknownKeys(node, known)];
  const heading = `the context of the app (${PREFIX}…) is not valid`;
  validated(heading, problems.length === 0 ? checked : { ok: false, problems });
  // The check has passed, so it has this shape.
  const { gates, notifications, schedules, ...others } = given as Given;
  return {
    ...others,
    ...(gates === undefined ? {} : { existingGates: gates }),
    ...(notifications === undefined ? {} : { existingTopics: notifications }),
    ...(schedules === undefined ? {} : { schedules: schedules.map(scheduleOf) }),
  };
}

/** The path of a plan is relative to the working directory, which is that of `cdk.json`. */
function scheduleOf({ name, at, plan }: NonNullable<Given['schedules']>[number]): CutoverSchedule {
  return {
    name,
    plan: typeof plan === 'string' ? readDocument(plan, 'plan') : plan,
    schedule: ScheduleExpression.at(new Date(at)),
  };
}

/** A key that is misspelled would otherwise be left out silently, and with it what it restricts. */
function unknownKeys(node: Node, known: readonly string[]): Problem[] {
  const keys = known.map((name) => PREFIX + name);
  const all: Readonly<Record<string, unknown>> = node.getAllContext();
  return Object.keys(all)
    .filter((key) => key.toLowerCase().startsWith(PREFIX) && !keys.includes(key))
    .map((path) => {
      const renamed = RENAMED.get(path);
      const message =
        renamed === undefined
          ? `is not a key of the context; keys: ${keys.join(', ')}`
          : `was replaced; use ${PREFIX}${renamed}`;
      return { path, message };
    });
}

/** The value of JSON text. Text that is not JSON, such as an ARN, stays as it is. */
function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
