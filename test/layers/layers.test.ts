import { expect, test } from '@jest/globals';
import { breachesIn, sourcesIn } from './imports';

test('every import of the functions keeps to its layer', () => {
  const sources = sourcesIn('lambdas');
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap((path) => breachesIn(path))).toEqual([]);
});

test.each([
  ['core/plan.ts', "import { route53Router } from '../adapters/route53-router';"],
  ['core/plan.ts', "import type { Ledger } from '../ports';"],
  ['core/plan.ts', "import { readFileSync } from 'node:fs';"],
  ['ports.ts', "import { check } from './steps/record';"],
  ['steps/shift-traffic.ts', "import { Route53Client } from '@aws-sdk/client-route-53';"],
  ['steps/shift-traffic.ts', "const { request } = await import('undici');"],
  ['steps/shift-traffic.ts', "import { systemClock } from '../adapters/system-clock';"],
  ['adapters/dynamo-ledger.ts', "import { record } from '../steps/record';"],
  ['handlers/shift-traffic.ts', "import { Route53Client } from '@aws-sdk/client-route-53';"],
  ['handlers/shift-traffic.ts', "import { tasks } from '../../lib/workflow/tasks';"],
  ['handlers/shift-traffic.ts', "export { tasks } from '../../lib/workflow/tasks';"],
  ['core/plan.ts', "import '../handlers/task-handler';"],
  ['helpers/any.ts', ''],
])('would see a breach in %s: %s', (path, text) => {
  expect(breachesIn(`lambdas/${path}`, text)).toHaveLength(1);
});
