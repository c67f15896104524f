import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { judgeChanges, rejectedOf } from '../../../lambdas/core/stack-changes/stack-change';
import { diffStacks } from '../../../lib/changes/diff-stacks';
import { readStacks } from '../../../lib/changes/stack-source';
import { lineOfResource as one } from './additions';

const QUEUE = one('AWS::SQS::Queue', '', 'Queue');
const loop = (body: string) => `Fn::ForEach::New: [X, [a], { 'Rule\${X}': ${body} }]`;

const folder = mkdtempSync(join(tmpdir(), 'cutover-families-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, lines: readonly string[]): string {
  writeFileSync(join(folder, name), lines.join('\n  '));
  return join(folder, name);
}

test.each([
  ['live', [one('AWS::EC2::RouteTable', 'VpcId: v', 'Rt')], ['high']],
  ['added', [], []],
])('a nested stack attaches to what its parent passes: %s', (_, live, risks) => {
  const table = one('AWS::EC2::RouteTable', 'VpcId: v', 'Rt');
  file('nested.yaml', [
    'Parameters: { Table: { Type: String } }\nResources:',
    one('AWS::EC2::Route', 'RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0'),
  ]);
  const nested = one(
    'AWS::CloudFormation::Stack',
    'TemplateURL: nested.yaml, Parameters: { Table: !Ref Rt }',
    'Nested',
  );
  const old = file('old.yaml', ['Resources:', QUEUE, ...live]);
  const fresh = file('new.yaml', ['Resources:', QUEUE, table, nested]);
  const { changes } = judgeChanges(diffStacks(readStacks(old), readStacks(fresh)));
  expect(rejectedOf(changes).map(({ risk }) => risk)).toEqual(risks);
});

test('the members of an added loop are judged', () => {
  const rule =
    "{ Type: 'AWS::EC2::Route', Properties: { RouteTableId: rtb-1, DestinationCidrBlock: 0.0.0.0/0 } }";
  const fresh = file('loop.yaml', ['Resources:', QUEUE, loop(rule)]);
  const { changes } = judgeChanges(
    diffStacks(readStacks(file('none.yaml', ['Resources:', QUEUE])), readStacks(fresh)),
  );
  expect(changes).toMatchObject([{ action: 'Add', risk: 'high' }]);
});
