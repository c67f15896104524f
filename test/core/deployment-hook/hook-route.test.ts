import { describe, expect, test } from '@jest/globals';
import { allHealthy, newTargetGroup, placeOf } from '../../../lambdas/core/deployment-hook/hook-route';
import type { DeploymentReading } from '../../../lambdas/core/shared/readings';
import { blue, dnsName, green, listenerTo, target } from '../../support/world/hook-world';

const reading = (...targetGroups: string[]): DeploymentReading => ({
  ...{ stage: null, targetGroups, testListeners: [], productionListeners: [] },
});

describe('the target group of the new tasks', () => {
  test.each([
    ['by name', ['blue', 'green']],
    ['by ARN', [blue, green]],
    ['alone', [green]],
  ])('is the one that the test listener forwards to, known %s', (_, groups) => {
    const found = newTargetGroup(reading(...groups), listenerTo(green, 'arn:of-another-service'), [blue]);
    expect(found).toEqual({ state: 'ready', value: green });
  });

  test('that is known alone may be that of production as well, as in the first deployment of a service', () => {
    expect(newTargetGroup(reading(green), listenerTo(green), [])).toMatchObject({ state: 'ready' });
  });

  test('that is known alone is waited for', () => {
    expect(newTargetGroup(reading(green), listenerTo(blue), [])).toEqual({
      state: 'waiting',
      reason: 'the test listener forwards to another target group than green',
    });
  });

  test('is not that of a name which only starts alike', () => {
    expect(newTargetGroup(reading('blue', 'gre'), listenerTo(green), [blue])).toMatchObject({
      state: 'waiting',
    });
  });
});

describe('the place of the test', () => {
  test.each([
    ['HTTP', 'http'],
    ['HTTPS', 'https'],
    ['TLS', 'https'],
  ])('is the load balancer: %s means %s', (protocol, scheme) => {
    expect(placeOf(undefined, { ...listenerTo(green), protocol })).toEqual({
      state: 'ready',
      value: { protocol: scheme, host: dnsName, port: 8080 },
    });
  });

  test.each([
    ['http://10.0.0.7:8080', { protocol: 'http', host: '10.0.0.7', port: 8080 }],
    ['http://10.0.0.7:80', { protocol: 'http', host: '10.0.0.7', port: 80 }],
    ['https://test.example.com:443', { protocol: 'https', host: 'test.example.com', port: 443 }],
  ])('is the endpoint %s where one is given', (endpoint, value) => {
    expect(placeOf(endpoint, listenerTo(green))).toEqual({ state: 'ready', value });
  });
});

describe('targets that are not healthy', () => {
  test('are told with the reason of the load balancer', () => {
    const ill = { ...target('unhealthy'), reason: 'Health checks failed with these codes: [502]' };
    expect(allHealthy(green, [target('healthy'), ill])).toEqual({
      state: 'waiting',
      reason:
        '1 of 2 targets of green are healthy: 10.0.1.7:8080 is unhealthy (Health checks failed with these codes: [502])',
    });
  });

  test('are told up to five', () => {
    const found = allHealthy(green, Array(6).fill(target('initial', 'x')));
    expect(found).toMatchObject({ reason: expect.stringMatching(/^0 of 6 .*(x is initial, ){5}…$/) });
  });
});
