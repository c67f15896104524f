import { expect, test } from '@jest/globals';
import {
  batchProblem,
  batchSize,
  shiftSizeProblem,
} from '../../../../lambdas/core/routers/route53/batch-limits';
import { route53Definition } from '../../../../lambdas/core/routers/route53/definition';
import type { RouteReading } from '../../../../lambdas/ports';
import { planOf } from '../../../support/plans/plans';

const record = (count: number, value = '192.0.2.1') => ({
  ResourceRecords: Array.from({ length: count }, () => ({ Value: value })),
});
const pairs = (count: number) => Array.from({ length: 4 }, () => record(count));

test('counts values and their characters, and none of an alias', () => {
  expect(batchSize([record(2, 'abc'), { AliasTarget: {} }, { ResourceRecords: [{}] } as object])).toEqual({
    values: 3,
    characters: 6,
  });
});

test('lets A and AAAA have 125 values in each record, and no more', () => {
  expect(shiftSizeProblem(pairs(125))).toBeNull();
  expect(shiftSizeProblem(pairs(126))).toBe('1008 values (at most 1000)');
});

test('counts the characters of values', () => {
  expect(batchProblem({ values: 1_000, characters: 32_000 })).toBeNull();
  expect(batchProblem({ values: 1_001, characters: 32_001 })).toBe(
    '1001 values (at most 1000) and 32001 characters of values (at most 32000)',
  );
});

test('records that do not fit into one batch are a finding with a remedy', () => {
  const { router } = planOf();
  const reading = (count: number) => ({ version: JSON.stringify(pairs(count)) }) as RouteReading;
  expect(route53Definition.findings(router, reading(125))).toEqual([]);
  expect(route53Definition.findings(router, reading(126))).toEqual([
    {
      problem: 'one change of all weights of api.example.com would have 1008 values (at most 1000)',
      remedy: expect.stringContaining('with a plan for each'),
    },
  ]);
});
