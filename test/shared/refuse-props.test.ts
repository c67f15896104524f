import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { problemsAt, refuseProps, validProp } from '../../lib/shared/refuse-props';

const stack = new Stack(undefined, 'Api');

describe('refuseProps', () => {
  test('does nothing without problems', () => {
    expect(() => refuseProps(stack, [])).not.toThrow();
  });

  test('throws one error that names the construct and lists every problem', () => {
    const problems = [
      { path: 'port', message: 'is 0; must be 1 or more' },
      { path: '', message: 'nothing is monitored' },
    ];
    expect(() => refuseProps(stack, problems)).toThrow(
      /^Api has invalid props:\nport: is 0; must be 1 or more\nnothing is monitored$/,
    );
  });
});

describe('validProp', () => {
  test('returns a valid value', () => {
    expect(validProp(stack, 'plan', { ok: true, value: 7 })).toBe(7);
  });

  test('throws the problems of an invalid value, below the path of the prop', () => {
    const problems = [{ path: 'host', message: 'is missing' }];
    expect(() => validProp(stack, 'plan', { ok: false, problems })).toThrow('plan.host: is missing');
  });
});

test.each([
  ['', 'hook'],
  ['host', 'hook.host'],
  ['[0].path', 'hook[0].path'],
])('problemsAt puts "%s" below the prop as "%s"', (path, expected) => {
  expect(problemsAt('hook', [{ path, message: 'is missing' }])).toEqual([
    { path: expected, message: 'is missing' },
  ]);
});
