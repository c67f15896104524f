import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { parseTemplate, readTemplate } from '../../lib/changes/template';

const folder = mkdtempSync(join(tmpdir(), 'cutover-'));
afterAll(() => rmSync(folder, { recursive: true }));

const propertiesOf = (properties: string) =>
  parseTemplate(`Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n${properties}`, 'a.yaml')
    .resources.A?.Properties;

describe('YAML', () => {
  test.each([
    ['P: !Ref X', { Ref: 'X' }],
    ['P: !GetAtt X.Y.Z', { 'Fn::GetAtt': ['X', 'Y.Z'] }],
    ['P: { Fn::GetAtt: X.Y }', { 'Fn::GetAtt': ['X', 'Y'] }],
    ['P: !GetAtt [X, Y]', { 'Fn::GetAtt': ['X', 'Y'] }],
    ['P: !Sub "X-y"', { 'Fn::Sub': 'X-y' }],
    [
      "P: !Join ['', [!Ref X, !If [C, a, !Ref 'AWS::NoValue']]]",
      { 'Fn::Join': ['', [{ Ref: 'X' }, { 'Fn::If': ['C', 'a', { Ref: 'AWS::NoValue' }] }]] },
    ],
    [
      'P: !Transform { Name: AWS::Include, Parameters: { L: !Ref X } }',
      { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { L: { Ref: 'X' } } } },
    ],
    ['P: !Condition C', { Condition: 'C' }],
    ['P: 012345678901', '012345678901'],
    ['P: 14.10', '14.10'],
    ['P: yes', 'yes'],
    ['P: 2012-10-17', '2012-10-17'],
    ['P: &x [a]', ['a']],
  ])('%s', (line, expected) => {
    expect(propertiesOf(`      ${line}`)).toEqual({ P: expected });
  });

  test('an alias is what it stands for', () => {
    expect(propertiesOf('      P: &x [a]\n      Q: *x')).toEqual({ P: ['a'], Q: ['a'] });
  });

  test('an empty Properties has none', () => {
    expect(propertiesOf('')).toEqual({});
  });
});

test('JSON: numbers and truth values are text', () => {
  const Resources = { A: { Type: 'AWS::SNS::Topic', Properties: { a: 1, b: true, c: null, d: ['x', 2] } } };
  expect(parseTemplate(JSON.stringify({ Resources }), 'a.json').resources.A?.Properties).toEqual({
    a: '1',
    b: 'true',
    c: '',
    d: ['x', '2'],
  });
});

describe('what is no template', () => {
  test.each([
    [
      'a list',
      '[1]',
      'bad.yaml is not a CloudFormation template: it is not a mapping; use a template, or the directory of a cloud assembly (cdk.out)',
    ],
    [
      'a word',
      'hello',
      'bad.yaml is not a CloudFormation template: it is not a mapping; use a template, or the directory of a cloud assembly (cdk.out)',
    ],
    [
      'nothing',
      '',
      'bad.yaml is not a CloudFormation template: it is not a mapping; use a template, or the directory of a cloud assembly (cdk.out)',
    ],
    [
      'another document',
      '{"name":"cutover","version":"1"}',
      'bad.yaml is not a CloudFormation template: Resources is missing; use a template, or the directory of a cloud assembly (cdk.out)',
    ],
    [
      'resources that are a list',
      'Resources: [a]',
      'bad.yaml is not a CloudFormation template: Resources is not a mapping; use a template, or the directory of a cloud assembly (cdk.out)',
    ],
    ['a resource that is text', 'Resources: { A: x }', 'Resources.A has no Type'],
    ['a resource without a type', 'Resources: { A: { Properties: {} } }', 'Resources.A has no Type'],
    [
      'properties that are text',
      'Resources: { A: { Type: T, Properties: x } }',
      'bad.yaml is not a CloudFormation template: Resources.A.Properties is not a mapping; use a template, or the directory of a cloud assembly (cdk.out)',
    ],
    ['broken YAML', 'Resources:\n  A: [x\n  B: y', 'is neither JSON nor YAML'],
    ['an unknown tag', 'Resources: !Nope x', 'Unresolved tag: !Nope'],
    ['a name twice', 'Resources: { A: { Type: T }, A: { Type: U } }', 'unique'],
    ['broken JSON', '{ "Resources": { "A": ', 'is neither JSON nor YAML'],
  ])('%s', (_, text, message) => {
    expect(() => parseTemplate(text, 'bad.yaml')).toThrow(message);
    expect(() => parseTemplate(text, 'bad.yaml')).toThrow(/^bad\.yaml /);
  });

  test('broken YAML is told with its line', () => {
    expect(() => parseTemplate('Resources:\n  A: [x\n  B: y', 'bad.yaml')).toThrow('line 3');
  });

  test('a file that is not there, or is a folder', () => {
    expect(() => readTemplate(join(folder, 'none.json'))).toThrow('there is no such file');
    expect(() => readTemplate(folder)).toThrow(
      'cannot read the template /tmp/cutover-t1jwNt: it is a directory',
    );
  });

  test('a stack of an assembly may have no resource', () => {
    const file = join(folder, 'empty.json');
    writeFileSync(file, '{}');
    expect(readTemplate(file, true).resources).toEqual({});
    expect(() => readTemplate(file)).toThrow('Resources is missing');
  });
});
