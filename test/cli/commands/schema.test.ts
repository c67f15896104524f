import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import Ajv2020 from 'ajv/dist/2020';
import { parse } from 'yaml';
import { jsonSchema } from '../../../lib/cli/commands/schema';

const root = join(__dirname, '../../..');
const example = () => parse(readFileSync(join(root, 'examples', 'api.yaml'), 'utf8'));

describe('the JSON Schema of a plan', () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(jsonSchema('plan'));

  test('accepts the example', () => {
    expect(validate(example())).toBe(true);
  });

  test('accepts a ramp instead of stages', () => {
    const { stages: _, ...rest } = example();
    expect(validate({ ...rest, ramp: { overSeconds: 60, steps: 2 } })).toBe(true);
  });

  test.each([
    ['an unknown field', { ...example(), soak: 1 }],
    ['a missing field', { ...example(), health: undefined }],
    ['neither stages nor a ramp', { ...example(), stages: undefined }],
    ['both stages and a ramp', { ...example(), ramp: { overSeconds: 60, steps: 2 } }],
    ['a percent above 100', { ...example(), stages: [{ percent: 101, soakSeconds: 1 }] }],
    ['no alarm', { ...example(), health: { alarms: [] } }],
    [
      'an http base URL',
      { ...example(), smokeTest: { ...example().smokeTest, baseUrl: 'http://gw-api.example.com' } },
    ],
  ])('rejects %s', (_, plan) => {
    expect(validate(JSON.parse(JSON.stringify(plan)))).toBe(false);
  });
});

describe('the JSON Schema of an allow file', () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(jsonSchema('allow'));
  const entry = { stack: 'Api', logicalId: 'Topic', reason: 'it is unused', expires: '2027-01-31' };

  test.each([
    ['an entry', { allow: [entry] }, true],
    ['no expiry date', { allow: [{ ...entry, expires: undefined }] }, false],
    ['an unknown field', { allow: [{ ...entry, who: 'me' }] }, false],
  ])('checks %s', (_, value, valid) => {
    expect(validate(JSON.parse(JSON.stringify(value)))).toBe(valid);
  });
});

describe('the JSON Schema of a policy', () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(jsonSchema('policy'));

  test.each([
    ['the example', parse(readFileSync(join(root, 'examples', 'policy.yaml'), 'utf8')), true],
    ['nothing', {}, true],
    ['an unknown field', { maxStep: 5 }, false],
    ['a percent above 100', { maxStepUp: 101 }, false],
    ['a pattern of host names', { newTargets: { route53: { hostNames: ['*.example.com'] } } }, false],
  ])('checks %s', (_, policy, valid) => {
    expect(validate(policy)).toBe(valid);
  });
});

describe('the JSON Schema of milestones', () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(jsonSchema('milestones'));
  const dnsLast = parse(readFileSync(join(root, 'examples', 'dns-last', 'milestones.yaml'), 'utf8'));

  test.each([
    ['the example', dnsLast, true],
    ['no milestone', { milestones: [] }, false],
    ['no text', { milestones: [{ daysAfterEnd: 7 }] }, false],
    ['a negative number of days', { milestones: [{ what: 'add', daysBeforeStart: -14 }] }, false],
    ['an unknown field', { milestones: [{ what: 'add', days: 14 }] }, false],
  ])('checks %s', (_, value, valid) => {
    expect(validate(value)).toBe(valid);
  });
});
