import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import Ajv2020 from 'ajv/dist/2020';
import { parse } from 'yaml';
import { jsonSchema } from '../../lib/cli/schema-command';

const root = join(__dirname, '..', '..');
const example = () => parse(readFileSync(join(root, 'examples', 'api.yaml'), 'utf8'));

describe('the JSON Schema says what the checks say', () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(jsonSchema('plan'));

  test('the example is valid', () => {
    expect(validate(example())).toBe(true);
  });

  test.each([
    ['an unknown field', { ...example(), soak: 1 }],
    ['a missing field', { ...example(), stages: undefined }],
    ['a percent above 100', { ...example(), stages: [{ percent: 101, soakSeconds: 1 }] }],
    ['no alarm', { ...example(), health: { alarms: [] } }],
    ['http', { ...example(), smokeTest: { ...example().smokeTest, baseUrl: 'http://gw-api.example.com' } }],
  ])('%s is not', (_, plan) => {
    expect(validate(JSON.parse(JSON.stringify(plan)))).toBe(false);
  });
});
