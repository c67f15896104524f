import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { habits } from '../../tools/lint-templates/habits/habits';
import { lookedUp } from '../../tools/lint-templates/habits/lookups';
import { addPlainStacks, addPlainWorkflow } from '../../tools/lint-templates/habits/plain-app.cjs';

/** An app in which nothing is looked up yet, with or without the recommended feature flags. */
function appWith(context: Readonly<Record<string, unknown>>): App {
  return new App({
    // CDK's own check refuses the values that its lookups give in the first pass.
    builtinCloudFormationValidation: false,
    context: { 'aws:cdk:bundling-stacks': [], ...context },
  });
}

/** Every template of an app, stages included. */
function templatesOf(app: App): { readonly name: string; readonly text: string }[] {
  const { directory } = app.synth();
  const names = readdirSync(directory, { recursive: true }).map(String);
  return names
    .filter((name) => name.endsWith('.template.json'))
    .map((name) => ({ name, text: readFileSync(join(directory, name), 'utf8') }));
}

test.each(Object.entries(habits))('%s synthesizes with the feature flags that CDK recommends', (_, add) => {
  const app = appWith(recommendedFlags);
  add(app);
  expect(templatesOf(app).length).toBeGreaterThan(0);
});

test.each(['an app for any environment', 'AWS GovCloud (US)', 'China'] as const)(
  'in %s, no template and no state machine names the partition aws',
  (name) => {
    const app = appWith(recommendedFlags);
    habits[name](app);
    const arns = templatesOf(app).flatMap(({ text }) => [...text.matchAll(/arn:aws:[^"]*/g)]);
    expect(arns.map(([arn]) => arn)).toEqual([]);
  },
);

test('an app with lookups synthesizes in its second pass, with the values that were looked up', () => {
  const app = appWith({ ...recommendedFlags, ...lookedUp('111122223333', 'eu-west-1') });
  habits['looked-up zones, VPCs, listeners and parameters'](app);
  const texts = templatesOf(app).map(({ text }) => text);
  expect(texts.join()).toContain('Z0123456789ABCDEFGHI1');
  expect(texts.join()).not.toMatch(/DUMMY|dummy-value|vpc-12345/);
});

test.each(['two of everything in one stack', 'AWS GovCloud (US)', 'an imported cluster'] as const)(
  '%s synthesizes without any feature flag',
  (name) => {
    const app = appWith({});
    habits[name](app);
    expect(templatesOf(app).length).toBeGreaterThan(0);
  },
);

describe('an app in plain JavaScript', () => {
  test('synthesizes', () => {
    const app = appWith({});
    addPlainStacks(app);
    addPlainWorkflow(app);
    expect(templatesOf(app)).toHaveLength(2);
  });

  test.each([
    [{ desiredcount: 3 }, 'desiredcount: is not a prop; did you mean "desiredCount"?'],
    [{ network: { egres: 'nat' } }, 'network.egres: is not a prop; did you mean "egress"?'],
    [{ hook: undefined }, 'hook: is missing; it is required'],
    [{ terminationWait: 90 }, 'terminationWait: is 90; must be a Duration'],
  ])('fails for %j', (extra, message) => {
    expect(() => addPlainStacks(appWith({}), extra)).toThrow(message);
  });
});
