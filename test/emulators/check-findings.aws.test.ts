import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateHealthCheckCommand } from '@aws-sdk/client-route-53';
import { afterAll, describe, expect, test } from '@jest/globals';
import { elbClient } from '../../lambdas/adapters/clients/elb';
import type { Finding } from '../../lambdas/core/preflight/finding';
import type { PlanInput } from '../support/plans/plans';
import { checkHarness, type Scene } from './support/check-scene';
import { freshName } from './support/endpoints';
import { RECORD_VALUE } from './support/https-path';
import { createBalancer, createGroup } from './support/load-balancers';

const elb = elbClient();
const harness = checkHarness();

afterAll(() => {
  harness.close();
  elb.destroy();
});

/** Changes what a plan says of its router. */
const withRouter = (plan: PlanInput, more: object): PlanInput => ({
  ...plan,
  router: { ...plan.router, ...more } as PlanInput['router'],
});

/** An alias to the load balancer of a path, in the zone of those of eu-west-1. */
const toBalancer = (path: 'old' | 'new') => ({
  AliasTarget: {
    ...{ HostedZoneId: 'Z32O12XQLNTSW2', DNSName: `${path}-alb.eu-west-1.elb.amazonaws.com` },
    EvaluateTargetHealth: false,
  },
});
const longRecord = ({ zoneName }: Scene['route'], TTL: number) => ({
  ...{ Name: `long.${zoneName}`, Type: 'A' as const, TTL },
  ResourceRecords: [{ Value: RECORD_VALUE }],
});

const HTTPS = { Type: 'HTTPS', TTL: 3_600 } as const;

/** What stands in AWS and is found, with its remedy, which a test carries out. */
interface Case {
  readonly what: string;
  readonly found: Finding;
  /** @returns the plan */
  readonly set: (scene: Scene) => Promise<PlanInput>;
  /** Does what the remedy says. @returns the plan, changed where the remedy is about it */
  readonly mend: (scene: Scene, plan: PlanInput) => Promise<PlanInput>;
}

const finding = (check: Finding['check'], reason: RegExp, remedy: RegExp): Finding => ({
  ...{ check, severity: 'stop' },
  reason: expect.stringMatching(reason) as unknown as string,
  remedy: expect.stringMatching(remedy) as unknown as string,
});

