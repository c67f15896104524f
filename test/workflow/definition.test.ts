import { expect, test } from '@jest/globals';
import { parseDefinition, substitutions } from '../../lib/workflow/definition';

const placeholder = (name: string) => `$\{${name}}`;
const text = JSON.stringify({
  A: placeholder('ShiftTrafficArn'),
  B: `{% $f('${placeholder('RevertMachineArn')}') %}`,
  C: placeholder('ShiftTrafficArn'),
});

test('parseDefinition lists every placeholder once, also inside an expression', () => {
  expect(parseDefinition(text)).toEqual({
    text,
    placeholders: ['RevertMachineArn', 'ShiftTrafficArn'],
    tasks: ['ShiftTraffic'],
  });
});

test.each([
  [
    'a placeholder without an ARN',
    { ShiftTrafficArn: 'arn' },
    'unknown placeholders [RevertMachineArn], unused ARNs []',
  ],
  [
    'an ARN without a placeholder',
    { ShiftTrafficArn: 'arn', RevertMachineArn: 'arn', SmokeTestArn: 'arn' },
    'unknown placeholders [], unused ARNs [SmokeTestArn]',
  ],
])('substitutions refuses %s', (_, arns, message) => {
  expect(() => substitutions(parseDefinition(text), arns)).toThrow(message);
});

test('a Task that is not in the registry is a placeholder without an ARN', () => {
  const unknown = parseDefinition(placeholder('UnknownTaskArn'));
  expect(unknown.tasks).toEqual([]);
  expect(() => substitutions(unknown, {})).toThrow('unknown placeholders [UnknownTaskArn]');
});
