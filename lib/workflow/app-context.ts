import type { Node } from 'constructs';
import * as v from 'valibot';
import { hostedZoneId } from '../../lambdas/core/plan/plan-fields';
import { flag, listOf, oneOf, text, textLike } from '../../lambdas/core/validation/fields';
import { check, describeProblems } from '../../lambdas/core/validation/problems';

const records = v.strictObject({
  kind: v.exactOptional(v.literal('route53', 'must be "route53"')),
  hostedZoneId: text(32, 'the id of a hosted zone'),
  zoneName: text(253, 'the name of that zone'),
  recordNames: listOf(text(253, 'a record name'), 1, 100, 'record names'),
  recordTypes: v.exactOptional(listOf(oneOf('A', 'AAAA', 'CNAME'), 1, 2, 'record types')),
});

const arns = (what: string) =>
  v.exactOptional(listOf(text(300, `the ARN of a ${what}`), 1, 100, `ARNs of ${what}s`));

const routes = v.variant('kind', [
  records,
  v.strictObject({
    kind: v.literal('cloudfront-kvs'),
    keyValueStoreArn: text(300, 'the ARN of a key value store'),
    keys: v.exactOptional(listOf(text(512, 'a key'), 1, 100, 'keys')),
  }),
  v.strictObject({ kind: v.literal('alb'), listenerArns: arns('listener'), ruleArns: arns('rule') }),
]);

const deploymentGroup = v.strictObject({
  applicationName: text(100, 'the name of an application in CodeDeploy'),
  deploymentGroupName: text(100, 'the name of a deployment group'),
});

/** The keys of the context, `cutover:` before each. */
const settings = v.strictObject({
  routes: listOf(routes, 1, 100, 'zones with their records, key value stores and load balancers'),
  deploymentGroups: v.exactOptional(
    listOf(deploymentGroup, 1, 100, 'deployment groups that stages may deploy to'),
  ),
  allowedHosts: v.exactOptional(listOf(text(253, 'a host pattern'), 1, 100, 'host patterns')),
  allowPrivateAddresses: v.exactOptional(flag('smoke tests may connect to private addresses')),
  decommission: v.exactOptional(
    v.strictObject({ hostedZoneIds: v.exactOptional(listOf(hostedZoneId, 0, 50, 'hosted zone ids')) }),
  ),
  alarmTopicArn: v.exactOptional(textLike(/^arn:[a-z-]+:sns:/, 'must be the ARN of an SNS topic')),
});

/** What the app is told about its one stack. */
export type AppSettings = v.InferOutput<typeof settings>;

const PREFIX = 'cutover:';

/**
 * Reads the context of the app: values in `cdk.json`, or JSON on the command line.
 * @throws Error that lists everything that is missing or wrong
 */
export function readSettings(node: Node): AppSettings {
  const given = Object.keys(settings.entries).flatMap((name) => {
    const value: unknown = node.tryGetContext(PREFIX + name);
    return value === undefined ? [] : [[name, typeof value === 'string' ? parse(value) : value]];
  });
  const checked = check(settings, Object.fromEntries(given));
  if (!checked.ok) {
    throw new Error(
      `the context of the app (${PREFIX}…) is not right:\n${describeProblems(checked.problems)}`,
    );
  }
  return checked.value;
}

/** JSON if it is; an ARN comes as it is. */
function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
