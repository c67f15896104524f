import { referencesOf } from '../references';
import { isSection, type Section, type Value } from '../template';
import type { AttachmentFinding } from './attachment';
import type { PlacedResource } from './compared';
import { isOwnName } from './names';
import { listed } from './notes';
import { originOf } from './origin';
import { isFunction } from './paths';

/**
 * Properties that name what a resource of any type uses or lives in, without a change of it: network, roles,
 * keys, certificates, images, logs, tags.
 */
const USED =
  /^(Description|Tags?|ServiceToken|ServiceTimeout)$|Vpc|VPC|Subnet|SecurityGroup|Role|Kms|KMS|Encryption|KeyId|KeyArn|Certificate|Secret|Image|Ami|^Log|LogGroup|AvailabilityZone/;

/** Properties whose text names another resource. */
const NAMING = /(Arn|ARN|Id|Identifier|Name|Uri|URI|Target|Source|Resource|Endpoint|Bucket|Topic|Queue)s?$/;

/** The least risk of a type that is not in the table and refers to something that exists. */
export const UNLISTED_RISK = 'medium';

/**
 * The finding of an added resource whose type is not in the table: it is not known to be safe where it
 * refers to something that exists. Custom resources and modules can do anything with what they are given.
 */
export function unlistedFindings(added: PlacedResource): readonly AttachmentFinding[] {
  const { Type, Properties } = added.resource;
  if (Type.endsWith('::MODULE')) {
    const note = 'What a module creates is known only to CloudFormation. Create a change set to see it.';
    return [{ risk: 'high', note }];
  }
  const found = existingIn(Properties, added, isCustom(Type), 0);
  if (found.length === 0) {
    return [];
  }
  const note = isCustom(Type)
    ? 'its function can do anything with what it is given'
    : `it is not known what a ${Type} changes there`;
  return [
    {
      risk: UNLISTED_RISK,
      note: `It refers to ${listed(found)}, which the deployment does not add: ${note}.`,
    },
  ];
}

/** Whether a type is a custom resource. */
export function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

function existingIn(properties: Section, added: PlacedResource, anyText: boolean, depth: number): string[] {
  return Object.entries(properties).flatMap(([property, value]) => {
    const own = depth === 0 && isOwnName(added.resource.Type, property);
    return own || USED.test(property) ? [] : existingAt(property, value, added, anyText, depth);
  });
}

function existingAt(
  property: string,
  value: Value,
  added: PlacedResource,
  anyText: boolean,
  depth: number,
): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one: Value) => existingAt(property, one, added, anyText, depth));
  }
  if (isSection(value) && !isFunction(value)) {
    return existingIn(value, added, anyText, depth + 1);
  }
  if (!mayName(property, value, added, anyText)) {
    return [];
  }
  const { origin, name } = originOf(value, added, added.resource.Type);
  return origin === 'existing' ? [name] : [];
}

/**
 * A text names something if it is an ARN, or by its property. A reference to a resource or an import always
 * does; one to a parameter as its text would.
 */
function mayName(property: string, value: Value, added: PlacedResource, anyText: boolean): boolean {
  const text = JSON.stringify(value);
  if (NAMING.test(property) || /\barn:|Fn::ImportValue|Fn::GetAtt/.test(text)) {
    return true;
  }
  if (typeof value === 'string') {
    return false;
  }
  const { resources } = added.stack.fresh;
  return anyText || [...referencesOf(value)].some((name) => name.replace('value:', '') in resources);
}
