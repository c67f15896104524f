import { describe, expect, test } from '@jest/globals';
import type { RouteEntry } from '../../lambdas/ports';
import type { CutoverReading } from '../../lib/operator/cutover-view';
import { keptCutover, keptFiles, nameOfStack } from '../../lib/operator/kept-path';
import { planOf } from '../support/plans/plans';

const EXECUTION = 'arn:aws:states:eu-west-1:111122223333:execution:Cutover:api-1';
const proof = {
  ...{ kind: 'proof', key: 'decommission', execution: EXECUTION, verdict: 'pass', what: 'old path can go' },
  ...{ reason: 'nothing references it', at: '2026-11-29T10:00:00.000Z', by: 'cutover' },
} as const;
const plan = planOf();
const reading = (over: Partial<CutoverReading> = {}) =>
  ({
    view: { name: 'api.example.com', route: 'route', execution: EXECUTION, phase: 'succeeded' },
    ...{ record: { input: plan }, plan, decisions: [proof], ...over },
  }) as unknown as CutoverReading;
const entry = (version: string) =>
  ({ router: plan.router, snapshot: { percent: 0, version }, prepared: null }) as unknown as RouteEntry;

describe('keptCutover', () => {
  test('takes the last cutover of a route, once it has succeeded', () => {
    expect(keptCutover(reading(), entry('[]'), EXECUTION)).toMatchObject({ proof });
  });

  test.each([
    ['another one has the route since', reading(), entry('[]'), 'arn:other'],
    ['the ledger has no snapshot', reading(), { ...entry('[]'), snapshot: null }, EXECUTION],
    ['the ledger has nothing', reading(), null, EXECUTION],
  ])('refuses when %s', (_, one, held, last) => {
    expect(keptCutover(one, held, last)).toMatch(/records of the last cutover of a route alone/);
  });

  test('refuses after a cutover that has moved the traffic back', () => {
    const down = planOf({ direction: 'down', stages: [{ percent: 0, soakSeconds: 60 }] });
    expect(keptCutover(reading({ plan: down }), entry('[]'), EXECUTION)).toMatch(/\(direction: down\)/);
  });

  test('refuses without a proof, and for an input that is no plan of this version', () => {
    expect(keptCutover(reading({ decisions: [] }), entry('[]'), EXECUTION)).toMatch(
      /the ledger has no proof/,
    );
    expect(keptCutover(reading({ plan: null }), entry('[]'), EXECUTION)).toMatch(/has not succeeded/);
  });
});

test('a version that is not JSON is kept as text, and a template in YAML as YAML', () => {
  const kept = keptCutover(reading(), entry('traffic-split=0'), EXECUTION);
  if (typeof kept === 'string') {
    throw new Error(kept);
  }
  const stacks = [
    { stack: 'arn:aws:cloudformation:eu-west-1:1:stack/Old/1-2', template: 'A: 1\n', settings: {} },
  ];
  const files = keptFiles(kept, stacks, []);
  const textOf = (path: string) => files.find((one) => one.path === path)?.text ?? '';
  expect(JSON.parse(textOf('route.json'))).toMatchObject({
    ...{ beforeShift: 'traffic-split=0', beforePreparation: null },
  });
  expect(textOf('stacks/Old.template.yaml')).toBe('A: 1\n');
  expect(nameOfStack('Api')).toBe('Api');
});
