import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { App, CfnOutput, NestedStack, Stack, type StackProps, Stage, Tags } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { INSIDE_UNKNOWN } from '../../lambdas/core/stack-changes/nested-stack';
import { diffStacks } from '../../lib/changes/diff-stacks';
import { readStacks } from '../../lib/changes/stack-source';
import { lineOf, stackOf } from '../support/templates/templates';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) {
    rmSync(folder, { recursive: true });
  }
});

/** The cloud assembly of an app that `build` fills. */
function synth(build: (app: App) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), 'cutover-assembly-'));
  folders.push(outdir);
  // As the CDK CLI sets them.
  const context = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false, context, outdir });
  build(app);
  app.synth();
  return outdir;
}

const diffOf = (old: string, fresh: string) => diffStacks(readStacks(old), readStacks(fresh));
const linesOf = (old: string, fresh: string) =>
  diffOf(old, fresh).map((change) => `${change.stack} ${lineOf(change)}`.replace(/[0-9A-F]{8}(?= |$)/g, ''));

const stackWith = (app: App | Stage, id: string, topics: Record<string, string>, props: StackProps = {}) => {
  const stack = new Stack(app, id, props);
  for (const [name, displayName] of Object.entries(topics)) {
    new Topic(stack, name, { displayName });
  }
  return stack;
};

describe('a cloud assembly', () => {
  const one = synth((app) => void stackWith(app, 'One', { A: 'a' }));

  test('has no changes against itself', () => {
    expect(diffOf(one, one)).toEqual([]);
  });

  test('includes the stacks of stages; a stack of only one side is added or removed', () => {
    const old = synth((app) => {
      stackWith(app, 'One', { A: 'a' });
      stackWith(app, 'Gone', { B: 'b' });
      stackWith(new Stage(app, 'Prod'), 'Two', { C: 'c' });
    });
    const fresh = synth((app) => {
      stackWith(app, 'One', { A: 'a', More: 'm' });
      stackWith(new Stage(app, 'Prod'), 'Two', { C: 'changed' });
      stackWith(app, 'New', { D: 'd' });
    });
    expect(linesOf(old, fresh)).toEqual([
      'Gone Remove B',
      'New Add D',
      'One Add More',
      'Prod-Two Modify C never: DisplayName',
    ]);
  });

  test('distinguishes stacks of the same name by account and Region, if both are known', () => {
    const at = (region?: string) =>
      synth((app) => {
        const env = region === undefined ? {} : { env: { account: '111122223333', region } };
        stackWith(app, 'One', { A: 'a' }, env);
      });
    const [here, there] = [at('eu-west-1'), at('eu-central-1')];
    expect(linesOf(here, there)).toEqual([
      'One (111122223333/eu-central-1) Add A',
      'One (111122223333/eu-west-1) Move A',
    ]);
    expect(linesOf(one, here)).toEqual([]);
  });

  test('has a change of the tags of a stack and of its resources', () => {
    const tagged = synth((app) => {
      stackWith(app, 'One', { A: 'a' });
      Tags.of(app).add('team', 'x');
    });
    expect(linesOf(one, tagged)).toEqual(['One Modify A never: Tags', 'One Modify Stack.Tags never']);
  });

  test('has a move for a resource that changes its stack', () => {
    const moved = synth((app) => {
      stackWith(app, 'One', { Keep: 'k' });
      stackWith(app, 'Two', { A: 'a' });
    });
    expect(linesOf(one, moved)).toEqual(['One Move A', 'One Add Keep', 'Two Add A']);
  });

  test('with one stack can be compared with a template, one with several cannot', () => {
    const template = join(one, 'One.template.json');
    expect(diffOf(template, one)).toEqual([]);
    const two = synth((app) => {
      stackWith(app, 'One', { A: 'a' });
      stackWith(app, 'Two', { B: 'b' });
    });
    expect(() => diffOf(template, two)).toThrow('a cloud assembly with several stacks (One, Two)');
  });

  test('has the paths of its constructs', () => {
    const more = synth((app) => void stackWith(app, 'One', { A: 'a', More: 'm' }));
    expect(diffOf(one, more)).toMatchObject([{ path: 'One/More/Resource' }]);
  });

  test('has changes of resources whose parameters get another value', () => {
    const given = (value: string) => [
      stackOf(
        'Parameters: { P: { Type: String } }\nResources: { A: { Type: AWS::SNS::Topic, Properties:' +
          ' { TopicName: !Ref P } } }',
        {
          name: 'One',
          parameters: { P: value },
        },
      ),
    ];
    expect(diffStacks(given('a'), given('a'))).toEqual([]);
    expect(diffStacks(given('a'), given('b')).map(lineOf)).toEqual(['Modify A maybe: TopicName']);
  });
});

