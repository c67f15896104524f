import { describe, expect, test } from '@jest/globals';
import { allHealthy, newTargetGroup, placeOf } from '../../../lambdas/core/deployment-hook/hook-route';
import type { DeploymentReading } from '../../../lambdas/core/shared/readings';
import { blue, dnsName, green, listenerTo, target } from '../../support/world/hook-world';

const reading = (...targetGroups: string[]): DeploymentReading => ({
  ...{ stage: null, targetGroups, testListeners: [], productionListeners: [] },
});

describe('the target group of the new tasks', () => {
  test.each([
    ['two names', ['blue', 'green']],
    ['two ARNs', [blue, green]],
    ['one ARN', [green]],
  ])('is the group that the test listener forwards to, of a deployment with %s', (_, groups) => {
    const found = newTargetGroup(reading(...groups), listenerTo(green, 'arn:of-another-service'), [blue]);
    expect(found).toEqual({ state: 'ready', value: green });
  });

  test(
    'may be that of production if the deployment names it, as in the first deployment of a' + ' service',
    () => {
      expect(newTargetGroup(reading(green), listenerTo(green), [])).toMatchObject({ state: 'ready' });
    },
  );

  test('is waited for if the test listener forwards to another group', () => {
    expect(newTargetGroup(reading(green), listenerTo(blue), [])).toEqual({
      state: 'waiting',
      reason: 'the test listener forwards to another target group than green',
    });
  });

  test('is waited for while the test listener also forwards to the old group, which ECS then names', () => {
    const named = { ...reading(green), oldTargetGroups: [blue] };
    expect(newTargetGroup(named, listenerTo(green, blue), [])).toEqual({
      state: 'waiting',
      reason: 'the test listener forwards to both green and blue, so the old tasks may respond',
    });
    expect(newTargetGroup(named, listenerTo(green, 'arn:of-another-service'), [])).toMatchObject({
      state: 'ready',
    });
  });

  test('is not matched by the beginning of a name', () => {
    expect(newTargetGroup(reading('blue', 'gre'), listenerTo(green), [blue])).toMatchObject({
      state: 'waiting',
    });
  });
});

describe('the address of the test listener', () => {
  test.each([
    ['HTTP', 'http'],
    ['HTTPS', 'https'],
    ['TLS', 'https'],
  ])('is that of the load balancer: %s means %s', (protocol, scheme) => {
    expect(placeOf(undefined, { ...listenerTo(green), protocol })).toEqual({
      state: 'ready',
      value: { protocol: scheme, host: dnsName, port: 8080 },
    });
  });

  test.each([
    ['http://10.0.0.7:8080', { protocol: 'http', host: '10.0.0.7', port: 8080 }],
    ['http://10.0.0.7:80', { protocol: 'http', host: '10.0.0.7', port: 80 }],
    ['https://test.example.com:443', { protocol: 'https', host: 'test.example.com', port: 443 }],
  ])('is the endpoint %s if the plan has one', (endpoint, value) => {
    expect(placeOf(endpoint, listenerTo(green))).toEqual({ state: 'ready', value });
  });
});

describe('unhealthy targets', () => {
  test('are listed with the reason of the load balancer', () => {
    const unhealthy = { ...target('unhealthy'), reason: 'Health checks failed with these codes: [502]' };
    expect(allHealthy(green, [target('healthy'), unhealthy])).toEqual({
      state: 'waiting',
      reason:
        '1 of 2 targets of green are healthy: 10.0.1.7:8080 is unhealthy (Health checks failed with' +
        ' these codes: [502])',
    });
  });

  test('do not include those that are draining, which get no new requests', () => {
    const all = [target('healthy'), target('draining'), target('healthy', 'x'), target('draining', 'y')];
    expect(allHealthy(green, all)).toEqual({ state: 'ready', value: 2 });
    expect(allHealthy(green, [target('draining'), target('initial', 'x')])).toEqual({
      state: 'waiting',
      reason: '0 of 1 targets of green are healthy: x is initial',
    });
  });

  test('are waited for while all others are draining', () => {
    expect(allHealthy(green, [target('draining')])).toEqual({
      state: 'waiting',
      reason: 'the target group green has no targets apart from 1 that are draining',
    });
  });

  test('are listed up to five', () => {
    const found = allHealthy(green, Array(6).fill(target('initial', 'x')));
    expect(found).toMatchObject({ reason: expect.stringMatching(/^0 of 6 .*(x is initial, ){5}…$/) });
  });
});
