import { expect, test } from '@jest/globals';
import { parseDefinition, substitutions } from '../../lib/workflow/definition';

const hole = (name: string) => `$\{${name}}`;
const text = `{"A": "${hole('ShiftTrafficArn')}", "B": "{% $f('${hole('RevertMachineArn')}') %}", "C": "${hole('ShiftTrafficArn')}"}`;

test('finds every placeholder once, also inside an expression', () => {
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
])('refuses %s', (_, arns, message) => {
  expect(() => substitutions(parseDefinition(text), arns)).toThrow(message);
});

test('a Task that the registry does not know stays a placeholder without an ARN', () => {
  const unknown = parseDefinition(hole('DrinkTeaArn'));
  expect(unknown.tasks).toEqual([]);
  expect(() => substitutions(unknown, {})).toThrow('unknown placeholders [DrinkTeaArn]');
});
