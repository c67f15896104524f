import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { describe, expect, test } from '@jest/globals';
import { highestRisk, riskOf } from '../../../lambdas/core/stack-changes/stack-change';
import { WEIGHTED_TYPES } from '../../../lambdas/core/stack-changes/written-weights';
import type { Attachment } from '../../../lib/changes/attachments/attachment';
import { WEIGHT_PATHS } from '../../../lib/changes/attachments/live-weights';
import { OWN_TYPES } from '../../../lib/changes/attachments/table/own-types';
import { ATTACHMENT_FAMILIES, attachmentsOf, isOwnType } from '../../../lib/changes/attachments/table/table';
import { diffOf } from '../../support/templates/templates';

const specification = loadAwsServiceSpecSync();
const resourceTypes = [...specification.all('resource')];
const byName = new Map(resourceTypes.map((resource) => [resource.cloudFormationType, resource]));
const attachments = Object.values(ATTACHMENT_FAMILIES).flat();
const isCustom = (type: string) => type.startsWith('Custom::');

/** A part of the schema of a property, as far as these tests read it. */
interface Schema {
  readonly type: string;
  readonly element?: Schema;
  readonly reference?: { readonly $ref: string };
  readonly types?: readonly Schema[];
}

/** The properties of a schema: those of its object, of the members of its list, or of one of its forms. */
function propertiesOf(schema: Schema): Record<string, { type: Schema }> {
  if (schema.element !== undefined) {
    return propertiesOf(schema.element);
  }
  if (schema.types !== undefined) {
    return Object.assign({}, ...schema.types.map(propertiesOf));
  }
  return schema.type === 'ref' && schema.reference !== undefined
    ? (specification.get('typeDefinition', schema.reference.$ref).properties as Record<
        string,
        { type: Schema }
      >)
    : {};
}

function hasPath(type: string, path: string): boolean {
  let properties = byName.get(type)?.properties as Record<string, { type: Schema }> | undefined;
  for (const key of path.split('.')) {
    const found = properties?.[key];
    if (found === undefined) {
      return false;
    }
    properties = propertiesOf(found.type);
  }
  return true;
}

/** A resource with a value at a path of its properties. */
function at(path: string, value: unknown): Record<string, unknown> {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<
    string,
    unknown
  >;
}

const LIVE = { Type: 'AWS::SNS::Topic' };

/** The risk and the notes of an addition beside a live resource `Live`, and with an added one `Fresh`. */
function judgedAddition(type: string, properties: object) {
  const added = { One: { Type: type, Properties: properties }, Fresh: { Type: 'AWS::SNS::Topic' } };
  const changes = diffOf({ Resources: { Live: LIVE } }, { Resources: { Live: LIVE, ...added } });
  const one = changes.find(({ logicalId }) => logicalId === 'One');
  return { risk: one === undefined ? null : riskOf(one), notes: one?.notes ?? [] };
}

describe('each entry of the table', () => {
  test.each(attachments.map((one) => [one.types.join(', '), one] as const))('%s', (_, attachment) => {
    const { types, targets, when, unless, why, source } = attachment;
    for (const type of types.filter((one) => !isCustom(one))) {
      expect([type, byName.has(type)]).toEqual([type, true]);
      const paths = targets === 'account' ? [] : targets;
      if (targets !== 'account') {
        expect([type, paths.some((path) => hasPath(type, path))]).toEqual([type, true]);
      }
      for (const tested of [when, unless].flatMap((one) => one?.path ?? [])) {
        expect([tested, types.some((one) => hasPath(one, tested))]).toEqual([tested, true]);
      }
    }
    const known = types.filter((type) => !isCustom(type));
    const unused = targets === 'account' || known.length === 0 ? [] : targets;
    expect(unused.filter((path) => !known.some((type) => hasPath(type, path)))).toEqual([]);
    expect(why).toMatch(/^[a-z].*[^.]$/);
    expect(source.length).toBeGreaterThan(10);
  });
});

test('types with things of their own exist, and are not in the table too', () => {
  const own = [...OWN_TYPES].filter((type) => type !== 'AWS::CDK::Metadata');
  expect(own.filter((type) => !byName.has(type))).toEqual([]);
  expect(own.filter((type) => attachmentsOf(type).length > 0)).toEqual([]);
});

