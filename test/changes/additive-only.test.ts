import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

/** Stacks by their ids, with topics by their ids and topic names. */
type Topics = Readonly<Record<string, Readonly<Record<string, string>>>>;

function appOf(stacks: Topics, context = {}): App {
  const app = new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    outdir: mkdtempSync(join(folder, 'out-')),
    context: {
      'aws:cdk:enable-asset-metadata': true,
      // Violations are thrown, with the report.
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

/** The error message of the synthesis; empty if it succeeds. */
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

describe('the synthesis succeeds', () => {
  test.each<[string, Topics, AdditiveOnlyProps]>([
    ['if nothing changes', { One: { A: 'a' } }, { baseline: deployed }],
    ['if something is added', { One: { A: 'a', More: 'm' }, New: { C: 'c' } }, { baseline: deployed }],
    ['against a template', { One: { A: 'a', More: 'm' } }, { baseline: template }],
    [
      'against a template of one of several stacks',
      { One: { A: 'a', More: 'm' }, Two: { B: 'b' } },
      { baseline: template, stack: 'One' },
    ],
  ])('%s', (_, stacks, props) => {
    expect(synth(appOf(stacks), props)).toBe('');
  });

  test('if the changes are accepted', () => {
    // A logical id contains a hash.
    const logicalIds = Object.keys(
      appOf({ One: { A: 'a' } })
        .synth()
        .getStackByName('One').template.Resources,
    );
    const entry = {
      stack: 'One',
      logicalId: logicalIds[0],
      reason: 'it is unused',
      expires: '2999-12-31',
    };
    const allow = file('allow.json', { allow: [entry] });
    expect(synth(appOf({ One: { A: 'renamed' } }), { baseline: deployed, allow })).toBe('');
  });
});

describe('the synthesis fails', () => {
  test.each<[string, Topics, AdditiveOnlyProps, RegExp]>([
    [
      'if a resource is removed',
      { One: { B: 'b' } },
      { baseline: deployed },
      /Remove A[0-9A-F]{8} \(AWS::SNS::Topic\) of One\. It is deleted\./,
    ],
    [
      'if a resource is replaced',
      { One: { A: 'renamed' } },
      { baseline: template },
      /Modify A[0-9A-F]{8} \(AWS::SNS::Topic\) of One, replaced: TopicName/,
    ],
    [
      'if a stack is removed',
      { One: { A: 'a' } },
      { baseline: two },
      /Remove B[0-9A-F]{8} \(AWS::SNS::Topic\) of Two/,
    ],
  ])('%s', (_, stacks, props, message) => {
    expect(synth(appOf(stacks), props)).toMatch(message);
  });

  test('even if the violation is acknowledged', () => {
    const app = appOf({ One: { A: 'renamed' } });
    Validations.of(app).acknowledge({ id: 'AdditiveOnly::additive-only', reason: 'without an expiry date' });
    expect(synth(app, { baseline: deployed })).toContain('replaced: TopicName');
  });

  test('if a resource in a nested stack changes', () => {
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
    ['a missing baseline', { baseline: join(folder, 'none') }, 'there is no such file or directory'],
    [
      'a baseline that is not a template',
      { baseline: file('x.json', { a: 1 }) },
      'is not a CloudFormation template',
    ],
    [
      'an invalid allow file',
      { baseline: deployed, allow: file('bad.json', { allow: [{ stack: 'One' }] }) },
      'allow[0].reason: is missing',
    ],
  ])('for %s', (_, props, message) => {
    expect(synth(appOf({ One: { A: 'a' } }), props)).toContain(message);
  });

  test('for a template without the name of its stack', () => {
    const message = synth(appOf({ One: { A: 'a' }, Two: { B: 'b' } }), { baseline: template });
    expect(message).toContain('a cloud assembly with several stacks (One, Two)');
  });
});

test('on a stage, only the stacks of the stage are validated', () => {
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

describe('a baseline that the synthesis overwrites is refused', () => {
  const build = (outdir: string, topicName = 'a') => {
    const app = new App({
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
      outdir,
      context: { '@aws-cdk/core:appMode': 'inmemory' },
    });
    new Topic(new Stack(app, 'One'), 'A', { topicName });
    return app;
  };
  const place = () => {
    const around = mkdtempSync(join(folder, 'own-'));
    const outdir = join(around, 'app.out');
    build(outdir).synth();
    return { around, outdir };
  };
  const refusal = /the baseline .* is (?:in |around )?the output directory of this app .* keep a copy/;

  test('if it is the output directory', () => {
    const { outdir } = place();
    expect(synth(build(outdir, 'renamed'), { baseline: outdir })).toMatch(refusal);
  });

  test('if it is a symbolic link to the output directory', () => {
    const { around, outdir } = place();
    const link = join(around, 'deployed');
    symlinkSync(outdir, link);
    expect(synth(build(outdir, 'renamed'), { baseline: link })).toMatch(refusal);
  });

  test('if the output directory is a symbolic link to it', () => {
    const { around, outdir } = place();
    const link = join(around, 'link.out');
    symlinkSync(outdir, link);
    expect(synth(build(link, 'renamed'), { baseline: outdir })).toMatch(refusal);
  });

  test('if it is a template in the output directory', () => {
    const { outdir } = place();
    const baseline = join(outdir, 'One.template.json');
    expect(synth(build(outdir, 'renamed'), { baseline })).toMatch(refusal);
  });

  test('if the output directory lies within it', () => {
    const { around, outdir } = place();
    build(around).synth();
    expect(synth(build(outdir, 'renamed'), { baseline: around })).toMatch(refusal);
  });

  test('if a stage is validated, and the baseline is the output directory of the app', () => {
    const { outdir } = place();
    const app = build(outdir, 'renamed');
    const stage = new Stage(app, 'Prod');
    new Topic(new Stack(stage, 'Api'), 'Topic');
    expect(synth(app, { baseline: outdir }, stage)).toMatch(refusal);
  });

  test('but not if its name only begins like that of the output directory', () => {
    const { outdir } = place();
    build(`${outdir}-deployed`).synth();
    expect(synth(build(outdir), { baseline: `${outdir}-deployed` })).toBe('');
    expect(synth(build(outdir, 'renamed'), { baseline: `${outdir}-deployed` })).toContain(
      'replaced: TopicName',
    );
  });
});

test.each([
  [{ baseline: 'a.json', alow: 'b.yaml' }, 'alow: is not a prop; did you mean "allow"?'],
  [{ basline: 'a.json' }, 'baseline: is missing; it is required'],
])('a caller in JavaScript with %j is refused', (props, message) => {
  expect(() => new AdditiveOnly(props as unknown as AdditiveOnlyProps)).toThrow(message);
});
