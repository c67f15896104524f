import { describe, expect, test } from '@jest/globals';
import type { Place } from '../../../lambdas/adapters/clients/place';
import {
  autoScalingGroupsByArn,
  balancersByArn,
  certificatesByArn,
  healthChecksByRole,
  recordsByRole,
  targetsByArn,
} from '../../../lambdas/adapters/preflight/by-place';
import { planOf } from '../../support/plans/plans';

const role = { roleArn: 'arn:aws:iam::444455556666:role/a', externalId: 'e1' };
const { router: plain } = planOf();
const route = { ...plain, ...role };

/** Ports whose answers are lost, and the places and arguments of the calls. */
function recorded() {
  const calls: unknown[][] = [];
  const called =
    (place: Place, method: string) =>
    async (...args: unknown[]): Promise<never> => {
      calls.push([place, method, ...args]);
      return undefined as never;
    };
  return { calls, called };
}

describe('what an ARN names', () => {
  const group = (place: string) => `arn:aws:elasticloadbalancing:${place}:targetgroup/a/0123456789abcdef`;
  const certificate = (place: string) => `arn:aws:acm:${place}:certificate/1`;

  test('a target group is read in its Region, by the role of its account', async () => {
    const { calls, called } = recorded();
    const targets = targetsByArn((place) => ({ targets: called(place, 'targets') }), [role]);
    await targets.targets(group('us-east-1:111122223333'));
    await targets.targets(group('eu-west-1:444455556666'));
    expect(calls).toEqual([
      [{ region: 'us-east-1' }, 'targets', group('us-east-1:111122223333')],
      [{ region: 'eu-west-1', role }, 'targets', group('eu-west-1:444455556666')],
    ]);
  });

  test('a load balancer is read where the listener of its route is, and any other one here', async () => {
    const { calls, called } = recorded();
    const route = 'arn:aws:elasticloadbalancing:eu-west-1:444455556666:listener/app/x/1/2';
    const balancers = balancersByArn((place) => ({ forwards: called(place, 'forwards') }), [role]);
    await balancers.forwards('app/x/1', route);
    await balancers.forwards('app/y/1', null);
    await balancersByArn((place) => ({ forwards: called(place, 'forwards') })).forwards('app/x/1', route);
    expect(calls).toEqual([
      [{ region: 'eu-west-1', role }, 'forwards', 'app/x/1', route],
      [{ region: undefined, role: undefined }, 'forwards', 'app/y/1', null],
      [{ region: 'eu-west-1', role: undefined }, 'forwards', 'app/x/1', route],
    ]);
  });

  test('an Auto Scaling group is read in the Region of its ARN, and by its name here', async () => {
    const { calls, called } = recorded();
    const arn = (place: string) =>
      `arn:aws:autoscaling:${place}:autoScalingGroup:1:autoScalingGroupName/green`;
    const groups = autoScalingGroupsByArn((place) => ({ describe: called(place, 'describe') }), [role]);
    await groups.describe(arn('us-east-1:111122223333'));
    await groups.describe(arn('eu-west-1:444455556666'));
    await groups.describe('green');
    await autoScalingGroupsByArn((place) => ({ describe: called(place, 'describe') })).describe('green');
    expect(calls).toEqual([
      [{ region: 'us-east-1' }, 'describe', arn('us-east-1:111122223333')],
      [{ region: 'eu-west-1', role }, 'describe', arn('eu-west-1:444455556666')],
      [{}, 'describe', 'green'],
      [{}, 'describe', 'green'],
    ]);
  });

  test('a certificate is read in its Region, by the role of its account', async () => {
    const { calls, called } = recorded();
    const certificates = certificatesByArn((place) => ({ describe: called(place, 'describe') }), [role]);
    await certificates.describe(certificate('us-east-1:444455556666'));
    expect(calls).toEqual([
      [{ region: 'us-east-1', role }, 'describe', certificate('us-east-1:444455556666')],
    ]);
  });

  test('is read with the own credentials without roles', async () => {
    const { calls, called } = recorded();
    await targetsByArn((place) => ({ targets: called(place, 'targets') })).targets(
      group('us-east-1:444455556666'),
    );
    await certificatesByArn((place) => ({ describe: called(place, 'describe') })).describe(
      certificate('us-east-1:444455556666'),
    );
    expect(calls.map(([place]) => place)).toEqual([{ region: 'us-east-1' }, { region: 'us-east-1' }]);
  });
});

describe('what a route names', () => {
  test('its records are read, replaced and followed by its role', async () => {
    const { calls, called } = recorded();
    const records = recordsByRole((place) => ({
      read: called(place, 'read'),
      replace: called(place, 'replace'),
      propagated: called(place, 'propagated'),
    }));
    await records.read(route);
    await records.replace(route, [], []);
    await records.propagated({ id: 'C1' }, route);
    await records.read(plain);
    expect(calls).toEqual([
      [{ role }, 'read', route],
      [{ role }, 'replace', route, [], []],
      [{ role }, 'propagated', { id: 'C1' }, route],
      [{}, 'read', plain],
    ]);
  });

  test('its health checks are read by its role', async () => {
    const { calls, called } = recorded();
    const checks = healthChecksByRole((place) => ({ describe: called(place, 'describe') }));
    await checks.describe('hc-1', route);
    await checks.describe('hc-1', {});
    expect(calls).toEqual([
      [{ role }, 'describe', 'hc-1', route],
      [{}, 'describe', 'hc-1', {}],
    ]);
  });
});
