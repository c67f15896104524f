import * as v from 'valibot';
import { namesAndValues, numberBetween, text, textLike } from '../validation/fields';
import { check, describeProblems } from '../validation/problems';

/** A service that calls the hook, by how it wants its answer: CodeDeploy is told, ECS reads what the function returns. */
export type HookContract = 'codedeploy' | 'ecs';

/** Neither service sends an event like this, or it lacks what an answer needs. */
export class HookEventError extends Error {
  override readonly name = 'HookEventError';
}

/** Fields that are not named here are let through: a service may add some at any time. */
const codeDeployEvent = v.object({
  DeploymentId: text(100, 'the id of a deployment'),
  LifecycleEventHookExecutionId: text(10_000, 'the id of the run of a hook'),
});

/** How many percent of the traffic each revision has, by its ARN. */
const weights = namesAndValues(
  v.string(),
  numberBetween(0, 100, 'percent'),
  'service revisions and percents',
);

const ecsEvent = v.object({
  executionId: text(200, 'the id of the run of a hook'),
  lifecycleStage: text(100, 'a stage of the deployment'),
  resourceArn: textLike(
    /^arn:[a-z-]+:ecs:[a-z0-9-]+:\d{12}:service-deployment\/[^/]+\/[^/]+\/[^/]+$/,
    'must be the ARN of a service deployment',
  ),
  executionDetails: v.object({
    targetServiceRevisionArn: text(2_048, 'the ARN of the service revision that is deployed'),
    testTrafficWeights: v.nullish(weights, {}),
  }),
  /** What the service was configured with, and what the hook returned the last time. */
  hookDetails: v.nullish(
    v.looseObject({
      cutoverWaitingSince: v.optional(
        textLike(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'must be the time that the hook returned'),
      ),
    }),
    {},
  ),
});

/** What CodeDeploy sends (AWS CodeDeploy User Guide, "AppSpec 'hooks' section"). */
export type CodeDeployEvent = v.InferOutput<typeof codeDeployEvent>;
/** What ECS sends (Amazon ECS Developer Guide, "Lambda hooks for Amazon ECS service deployments"). */
export type EcsEvent = v.InferOutput<typeof ecsEvent>;

const OWN_FIELDS: Readonly<Record<HookContract, readonly string[]>> = {
  codedeploy: ['DeploymentId', 'LifecycleEventHookExecutionId'],
  ecs: ['executionId', 'lifecycleStage', 'resourceArn', 'executionDetails'],
};

/**
 * Which service sent an event. One field of its own is enough, so that an event that is not complete is still answered
 * where that can be done.
 * @throws HookEventError for an event of neither, or of both
 */
export function contractOf(event: unknown): HookContract {
  const names = typeof event === 'object' && event !== null ? Object.keys(event) : [];
  const [contract, other] = (['codedeploy', 'ecs'] as const).filter((one) =>
    OWN_FIELDS[one].some((name) => names.includes(name)),
  );
  if (contract === undefined || other !== undefined) {
    const found = names.length === 0 ? 'no fields' : `the fields ${names.slice(0, 10).join(', ')}`;
    throw new HookEventError(
      `the event has ${found}; must be one of CodeDeploy (${OWN_FIELDS.codedeploy.join(', ')}) or of an ECS deployment (${OWN_FIELDS.ecs.join(', ')})`,
    );
  }
  return contract;
}

/** @throws HookEventError that names every field that is wrong */
export function parseCodeDeployEvent(event: unknown): CodeDeployEvent {
  return parsed(codeDeployEvent, event, 'CodeDeploy');
}

/** @throws HookEventError that names every field that is wrong */
export function parseEcsEvent(event: unknown): EcsEvent {
  return parsed(ecsEvent, event, 'ECS');
}

function parsed<Schema extends v.GenericSchema>(
  schema: Schema,
  event: unknown,
  from: string,
): v.InferOutput<Schema> {
  const checked = check(schema, event);
  if (!checked.ok) {
    throw new HookEventError(`the event of ${from} is not right:\n${describeProblems(checked.problems)}`);
  }
  return checked.value;
}
