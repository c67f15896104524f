import * as v from 'valibot';
import { namesAndValues, numberBetween, text, textLike } from '../validation/fields';
import { check } from '../validation/problems';
import { ValidationError, validated } from '../validation/validated';

/**
 * The service that calls the hook. CodeDeploy takes the result by PutLifecycleEventHookExecutionStatus; ECS
 * reads what the function returns.
 */
export type HookContract = 'codedeploy' | 'ecs';

/** Other fields are allowed: a service may add some at any time. */
const codeDeployEvent = v.object({
  DeploymentId: text(100, 'the id of a deployment'),
  LifecycleEventHookExecutionId: text(10_000, 'the id of a hook execution'),
});

/** Percent of the traffic by the ARN of the service revision. */
const weights = namesAndValues(
  v.string(),
  numberBetween(0, 100, 'percent'),
  'service revisions and percents',
);

const ecsEvent = v.object({
  executionId: text(200, 'the id of a hook execution'),
  lifecycleStage: text(100, 'a lifecycle stage'),
  resourceArn: textLike(
    /^arn:[a-z-]+:ecs:[a-z0-9-]+:\d{12}:service-deployment\/[^/]+\/[^/]+\/[^/]+$/,
    'must be the ARN of a service deployment',
  ),
  executionDetails: v.object({
    targetServiceRevisionArn: text(2_048, 'the ARN of the service revision that is deployed'),
    testTrafficWeights: v.nullish(weights, {}),
  }),
  /** The details from the configuration of the service, and those that the hook returned last. */
  hookDetails: v.nullish(
    v.looseObject({
      cutoverWaitingSince: v.optional(
        textLike(
          /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
          'must be the time that the hook returned, in ISO 8601',
        ),
      ),
    }),
    {},
  ),
});

/** The event of CodeDeploy (AWS CodeDeploy User Guide, "AppSpec 'hooks' section"). */
export type CodeDeployEvent = v.InferOutput<typeof codeDeployEvent>;
/** The event of ECS (Amazon ECS Developer Guide, "Lambda hooks for Amazon ECS service deployments"). */
export type EcsEvent = v.InferOutput<typeof ecsEvent>;

const OWN_FIELDS: Readonly<Record<HookContract, readonly string[]>> = {
  codedeploy: ['DeploymentId', 'LifecycleEventHookExecutionId'],
  ecs: ['executionId', 'lifecycleStage', 'resourceArn', 'executionDetails'],
};

/**
 * The service that sent an event. One of its own fields is enough, so that an incomplete event is still
 * answered where possible.
 * @throws ValidationError for an event of neither service, or of both
 */
export function contractOf(event: unknown): HookContract {
  const names = typeof event === 'object' && event !== null ? Object.keys(event) : [];
  const [contract, other] = (['codedeploy', 'ecs'] as const).filter((one) =>
    OWN_FIELDS[one].some((name) => names.includes(name)),
  );
  if (contract === undefined || other !== undefined) {
    const found = names.length === 0 ? 'no fields' : `the fields ${names.slice(0, 10).join(', ')}`;
    throw new ValidationError(
      `the event has ${found}; must be an event of CodeDeploy (${OWN_FIELDS.codedeploy.join(', ')})` +
        ` or of an ECS deployment (${OWN_FIELDS.ecs.join(', ')})`,
    );
  }
  return contract;
}

/** @throws ValidationError that lists every problem */
export function parseCodeDeployEvent(event: unknown): CodeDeployEvent {
  return validated('the event of CodeDeploy is not valid', check(codeDeployEvent, event));
}

/** @throws ValidationError that lists every problem */
export function parseEcsEvent(event: unknown): EcsEvent {
  return validated('the event of ECS is not valid', check(ecsEvent, event));
}