const CASES: readonly Case[] = [
  {
    what: 'an AAAA record that stays on the old path',
    found: finding(
      'other-record-type',
      /has AAAA records, .* leads to the old path \(old-alb\.\S+\.elb\.amazonaws\.com\) at any percent$/,
      /^make it a weighted pair \("old", "new"\), .* add AAAA to router\.recordTypes/,
    ),
    set: async ({ plan, route, upsert, pairRecord }) => {
      await upsert(pairRecord('old', toBalancer('old')), pairRecord('new', toBalancer('new')));
      await upsert({ Name: route.recordName, Type: 'AAAA', ...toBalancer('old') });
      return plan;
    },
    mend: async ({ route, upsert, remove, pairRecord }, plan) => {
      await remove({ Name: route.recordName, Type: 'AAAA', ...toBalancer('old') });
      const Type = 'AAAA';
      await upsert(
        pairRecord('old', { Type, ...toBalancer('old') }),
        pairRecord('new', { Type, ...toBalancer('new') }),
      );
      return withRouter(plan, { recordTypes: ['A', 'AAAA'] });
    },
  },
  {
    what: 'an HTTPS record whose hint is an address of the old path',
    found: finding(
      'https-record',
      /has HTTPS records, .* leads to the old path \(127\.0\.0\.1\) at any percent$/,
      /^remove its hints \(ipv4hint, ipv6hint\) and its other host, and wait for its TTL \(3600 s\)/,
    ),
    set: async ({ plan, route, upsert, pairRecord }) => {
      await upsert(pairRecord('new', { ResourceRecords: [{ Value: '192.0.2.2' }] }));
      const hint = [{ Value: `1 . alpn="h2" ipv4hint=${RECORD_VALUE}` }];
      await upsert({ Name: route.recordName, ...HTTPS, ResourceRecords: hint });
      return plan;
    },
    mend: async ({ route, upsert }, plan) => {
      await upsert({ Name: route.recordName, ...HTTPS, ResourceRecords: [{ Value: '1 . alpn="h2"' }] });
      return plan;
    },
  },
  {
    what: 'an alias to a record of the zone whose TTL is a day',
    found: finding(
      'route',
      /has a TTL of 86400 s, that of long\.\S+ A, to which an alias leads \(maximum 60 s\)/,
      /^lower the TTL of long\.\S+ A to 60 s or less, wait 86400 s, and start again;/,
    ),
    set: async ({ plan, route, upsert, pairRecord }) => {
      await upsert(longRecord(route, 86_400));
      const AliasTarget = {
        ...{ HostedZoneId: route.hostedZoneId, DNSName: longRecord(route, 0).Name },
        EvaluateTargetHealth: false,
      };
      await upsert(pairRecord('old', { AliasTarget }), pairRecord('new', { AliasTarget }));
      return plan;
    },
    mend: async ({ route, upsert }, plan) => {
      await upsert(longRecord(route, 60));
      return plan;
    },
  },
  {
    what: 'a health check on the old record',
    found: finding(
      'old-record-health',
      /^A "old", of the old path, has the health check \S+: while that is unhealthy, Route 53 answers with/,
      /^remove the health check from that record,/,
    ),
    set: async ({ plan, upsert, pairRecord }) => {
      const { HealthCheck } = await harness.route53.send(
        new CreateHealthCheckCommand({
          CallerReference: freshName(),
          HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: 'old.example.com', Port: 443 },
        }),
      );
      await upsert(pairRecord('old', { HealthCheckId: HealthCheck?.Id }));
      return plan;
    },
    mend: async ({ upsert, pairRecord }, plan) => {
      await upsert(pairRecord('old', {}));
      return plan;
    },
  },
  {
    what: 'alarms that stay OK without data, where nothing counts requests',
    found: finding(
      'no-request-measure',
      /and every alarm of it stays OK when no data arrives \(".+", ".+-silent"\)/,
      /^say where the requests of the new path are counted \(health\.minRequests\.source\),/,
    ),
    // The alarm of every scene keeps its state without data, this one goes back to OK, and none ever comes.
    set: async ({ plan, route }) => {
      const AlarmName = `${route.alarm}-silent`;
      await harness.cloudwatch.send(
        new PutMetricAlarmCommand({
          ...{ AlarmName, Namespace: 'Test', MetricName: '5xx', Statistic: 'Sum', Period: 60 },
          ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
          TreatMissingData: 'notBreaching',
        }),
      );
      return { ...plan, preflight: {}, health: { ...plan.health, alarms: [route.alarm, AlarmName] } };
    },
    mend: async (_, plan) => {
      const { arn } = await createBalancer(elb);
      const source = arn.slice(arn.indexOf('app/'));
      return { ...plan, health: { ...plan.health, minRequests: { source, count: 100 } } };
    },
  },
  {
    what: 'an empty target group',
    found: finding('targets', /^targetgroup\/\S+ has no targets$/, /^register the service with the target/),
    set: async ({ plan }) => {
      const targetGroupArns = [await createGroup(elb)];
      return { ...plan, preflight: { ...plan.preflight, targetGroupArns } };
    },
    // moto knows no other state of an address than healthy.
    mend: async (_, plan) => {
      const TargetGroupArn = plan.preflight?.targetGroupArns?.[0];
      await elb.send(
        new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '192.0.2.9', Port: 80 }] }),
      );
      return plan;
    },
  },
];

/** What the plan has not accepted: the scenes accept that nothing counts their requests. */
const openFindings = (findings: readonly Finding[]) =>
  findings.filter(({ reason }) => !reason.endsWith('(accepted by the plan)'));

describe('cutover check of what decides where clients go', () => {
  test.each(CASES)('finds $what, and no longer does after its remedy', async ({ found, set, mend }) => {
    const scene = await harness.scene();
    const plan = await set(scene);
    const before = await harness.check(plan);
    expect(openFindings(before.document.findings)).toEqual([found]);
    expect([before.code, before.document.ready]).toEqual([2, false]);
    const after = await harness.check(await mend(scene, plan));
    expect(openFindings(after.document.findings)).toEqual([]);
    expect([after.code, after.document.ready]).toEqual([0, true]);
  });
});
