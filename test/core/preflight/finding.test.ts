import { describe, expect, test } from '@jest/globals';
import {
  acceptFindings,
  describeFindings,
  stopFinding,
  stops,
  warnFinding,
} from '../../../lambdas/core/preflight/finding';

const stopping = stopFinding('route', 'api has 10 %', 'wait');
const other = stopFinding('other-record-type', 'AAAA is left', 'move it');
const warning = warnFinding('old-record-health', 'the old record has a health check', 'remove it');

test('a finding stops the cutover, or is only recorded', () => {
  expect([stopping, other, warning].map(stops)).toEqual([true, true, false]);
});

describe('accepted findings', () => {
  test('no longer stop, say that the plan accepts them, and keep their remedy', () => {
    expect(acceptFindings([other], ['other-record-type'])).toEqual([
      {
        check: 'other-record-type',
        severity: 'warn',
        reason: 'AAAA is left (accepted by the plan)',
        remedy: 'move it',
      },
    ]);
  });

  test('leave those of other names, and warnings of the same name, as they are', () => {
    expect(acceptFindings([stopping, other], ['https-record'])).toEqual([stopping, other]);
    expect(acceptFindings([warning], ['old-record-health'])).toEqual([warning]);
  });
});

describe('findings in words', () => {
  test('are joined to one reason, each with its remedy', () => {
    expect(describeFindings([stopping, { ...stopping, check: 'alarms', reason: 'a is in ALARM' }])).toBe(
      'route: api has 10 %; wait. alarms: a is in ALARM; wait',
    );
  });

  test('leave out warnings and notices beside one that stops', () => {
    expect(describeFindings([warning, stopping], ['one'])).toBe('route: api has 10 %; wait');
  });

  test('without one that stops are a pass, followed by notices and warnings', () => {
    expect(describeFindings([])).toBe('all checks passed');
    expect(describeFindings([], ['one', 'two'])).toBe('all checks passed; one; two');
    expect(describeFindings([warning], ['one'])).toBe(
      'all checks passed; one; warning: old-record-health: the old record has a health check; remove it',
    );
  });

  test('are cut to 4,000 characters', () => {
    expect(describeFindings(Array.from({ length: 500 }, () => stopping))).toHaveLength(4_000);
    expect(describeFindings(Array.from({ length: 500 }, () => warning))).toHaveLength(4_000);
  });
});
