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

describe('a YAML template', () => {
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
    ['P: yes', 'true'],
    ["P: 'yes'", 'yes'],
    ['P: N', 'N'],
    ['P: 2012-10-17', '2012-10-17'],
    ['P: &x [a]', ['a']],
  ])('is parsed: %s', (line, expected) => {
    expect(propertiesOf(`      ${line}`)).toEqual({ P: expected });
  });

  test('may have aliases', () => {
    expect(propertiesOf('      P: &x [a]\n      Q: *x')).toEqual({ P: ['a'], Q: ['a'] });
  });

  test('may have empty Properties', () => {
    expect(propertiesOf('')).toEqual({});
  });
});

test('a JSON template has numbers and booleans as text', () => {
  const Resources = { A: { Type: 'AWS::SNS::Topic', Properties: { a: 1, b: true, c: null, d: ['x', 2] } } };
  expect(parseTemplate(JSON.stringify({ Resources }), 'a.json').resources.A?.Properties).toEqual({
    a: '1',
    b: 'true',
    c: '',
    d: ['x', '2'],
  });
});

describe('an invalid template', () => {
  test.each([
    ['a list', '[1]', 'is not a CloudFormation template: it is not a mapping'],
    ['text', 'hello', 'it is not a mapping'],
    ['an empty file', '', 'it is not a mapping'],
    [
      'another document',
      '{"name":"cutover","version":"1"}',
      'Resources is missing; use a template, or the directory of a cloud assembly (cdk.out)',
    ],
    ['resources that are a list', 'Resources: [a]', 'Resources is not a mapping'],
    ['a resource that is text', 'Resources: { A: x }', 'Resources.A has no Type'],
    ['a resource without a type', 'Resources: { A: { Properties: {} } }', 'Resources.A has no Type'],
    [
      'properties that are text',
      'Resources: { A: { Type: T, Properties: x } }',
      'Resources.A.Properties is not a mapping',
    ],
    ['broken YAML', 'Resources:\n  A: [x\n  B: y', 'is neither JSON nor YAML'],
    ['an unknown tag', 'Resources: !Nope x', 'Unresolved tag: !Nope'],
    ['broken JSON', '{ "Resources": { "A": ', 'is neither JSON nor YAML'],
  ])('is rejected: %s', (_, text, message) => {
    expect(() => parseTemplate(text, 'bad.yaml')).toThrow(message);
    expect(() => parseTemplate(text, 'bad.yaml')).toThrow(/^bad\.yaml /);
  });

  test('is rejected with the line of invalid YAML', () => {
    expect(() => parseTemplate('Resources:\n  A: [x\n  B: y', 'bad.yaml')).toThrow('line 3');
  });

  test('is rejected if the file is missing or a directory', () => {
    expect(() => readTemplate(join(folder, 'none.json'))).toThrow('there is no such file');
    expect(() => readTemplate(folder)).toThrow('it is a directory');
  });

  test('is accepted without resources if it belongs to a cloud assembly', () => {
    const file = join(folder, 'empty.json');
    writeFileSync(file, '{}');
    expect(readTemplate(file, true).resources).toEqual({});
    expect(() => readTemplate(file)).toThrow('Resources is missing');
  });
});