describe('nested stacks', () => {
  const outer = { Keep: 'k' };
  const app = (topics: Record<string, string>) =>
    synth((root) => {
      const parent = stackWith(root, 'Parent', outer);
      const nested = new NestedStack(parent, 'Nested');
      for (const [name, topicName] of Object.entries(topics)) {
        new Topic(nested, name, { topicName });
      }
    });

  test('are followed, and their changes count separately', () => {
    const lines = linesOf(app({ A: 'a' }), app({ A: 'a', B: 'b' }));
    expect(lines.map((line) => line.replace(/Nested\w*Resource/g, 'Nested'))).toEqual([
      expect.stringMatching(/^Parent Modify Nested never: .*TemplateURL.*\(idle\)$/),
      'Parent/Nested Add B',
    ]);
  });

  test('are removed or added with their resources', () => {
    const [without, with_] = [synth((root) => void stackWith(root, 'Parent', outer)), app({ A: 'a' })];
    const simple = (lines: string[]) => lines.map((line) => line.replace(/Nested\w*Resource/g, 'Nested'));
    expect(simple(linesOf(with_, without))).toEqual(['Parent Remove Nested', 'Parent/Nested Remove A']);
    expect(simple(linesOf(without, with_))).toEqual(['Parent Add Nested', 'Parent/Nested Add A']);
  });

  test('propagate a replacement in by their parameters and out by their outputs', () => {
    const build = (topicName: string) =>
      synth((root) => {
        const parent = new Stack(root, 'Parent');
        const first = new Topic(parent, 'First', { topicName });
        const nested = new NestedStack(parent, 'Nested');
        const inside = new Topic(nested, 'Inside', { topicName: first.topicName });
        new Topic(parent, 'Last', { topicName: inside.topicName });
        new Topic(parent, 'Beside', { topicName: 'beside' });
      });
    const lines = linesOf(build('a'), build('b')).map((line) => line.replace(/Nested\w*Resource/g, 'Nested'));
    expect(lines).toEqual([
      'Parent Modify First always: TopicName',
      'Parent Modify Last maybe: TopicName',
      expect.stringMatching(/^Parent Modify Nested never: Parameters.* \(idle\)$/),
      'Parent/Nested Modify Inside maybe: TopicName',
    ]);
  });

  test('without a template have unknown changes', () => {
    const template = (url: string) => ({
      Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url } } },
    });
    const [old, fresh] = [template('https://s3.example.com/a'), template('https://s3.example.com/b')];
    const [change] = diffStacks([stackOf(old)], [stackOf(fresh)]);
    expect(change).toMatchObject({ action: 'Modify', replacement: 'unknown', touches: true });
    expect(change?.notes.join(' ')).toContain(INSIDE_UNKNOWN);
    const [added] = diffStacks([stackOf({ Resources: {} })], [stackOf(fresh)]);
    expect(added?.notes.join(' ')).toContain(INSIDE_UNKNOWN);
  });
});

test('the removal of an exported output is a change', () => {
  const build = (exported: boolean) =>
    synth((app) => {
      const stack = stackWith(app, 'One', { A: 'a' });
      if (exported) {
        new CfnOutput(stack, 'Url', { value: 'x', exportName: 'url' });
      }
    });
  expect(linesOf(build(true), build(false))).toEqual(['One Modify Outputs.Url never']);
});
