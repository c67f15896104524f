import type { Value } from '../../template';
import type { AttachmentFinding, Judge } from '../attachment';
import { liveResources, type PlacedResource } from '../compared';
import { attaches } from '../notes';
import type { Target } from '../origin';
import { propertyValues } from '../paths';
import { valueText } from '../value-text';

type Effect = 'denies' | 'allows' | 'unknown';

/** A policy of identities that exist. What only allows takes nothing away from them. */
export const judgeIdentityPolicy: Judge = (added, targets) =>
  byEffect(effectOf(added), targets, {
    risk: 'safe',
    note: `${attaches(targets)}, and only allows more.`,
  });

/** A statement, or a policy with a name of its own: other policies stay beside it. */
export const judgeNamedPolicy: Judge = judgeIdentityPolicy;

/** The policy of a resource that exists, of which there is one: it replaces the one that may be there. */
export const judgeResourcePolicy: Judge = (added, targets) => {
  const other = otherPolicy(added);
  if (other !== undefined) {
    const note = `${attaches(targets)}: ${other} writes its one policy too, and the last wins.`;
    return [{ risk: 'high', note }];
  }
  return byEffect(effectOf(added), targets, {
    risk: 'medium',
    note: `${attaches(targets)}: it replaces the policy that the resource may have.`,
  });
};

function byEffect(
  effect: Effect,
  targets: readonly Target[],
  allows: AttachmentFinding,
): readonly AttachmentFinding[] {
  switch (effect) {
    case 'denies':
      return [{ risk: 'high', note: `${attaches(targets)}: it denies, and a Deny overrides every allow.` }];
    case 'unknown':
      return [{ risk: 'high', note: `${attaches(targets)}: it cannot be read whether it denies.` }];
    case 'allows':
      return [allows];
  }
}

const DOCUMENTS = ['PolicyDocument', 'ResourcePolicy', 'Policy', 'PolicyText', 'Statement'];

/** What the statements of a policy do: it denies if one of them does. */
function effectOf(added: PlacedResource): Effect {
  const { Properties } = added.resource;
  const documents = DOCUMENTS.flatMap((name) => propertyValues(Properties, name));
  // A statement of an event bus is given by its action and its principal alone, and then allows.
  const effects =
    documents.length === 0 && Properties.Principal !== undefined
      ? ['Allow']
      : documents.flatMap((document) => effectsIn(document, added));
  if (effects.some((effect) => /^deny$/i.test(effect))) {
    return 'denies';
  }
  return effects.length > 0 && effects.every((effect) => /^allow$/i.test(effect)) ? 'allows' : 'unknown';
}

function effectsIn(value: Value, place: PlacedResource): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one) => effectsIn(one, place));
  }
  if (typeof value === 'string' || 'Fn::Sub' in value || 'Fn::Join' in value) {
    const text = valueText(value, place);
    return [...text.matchAll(/"Effect"\s*:\s*"(\w+)"/gi)].map(([, effect = '']) => effect);
  }
  return Object.entries(value).flatMap(([key, one]) => {
    if (key === 'Effect') {
      return [typeof one === 'string' ? one : 'unknown'];
    }
    return typeof one === 'string' ? [] : effectsIn(one, place);
  });
}

const TARGETS = ['Bucket', 'Queues', 'Queue', 'Topics', 'TopicArn', 'SecretId', 'ResourceArn', 'ClusterArn'];

/** Another policy of the same type and the same target, which exists. */
function otherPolicy(added: PlacedResource): string | undefined {
  const own = new Set(targetsOf(added));
  return liveResources(added.world).find(
    (one) =>
      one.resource.Type === added.resource.Type &&
      !(one.logicalId === added.logicalId && one.stack === added.stack) &&
      targetsOf(one).some((target) => own.has(target)),
  )?.logicalId;
}

function targetsOf(policy: PlacedResource): string[] {
  return TARGETS.flatMap((path) => propertyValues(policy.resource.Properties, path)).map((value) =>
    valueText(value, policy),
  );
}
