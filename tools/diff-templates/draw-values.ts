import type { Random } from '../../lib/rehearsal/kernel/random';
import type { PropertyKind } from './catalog';
import { boolean, type Drawn, fn, list, map, number, ref, text } from './model';

/** What a value can refer to where it is drawn. */
export interface Scope {
  readonly random: Random;
  readonly parameters: readonly string[];
  readonly conditions: readonly string[];
  readonly mappings: readonly string[];
  /** Resources that are drawn already, with an attribute of each. */
  readonly resources: readonly (readonly [id: string, attribute: string])[];
  /** Whether the template has the transform AWS::LanguageExtensions. */
  readonly hasExtensions: boolean;
}

export function pick<T>({ random }: Pick<Scope, 'random'>, from: readonly T[]): T {
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
export function constant(scope: Scope): Drawn {
  return text(`${pick(scope, WORDS)}${Math.floor(scope.random.uniform() * 1e6)}`);
}

/** Draws of a text: a constant, a reference, or any function that gives one. */
export function drawText(scope: Scope, depth = 2): Drawn {
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
    () => ({ kind: 'concat', parts: [text('a-'), inner(), text('-'), inner()] }),
    () => one(scope.conditions, (name) => fn('Fn::If', list(text(name), inner(), inner()))),
    () => one(scope.mappings, (name) => fn('Fn::FindInMap', list(text(name), text('eu'), text('size')))),
    () => fn('Fn::ImportValue', { kind: 'concat', parts: [ref('AWS::StackName'), text('-export')] }),
    () => fn('Fn::GetStackOutput', map({ StackName: text('network'), OutputName: text('VpcId') })),
    () => fn('Fn::Select', list(number(1), fn('Fn::Split', list(text('|'), inner())))),
    () => fn('Fn::Join', list(text(','), fn('Fn::GetAZs', text('')))),
    () => text('{{resolve:ssm:/app/size:3}}'),
    () => fn('Fn::Sub', list(text(`\${own}-\${!literal}`), map({ own: inner() }))),
  ];
  const extended: readonly (() => Drawn)[] = [
    () => fn('Fn::ToJsonString', map({ a: inner() })),
    () => fn('Fn::Length', list(inner(), text('b'))),
  ];
  return pick(scope, [...draws, ...(depth > 0 ? [...deep, ...(scope.hasExtensions ? extended : [])] : [])])();
}

/** Draws a value of a property. */
export function drawProperty(scope: Scope, kind: PropertyKind): Drawn {
  switch (kind) {
    case 'boolean':
      return boolean(scope.random.uniform() < 0.5);
    case 'number':
      return number(Math.floor(scope.random.uniform() * 900));
    case 'tags':
      return list(
        map({ Key: text('name'), Value: drawText(scope) }),
        map({ Key: text('team'), Value: constant(scope) }),
      );
    case 'map':
      return map({ Variables: map({ A: drawText(scope), B: constant(scope) }) });
    case 'zone':
      return fn('Fn::Select', list(number(0), fn('Fn::GetAZs', ref('AWS::Region'))));
    case 'cidr':
      return fn(
        'Fn::Select',
        list(number(0), fn('Fn::Cidr', list(drawText(scope, 0), number(4), number(8)))),
      );
    case 'encoded':
      return fn('Fn::Base64', {
        kind: 'concat',
        parts: [text('#!/bin/sh\necho '), drawText(scope, 1), text('\n')],
      });
    case 'json':
      return map({
        Version: text('2012-10-17'),
        Statement: list(
          map({ Effect: text('Allow'), Action: text('sts:AssumeRole'), Principal: drawText(scope, 1) }),
        ),
      });
    default:
      return drawText(scope);
  }
}
