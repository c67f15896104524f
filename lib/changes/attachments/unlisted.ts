import { referencesOf } from '../references';
import { isSection, type Section, type Value } from '../template';
import type { AttachmentFinding } from './attachment';
import type { PlacedResource } from './compared';
import { isCustomType } from './custom-types';
import { isOwnName } from './names';
import { listed } from './notes';
import { originOf } from './origin';
import { isFunction } from './paths';

/** Properties that every type may have, and that attach to nothing. */
const PLAIN = /^(Description|Tags?|ServiceToken|ServiceTimeout)$/;

/**
 * Properties that name what a resource of a type of AWS uses or lives in, without a change of it: network,
 * roles, keys, certificates, images, logs.
 */
const USED =
  /Vpc|VPC|Subnet|SecurityGroup|Role|Kms|KMS|Encryption|KeyId|KeyArn|Certificate|Secret|Image|Ami|^Log|LogGroup|AvailabilityZone/;

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
  const found = existingIn(Properties, added, 0);
  if (found.length === 0) {
    return [];
  }
  const note = isCustomType(Type)
    ? 'its function can do anything with what it is given'
    : `it is not known what a ${Type} changes there`;
  const start = `It refers to ${listed(found)}, which the deployment does not add`;
  return [{ risk: UNLISTED_RISK, note: `${start}: ${note}.` }];
}

/** What exists of what the properties refer to. */
function existingIn(properties: Section, added: PlacedResource, depth: number): string[] {
  const { Type } = added.resource;
  return Object.entries(properties).flatMap(([property, value]) => {
    const isOwn = depth === 0 && isOwnName(Type, property);
    const isUsed = PLAIN.test(property) || (USED.test(property) && !isCustomType(Type));
    return isOwn || isUsed ? [] : existingAt(property, value, added, depth);
  });
}

function existingAt(property: string, value: Value, added: PlacedResource, depth: number): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one: Value) => existingAt(property, one, added, depth));
  }
  if (isSection(value) && !isFunction(value)) {
    return existingIn(value, added, depth + 1);
  }
  const { Type } = added.resource;
  const values = isCustomType(Type) ? given(value, added) : [value];
  return values
    .filter((one) => mayName(property, one, added))
    .map((one) => originOf(one, added, Type))
    .flatMap(({ origin, name }) =>
      origin === 'existing' ? [isCall(value) ? `a call in ${property}` : name] : [],
    );
}

/** All that a custom resource gets in a value: a text with several references names each of them. */
function given(value: Value, { stack }: PlacedResource): readonly Value[] {
  const { resources, parameters } = stack.fresh;
  const names = [...referencesOf(value)]
    .filter((name) => name.startsWith('value:'))
    .map((name) => name.slice('value:'.length))
    .filter((name) => name in resources || name in parameters);
  return names.length > 1 ? names.map((name) => ({ Ref: name })) : [value];
}

/** A call of the AWS API as text, as the custom resource `Custom::AWS` of CDK gets it. */
const CALL = /^\s*\{.*"(service|action)"/s;

function isCall(value: Value): boolean {
  return typeof value === 'string' && CALL.test(value);
}

/**
 * A text names something if it is an ARN or a call, or by its property. A reference to a resource or an
 * import always does; one to a parameter as its text would.
 */
function mayName(property: string, value: Value, added: PlacedResource): boolean {
  const text = JSON.stringify(value);
  if (NAMING.test(property) || /\barn:|Fn::ImportValue|Fn::GetAtt/.test(text)) {
    return true;
  }
  const isCustom = isCustomType(added.resource.Type);
  if (typeof value === 'string') {
    return isCustom && isCall(value);
  }
  const { resources } = added.stack.fresh;
  return isCustom || [...referencesOf(value)].some((name) => name.replace('value:', '') in resources);
}
