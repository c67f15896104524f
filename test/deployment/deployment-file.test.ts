import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import Ajv2020 from 'ajv/dist/2020';
import { parse } from 'yaml';
import { jsonSchema } from '../../lib/cli/commands/schema';
import { readDeployment } from '../../lib/cli/input/read-deployment';
import { checkDeploymentFile } from '../../lib/deployment/deployment-file';
import { appSettingsSchema } from '../../lib/workflow/settings/app-settings-schema';
import { temporaryFiles } from '../support/cli/temporary-files';
import { routes } from '../support/templates/synth';

const files = temporaryFiles();
const example = () =>
  parse(readFileSync(join(__dirname, '../../examples/deployment.yaml'), 'utf8')) as Record<string, unknown>;
const whole = {
  $schema: 'https://example.com/deployment.json',
  stackName: 'Traffic-1',
  account: '012345678901',
  region: 'eu-west-1',
  tags: { team: 'web', 'cost-center': '17' },
  terminationProtection: true,
  stackNotificationArns: ['arn:aws:sns:eu-west-1:012345678901:stacks'],
  permissionsBoundary: 'arn:aws:iam::012345678901:policy/teams/boundary',
  bootstrapQualifier: 'team1',
  routes,
};

describe('a deployment file', () => {
  test.each([
    ['the example', example()],
    ['routes alone', { routes }],
    ['every field of the stack', whole],
  ])('may have %s', (_, value) => {
    expect(checkDeploymentFile(value)).toEqual({ ok: true, value });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['no routes', { routes: undefined }, 'routes: is missing; must be a list of 1 to 100 zones with their'],
    [
      'an unknown field',
      { stackname: 'A' },
      'stackname: is not a field; allowed fields: $schema, stackName,',
    ],
    [
      'a name with a space',
      { stackName: 'My stack' },
      'stackName: is "My stack"; must be the name of a stack',
    ],
    ['a number as account', { account: 444455556666 }, 'account: is 444455556666; must be the number of an'],
    ['an account that is too short', { account: '12345' }, 'account: is "12345"; must be the number of an'],
    ['a zone as Region', { region: 'eu-west-1a' }, 'region: is "eu-west-1a"; must be the name of a Region'],
    ['a tag that is a number', { tags: { a: 1 } }, 'tags.a: is 1; must be the value of a tag, in quotes'],
    [
      'a tag of AWS',
      { tags: { 'aws:a': 'b' } },
      'must be the key of a tag, 1 to 128 characters, and not begin',
    ],
    ['tags as a list', { tags: [{ key: 'a' }] }, 'tags: is a list; must be a mapping'],
    ['a word as flag', { terminationProtection: 'yes' }, 'terminationProtection: is "yes"; must be true or'],
    [
      'no ARN of a topic',
      { stackNotificationArns: ['on-call'] },
      'stackNotificationArns[0]: is "on-call"; must',
    ],
    ['a name as boundary', { permissionsBoundary: 'b' }, 'permissionsBoundary: is "b"; must be the ARN of a'],
    ['a qualifier in capitals', { bootstrapQualifier: 'A' }, 'bootstrapQualifier: is "A"; must be the quali'],
    ['a policy with a mistake', { policy: { maxStep: 5 } }, 'policy.maxStep: is not a field; allowed fields'],
    ['a field of the construct', { existingGates: {} }, 'existingGates: was renamed; use gates'],
    [
      'a flag that is gone',
      { allowPrivateAddresses: true },
      'was renamed; use allowedPrivateNetworks, a list',
    ],
    ['a prefix', { 'cutover:routes': [] }, 'cutover:routes: has the prefix of the CDK context; write routes'],
  ])('is refused with %s', (_, change, message) => {
    const checked = checkDeploymentFile(JSON.parse(JSON.stringify({ routes, ...change })));
    const problems = checked.ok ? [] : checked.problems;
    expect(problems.map((one) => `${one.path}: ${one.message}`)).toEqual([expect.stringContaining(message)]);
  });

  test('is refused with the line and column of each problem', () => {
    const file = files.write('wrong.yaml', 'routes: []\nacount: 1\n');
    const lines = [
      'wrong\\.yaml is not a valid deployment file:',
      'routes: is an empty list.*\\(line 1, column 9\\)',
      'acount: .*\\(line 2, column 1\\)$',
    ];
    expect(() => readDeployment(file)).toThrow(new RegExp(lines.join('\\n')));
  });

  test('is refused when it is a plan, with what to do with it', () => {
    const plan = join(__dirname, '../../examples/api.yaml');
    expect(() => readDeployment(plan)).toThrow(
      /is a plan, not a deployment file; give it as the argument: cutover plan FILE/,
    );
  });

  test('has every setting of the context of the CDK app', () => {
    const schema = jsonSchema('deployment') as { properties: object };
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining(Object.keys(appSettingsSchema.entries)),
    );
  });
});

describe('the JSON Schema of a deployment', () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(jsonSchema('deployment'));

  test.each([
    ['the example', example(), true],
    ['every field of the stack', whole, true],
    ['no routes', { stackName: 'A' }, false],
    ['an unknown field', { routes, stackname: 'A' }, false],
    ['an account that is a number', { routes, account: 444455556666 }, false],
  ])('checks %s', (_, value, valid) => {
    expect(validate(value)).toBe(valid);
  });
});
