import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AdditiveOnly, type AdditiveOnlyProps } from '../../lib/changes/additive-only';

const folder = mkdtempSync(join(tmpdir(), 'cutover-additive-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};

/** Stacks of topics by their names, each with its own name. */
type Topics = Readonly<Record<string, Readonly<Record<string, string>>>>;

function appOf(stacks: Topics, context = {}): App {
  const app = new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    outdir: mkdtempSync(join(folder, 'out-')),
    context: {
      'aws:cdk:enable-asset-metadata': true,
      // Findings are thrown, with the report.
      '@aws-cdk/core:appMode': 'inmemory',
      ...context,
    },
  });
  for (const [id, topics] of Object.entries(stacks)) {
    const stack = new Stack(app, id);
    for (const [name, topicName] of Object.entries(topics)) {
      new Topic(stack, name, { topicName });
    }
  }
  return app;
}

/** What synthesis says; nothing when it succeeds. */
function synth(app: App, props: AdditiveOnlyProps, scope: App | Stage = app): string {
  Validations.of(scope).addPlugins(new AdditiveOnly(props));
  try {
    app.synth();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const deployed = appOf({ One: { A: 'a' } }).synth().directory;
const template = join(deployed, 'One.template.json');
const two = appOf({ One: { A: 'a' }, Two: { B: 'b' } }).synth().directory;

describe('synthesis goes on', () => {
  test.each<[string, Topics, AdditiveOnlyProps]>([
    ['when nothing changes', { One: { A: 'a' } }, { baseline: deployed }],
    ['when something is added', { One: { A: 'a', More: 'm' }, New: { C: 'c' } }, { baseline: deployed }],
    ['against a template', { One: { A: 'a', More: 'm' } }, { baseline: template }],
    [
      'against a template of one of several stacks',
      { One: { A: 'a', More: 'm' }, Two: { B: 'b' } },
      { baseline: template, stack: 'One' },
    ],
  ])('%s', (_, stacks, props) => {
    expect(synth(appOf(stacks), props)).toBe('');
  });

  test('when what is touched is accepted', () => {
    // A logical id has a hash in it.
    const logicalIds = Object.keys(
      appOf({ One: { A: 'a' } })
        .synth()
        .getStackByName('One').template.Resources,
    );
    const entry = {
      stack: 'One',
      logicalId: logicalIds[0],
      reason: 'nobody reads it',
      expires: '2999-12-31',
    };
    const allow = file('allow.json', { allow: [entry] });
    expect(synth(appOf({ One: { A: 'renamed' } }), { baseline: deployed, allow })).toBe('');
  });
});

describe('synthesis fails', () => {
  test.each<[string, Topics, AdditiveOnlyProps, RegExp]>([
    [
      'when a resource goes',
      { One: { B: 'b' } },
      { baseline: deployed },
      /Remove A[0-9A-F]{8} \(AWS::SNS::Topic\) of One\. It is deleted\./,
    ],
    [
      'when one is replaced',
      { One: { A: 'renamed' } },
      { baseline: template },
      /Modify A[0-9A-F]{8} \(AWS::SNS::Topic\) of One, replaced: TopicName/,
    ],
    [
      'when a stack goes',
      { One: { A: 'a' } },
      { baseline: two },
      /Remove B[0-9A-F]{8} \(AWS::SNS::Topic\) of Two/,
    ],
  ])('%s', (_, stacks, props, message) => {
    expect(synth(appOf(stacks), props)).toMatch(message);
  });

  test('also when somebody has acknowledged the finding', () => {
    const app = appOf({ One: { A: 'renamed' } });
    Validations.of(app).acknowledge({ id: 'AdditiveOnly::additive-only', reason: 'no end, no name' });
    expect(synth(app, { baseline: deployed })).toContain('replaced: TopicName');
  });

  test('by what is in a nested stack', () => {
    const build = (topicName: string) => {
      const app = appOf({});
      new Topic(new NestedStack(new Stack(app, 'Parent'), 'Nested'), 'Inside', { topicName });
      return app;
    };
    const baseline = build('a').synth().directory;
    expect(synth(build('b'), { baseline })).toMatch(
      /Modify Inside[0-9A-F]{8} \(AWS::SNS::Topic\) of Parent\/Nested/,
    );
    expect(synth(build('a'), { baseline })).toBe('');
  });

  test.each<[string, AdditiveOnlyProps, string]>([
    [
      'a baseline that is not there',
      { baseline: join(folder, 'none') },
      'there is no such file or directory',
    ],
    [
      'a baseline that is no template',
      { baseline: file('x.json', { a: 1 }) },
      'is not a CloudFormation template',
    ],
    [
      'an allow file that is not right',
      { baseline: deployed, allow: file('bad.json', { allow: [{ stack: 'One' }] }) },
      'allow[0].reason: is missing',
    ],
  ])('for %s', (_, props, message) => {
    expect(synth(appOf({ One: { A: 'a' } }), props)).toContain(message);
  });

  test('for a template when it is not said of which stack it is', () => {
    const message = synth(appOf({ One: { A: 'a' }, Two: { B: 'b' } }), { baseline: template });
    expect(message).toContain('a cloud assembly with several stacks (One, Two)');
  });
});

test('on a stage it looks at the stacks of that stage alone', () => {
  const build = (topicName: string) => {
    const app = appOf({ Beside: { A: topicName } });
    const stage = new Stage(app, 'Prod');
    new Topic(new Stack(stage, 'Api'), 'Topic', { topicName: 'kept' });
    return { app, stage };
  };
  const baseline = build('a').app.synth().directory;
  const { app, stage } = build('b');
  expect(synth(app, { baseline }, stage)).toBe('');
  expect(synth(build('b').app, { baseline })).toContain('of Beside, replaced: TopicName');
});
