import { describe, expect, test } from '@jest/globals';
import { instanceUsdPerHour } from '../../../lambdas/core/estimate/instance-prices';
import { overlapCost } from '../../../lambdas/core/estimate/overlap';
import { type OverlapItem, overlapProblems, usdPerHourOf } from '../../../lambdas/core/estimate/overlap-item';

const HOUR = 3_600;
const item = (over: Partial<OverlapItem>): OverlapItem => ({ kind: 'ec2-instance', count: 1, ...over });

describe('the price of an hour', () => {
  test.each([
    ['t2.small', 0.023],
    ['t4g.medium', 0.0336],
    ['m7g.large', 0.0816],
    ['r6g.2xlarge', 0.4032],
    ['t3.4xlarge', null],
    ['m7g.micro', null],
    ['x9.large', null],
    ['toString.large', null],
    ['t3.toString', null],
    ['t3', null],
  ])('of %s is %s', (type, usd) => {
    const found = instanceUsdPerHour(type);
    expect(found === null ? null : Math.round(found * 1e6) / 1e6).toBe(usd);
  });

  test('depends on the size of a kind that has sizes', () => {
    expect(usdPerHourOf(item({ kind: 'ebs-volume', gigabytes: 73 }))).toBeCloseTo(0.008, 9);
    expect(usdPerHourOf(item({ kind: 'nat-data', gigabytesPerHour: 2 }))).toBeCloseTo(0.09, 9);
    expect(usdPerHourOf(item({ kind: 'zone-transfer', gigabytesPerHour: 0.5 }))).toBeCloseTo(0.01, 9);
    expect(usdPerHourOf(item({ kind: 'alb' }))).toBeCloseTo(0.0245, 9);
  });

  test('is what the plan gives, if it gives one', () => {
    expect(usdPerHourOf(item({ instanceType: 't3.micro', usdPerHour: 0.5 }))).toBe(0.5);
    expect(usdPerHourOf(item({ kind: 'alb', usdPerHour: 0 }))).toBe(0);
  });

  test('is not known without the size, or of a type that is in no table', () => {
    expect(usdPerHourOf(item({}))).toBeNull();
    expect(usdPerHourOf(item({ instanceType: 'x9.large' }))).toBeNull();
    expect(usdPerHourOf(item({ kind: 'ebs-volume' }))).toBeNull();
    expect(() => overlapCost([item({})], HOUR)).toThrow('the price of ec2-instance is not known');
  });
});

test('the cost says of which size the resources are', () => {
  const { lines, usd } = overlapCost(
    [
      item({ count: 2, instanceType: 't4g.medium' }),
      item({ kind: 'ebs-volume', count: 2, gigabytes: 30 }),
      item({ kind: 'nat-data', gigabytesPerHour: 1 }),
      item({ kind: 'nat-gateway' }),
    ],
    HOUR,
  );
  expect(lines.map(({ kind, count, size }) => [kind, count, size])).toEqual([
    ['ec2-instance', 2, 't4g.medium'],
    ['ebs-volume', 2, '30 GB'],
    ['nat-data', 1, '1 GB per hour'],
    ['nat-gateway', 1, undefined],
  ]);
  expect(usd).toBeCloseTo(2 * 0.0336 + (2 * 30 * 0.08) / 730 + 0.045 + 0.045, 9);
});

describe('the overlap of a plan', () => {
  test.each<[Partial<OverlapItem>, string, string]>([
    [{}, 'overlap[0].instanceType', 'is missing, and the price of ec2-instance depends on it'],
    [
      { kind: 'nat-data' },
      'overlap[0].gigabytesPerHour',
      'is missing, and the price of nat-data depends on it',
    ],
    [{ instanceType: 'x9.large' }, 'overlap[0].usdPerHour', 'no price of x9.large is known here'],
    [{ kind: 'alb', gigabytes: 1 }, 'overlap[0].gigabytes', 'is not for the kind alb'],
    [
      { kind: 'ebs-volume', gigabytes: 1, instanceType: 't3.micro' },
      'overlap[0].instanceType',
      'is not for the kind ebs-volume',
    ],
  ])('with %j is refused', (over, path, words) => {
    expect(overlapProblems([item(over)])).toEqual([{ path, message: expect.stringContaining(words) }]);
  });

  test('with all that prices depend on is accepted', () => {
    const items = [
      item({ instanceType: 't3.micro' }),
      item({ instanceType: 'x9.large', usdPerHour: 3 }),
      item({ usdPerHour: 3 }),
      item({ kind: 'zone-transfer', gigabytesPerHour: 0 }),
    ];
    expect(overlapProblems(items)).toEqual([]);
    expect(overlapProblems()).toEqual([]);
  });
});
