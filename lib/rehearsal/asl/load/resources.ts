import type { Problem } from '../../../../lambdas/core/validation/problems';

/**
 * Which service integrations a machine may use. `rehearsed`: those that a rehearsal does. `scripted`: all
 * that answer at once, because a replay has their results.
 */
export type Integrations = 'rehearsed' | 'scripted';

const PARTITION = '(?:aws|aws-cn|aws-us-gov)';
const LAMBDA = new RegExp(
  `^arn:${PARTITION}:lambda:[a-z0-9-]+:\\d{12}:function:[\\w-]{1,64}(?::(?:\\$LATEST|[\\w-]{1,128}))?$`,
);
const INTEGRATION = new RegExp(`^arn:${PARTITION}:states:::(.+)$`);

const REHEARSED: ReadonlySet<string> = new Set(['states:startExecution']);

/** Optimized integrations that answer at once (Step Functions developer guide, integrating services). */
const OPTIMIZED: ReadonlySet<string> = new Set([
  ...REHEARSED,
  'apigateway:invoke',
  'batch:submitJob',
  'dynamodb:deleteItem',
  'dynamodb:getItem',
  'dynamodb:putItem',
  'dynamodb:updateItem',
  'ecs:runTask',
  'events:putEvents',
  'http:invoke',
  'lambda:invoke',
  'sns:publish',
  'sqs:sendMessage',
]);

/** Whether a Task invokes a function by its ARN. Its history events have other names. */
export function isFunctionArn(resource: string): boolean {
  return LAMBDA.test(resource);
}

/** Why a Task cannot have this Resource; null if it can. */
export function resourceProblem(resource: string, integrations: Integrations): string | null {
  const service = INTEGRATION.exec(resource)?.[1];
  if (isFunctionArn(resource) || (service !== undefined && isDone(service, integrations))) {
    return null;
  }
  const allowed = integrations === 'rehearsed' ? [...REHEARSED].join(', ') : 'those that answer at once';
  const what = service === undefined ? 'is not the ARN of a function or an integration' : 'is not supported';
  return (
    `is ${JSON.stringify(resource)}, which ${what}; ` +
    `allowed: functions by their ARN, and integrations: ${allowed}`
  );
}

function isDone(service: string, integrations: Integrations): boolean {
  return integrations === 'rehearsed'
    ? REHEARSED.has(service)
    : OPTIMIZED.has(service) || /^aws-sdk:[a-z0-9]+:[a-z][A-Za-z0-9]*$/.test(service);
}

/** Resources of several partitions: an integration of another partition fails with States.Runtime. */
export function partitionProblems(
  resources: readonly { readonly path: string; readonly arn: string }[],
): Problem[] {
  const [first] = resources;
  const partitionOf = (arn: string) => arn.split(':')[1];
  return resources
    .filter(({ arn }) => arn.startsWith('arn:') && partitionOf(arn) !== partitionOf(first?.arn ?? arn))
    .map(({ path, arn }) => ({
      path,
      message:
        `is in the partition ${partitionOf(arn)}; ` +
        `must be in ${partitionOf(first?.arn ?? '')}, as ${first?.path} is`,
    }));
}
