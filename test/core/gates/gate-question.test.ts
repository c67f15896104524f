import { describe, expect, test } from '@jest/globals';
import { questionOf } from '../../../lambdas/core/gates/gate-question';
import { planOf } from '../../support/plans/plans';

const execution = 'arn:aws:states:eu-west-1:111122223333:execution:Cutover:one';
const route = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';
const gate = { name: 'contract-tests', at: 'each-stage' } as const;
const about = { gate, phase: 'soak', execution, route, stage: 1, attempt: 2, allowedHosts: null } as const;

describe('the question to a gate', () => {
  test('has the plan, the route, the stage and the hosts, and an id', () => {
    expect(questionOf(planOf(), about)).toEqual({
      version: 1,
      id: `${execution}/each-stage/contract-tests/1/2`,
      gate: 'contract-tests',
      at: 'each-stage',
      phase: 'soak',
      execution,
      plan: 'api',
      route,
      direction: 'up',
      stage: 1,
      percent: 50,
      productionName: 'api.example.com',
      hosts: { old: null, new: 'gw-api.example.com' },
      baseUrl: 'https://gw-api.example.com',
      connectTo: null,
      allowedHosts: null,
      answerWithinSeconds: 600,
    });
  });

  test('has no stage before traffic, and the hosts that the deployment allows', () => {
    const before = {
      ...about,
      phase: 'before-traffic',
      stage: null,
      allowedHosts: ['gw-*.example.com'],
    } as const;
    expect(questionOf(planOf(), before)).toMatchObject({
      id: `${execution}/each-stage/contract-tests/before/2`,
      ...{ stage: null, percent: null, allowedHosts: ['gw-*.example.com'] },
    });
  });

  test('is about the old path where the traffic moves down', () => {
    const plan = planOf({
      direction: 'down',
      smokeTest: {
        baseUrl: 'https://gw-old.example.com',
        connectTo: '192.0.2.7',
        compare: { baseUrl: 'https://gw-new.example.com' },
        checks: [{ path: '/' }],
      },
    });
    expect(questionOf(plan, about)).toMatchObject({
      hosts: { old: 'gw-old.example.com', new: 'gw-new.example.com' },
      ...{ direction: 'down', baseUrl: 'https://gw-old.example.com', connectTo: '192.0.2.7' },
    });
  });

  test('waits no longer than the gate may run', () => {
    const soak = { ...about, gate: { name: 'error-budget', at: 'soak' } } as const;
    expect(questionOf(planOf(), soak).answerWithinSeconds).toBe(60);
  });
});