test('the paths of weights exist, and change sets know their types', () => {
  expect([...WEIGHT_PATHS.keys()]).toEqual([...WEIGHTED_TYPES]);
  const wrong = [...WEIGHT_PATHS].flatMap(([type, paths]) => paths.filter((path) => !hasPath(type, path)));
  expect(wrong).toEqual([]);
});

/** The properties that a type attaches with, all with one value. */
function attaching(type: string, value: unknown): object {
  const parts = attachmentsOf(type).flatMap((one) => [
    ...(one.targets === 'account' ? [] : one.targets.filter((path) => hasPath(type, path))).map((path) =>
      at(path, value),
    ),
    ...(one.when === undefined || !hasPath(type, one.when.path)
      ? []
      : [at(one.when.path, one.when.is?.[0] ?? '1')]),
  ]);
  return parts.reduce<Record<string, unknown>>(merged, {});
}

function merged(one: Record<string, unknown>, other: Record<string, unknown>): Record<string, unknown> {
  const result = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const before = result[key];
    const bothObjects = [before, value].every(
      (part) => typeof part === 'object' && !('Ref' in (part as object)),
    );
    result[key] = bothObjects ? merged(before as never, value as never) : value;
  }
  return result;
}

const risksOf = (entries: readonly Attachment[]) => highestRisk(entries.map(({ risk }) => risk));

describe('every type of the specification', () => {
  const attached = resourceTypes
    .map((one) => one.cloudFormationType)
    .filter((type) => attachmentsOf(type)[0]);

  test.each(attached)('%s: has the risk of its entries where its targets exist', (type) => {
    const entries = attachmentsOf(type);
    const { risk, notes } = judgedAddition(type, attaching(type, { Ref: 'Live' }));
    const isJudged = entries.some(({ judge }) => judge !== undefined);
    const expected = risksOf(entries);
    if (!isJudged) {
      expect(risk).toBe(expected);
      expect(notes).not.toEqual([]);
    }
    expect(highestRisk([risk ?? 'safe', expected])).toBe(expected);
  });

  test.each(attached)('%s: is safe where its targets are added too', (type) => {
    const entries = attachmentsOf(type);
    const onAccount = entries.filter(({ targets }) => targets === 'account');
    const { risk } = judgedAddition(type, attaching(type, { Ref: 'Fresh' }));
    expect(highestRisk([risk ?? 'safe', risksOf(onAccount)])).toBe(risksOf(onAccount));
  });

  // What a nested stack or AWS SAM creates is another change.
  const others = resourceTypes
    .filter((one) => attachmentsOf(one.cloudFormationType).length === 0)
    .filter((one) => !/^AWS::(Serverless::|CloudFormation::Stack$)/.test(one.cloudFormationType));

  test('without an entry: a reference of another kind than use makes it medium, unless it is known', () => {
    const wrong = others.flatMap(({ cloudFormationType: type, properties }) => {
      const names = Object.entries(properties)
        .filter(([, property]) => JSON.stringify(property).includes('relationshipRefs'))
        .map(([name]) => name)
        .filter((name) => /^(Cluster|Api|Application|Instance|Database|Domain|UserPool)\w*$/.test(name));
      const { risk } = judgedAddition(type, Object.fromEntries(names.map((name) => [name, { Ref: 'Live' }])));
      const expected = isOwnType(type) || names.length === 0 ? 'safe' : 'medium';
      return risk === expected || names.every((name) => isOwnNameOf(type, name)) ? [] : [`${type} ${names}`];
    });
    expect(wrong).toEqual([]);
  });

  test('without an entry: what is added on top of what is added is safe', () => {
    const unsafe = others.filter(({ cloudFormationType: type, properties }) => {
      const all = Object.fromEntries(Object.keys(properties).map((name) => [name, { Ref: 'Fresh' }]));
      return judgedAddition(type, all).risk !== 'safe';
    });
    expect(unsafe).toEqual([]);
  });
});

const isOwnNameOf = (type: string, name: string) =>
  type.endsWith(name.replace(/(Name|Identifier|Id)$/, '')) && /(Name|Identifier|Id)$/.test(name);
