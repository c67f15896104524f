import type { Random } from '../../lib/rehearsal/kernel/random';
import type { PropertyKind } from './catalog';
import { aBoolean, aList, aMap, aNumber, aText, type Drawn, fn, ref } from './model';

/** What a value can refer to where it is drawn. */
export interface DrawScope {
  readonly random: Random;
  readonly parameters: readonly string[];
  readonly conditions: readonly string[];
  readonly mappings: readonly string[];
  /** Resources that are drawn already, with an attribute of each. */
  readonly resources: readonly (readonly [id: string, attribute: string])[];
  /** Whether the template has the transform AWS::LanguageExtensions. */
  readonly hasExtensions: boolean;
}

export function pick<T>({ random }: Pick<DrawScope, 'random'>, from: readonly T[]): T {
  return from[Math.floor(random.uniform() * from.length)] as T;
}

const WORDS = [
  'api',
  'orders',
  'blue',
  '10.0',
  '1.10',
  '012345678901',
  "it's",
  'a: b',
  'yes',
  'no',
  'x # y',
  '{z}',
];
const PSEUDO = ['AWS::Region', 'AWS::AccountId', 'AWS::StackName', 'AWS::Partition', 'AWS::URLSuffix'];

/** A constant text, unlike any other of the template. */
export function constant(scope: DrawScope): Drawn {
  return aText(`${pick(scope, WORDS)}${Math.floor(scope.random.uniform() * 1e6)}`);
}

/** Draws of a text: a constant, a reference, or any function that gives one. */
export function drawText(scope: DrawScope, depth = 2): Drawn {
  const inner = () => drawText(scope, depth - 1);
  const one = <T>(from: readonly T[], make: (value: T) => Drawn): Drawn =>
    from.length === 0 ? constant(scope) : make(pick(scope, from));
  const draws: readonly (() => Drawn)[] = [
    () => constant(scope),
    () => one(scope.parameters, ref),
    () => one(scope.resources, ([id]) => ref(id)),
    () => one(scope.resources, ([of, name]) => ({ kind: 'attribute', of, name })),
    () => ref(pick(scope, PSEUDO)),
  ];
  const deep: readonly (() => Drawn)[] = [
    () => ({ kind: 'concat', parts: [aText('a-'), inner(), aText('-'), inner()] }),
    () => one(scope.conditions, (name) => fn('Fn::If', aList(aText(name), inner(), inner()))),
    () => one(scope.mappings, (name) => fn('Fn::FindInMap', aList(aText(name), aText('eu'), aText('size')))),
    () => fn('Fn::ImportValue', { kind: 'concat', parts: [ref('AWS::StackName'), aText('-export')] }),
    () => fn('Fn::GetStackOutput', aMap({ StackName: aText('network'), OutputName: aText('VpcId') })),
    () => fn('Fn::Select', aList(aNumber(1), fn('Fn::Split', aList(aText('|'), inner())))),
    () => fn('Fn::Join', aList(aText(','), fn('Fn::GetAZs', aText('')))),
    () => aText('{{resolve:ssm:/app/size:3}}'),
    () => fn('Fn::Sub', aList(aText(`\${own}-\${!literal}`), aMap({ own: inner() }))),
  ];
  const extended: readonly (() => Drawn)[] = [
    () => fn('Fn::ToJsonString', aMap({ a: inner() })),
    () => fn('Fn::Length', aList(inner(), aText('b'))),
  ];
  return pick(scope, [...draws, ...(depth > 0 ? [...deep, ...(scope.hasExtensions ? extended : [])] : [])])();
}

/** Draws a value of a property. */
export function drawProperty(scope: DrawScope, kind: PropertyKind): Drawn {
  switch (kind) {
    case 'boolean':
      return aBoolean(scope.random.uniform() < 0.5);
    case 'number':
      return aNumber(Math.floor(scope.random.uniform() * 900));
    case 'tags':
      return aList(
        aMap({ Key: aText('name'), Value: drawText(scope) }),
        aMap({ Key: aText('team'), Value: constant(scope) }),
      );
    case 'map':
      return aMap({ Variables: aMap({ A: drawText(scope), B: constant(scope) }) });
    case 'zone':
      return fn('Fn::Select', aList(aNumber(0), fn('Fn::GetAZs', ref('AWS::Region'))));
    case 'cidr':
      return fn(
        'Fn::Select',
        aList(aNumber(0), fn('Fn::Cidr', aList(drawText(scope, 0), aNumber(4), aNumber(8)))),
      );
    case 'encoded':
      return fn('Fn::Base64', {
        kind: 'concat',
        parts: [aText('#!/bin/sh\necho '), drawText(scope, 1), aText('\n')],
      });
    case 'json':
      return aMap({
        Version: aText('2012-10-17'),
        Statement: aList(
          aMap({ Effect: aText('Allow'), Action: aText('sts:AssumeRole'), Principal: drawText(scope, 1) }),
        ),
      });
    default:
      return drawText(scope);
  }
}
