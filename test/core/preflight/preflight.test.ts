import { describe, expect, test } from '@jest/globals';
import {
  alarmFindings,
  certificateFindings,
  routeFindings,
  targetFindings,
} from '../../../lambdas/core/preflight/preflight';
import type { CertificateReading, RouteReading } from '../../../lambdas/core/shared/readings';
import { type PlanInput, planInput, planOf } from '../../support/plans/plans';
import { alarmOf } from '../../support/plans/readings';

const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
const planWith = (preflight: PlanInput['preflight']) =>
  planOf({ preflight: { certificateArn, ...preflight } });

describe('the route', () => {
  const readingOf = (over: Partial<RouteReading>): RouteReading => ({
    percent: 0,
    version: '[]',
    ttlSeconds: 60,
    ttlIsOurs: true,
    ...over,
  });
  const find = (over: Partial<RouteReading>, maxTtlSeconds = 60) =>
    routeFindings(planWith({ maxTtlSeconds }), readingOf(over));

  test('is ready at 100/0 with a short TTL', () => {
    expect(find({})).toEqual([]);
  });

  test.each([0, 1, 10])('is ready with %d %% on the new path, where the first stage is at 10', (percent) => {
    expect(find({ percent })).toEqual([]);
  });

  test('is not ready beyond the first stage, nor beyond the policy', () => {
    expect(find({ percent: 100 / 3 })).toEqual([
      {
        check: 'route',
        severity: 'stop',
        reason: 'api.example.com has 33.33 % on the new path, and the first stage is at 10 %',
        remedy: 'leave out the stage of 10 %, so that the plan rises from 33.33 %, and start again',
      },
    ]);
    expect(routeFindings(planWith({}), readingOf({ percent: 4 }), { maxFirstPercent: 5 })).toEqual([
      {
        check: 'route',
        severity: 'stop',
        reason:
          'stages[0].percent is 10, the first above the 4 % that are there; must be at most 9 ' +
          "by the deployment's policy (maxFirstPercent 5): put a smaller stage before it",
        remedy: 'correct the plan, then start again',
      },
    ]);
    expect(routeFindings(planWith({}), readingOf({ percent: 5 }), { maxFirstPercent: 5 })).toEqual([]);
  });

  test('is not ready with a TTL above the maximum', () => {
    expect(find({ ttlSeconds: 301 }, 300)).toEqual([
      {
        check: 'route',
        severity: 'stop',
        reason:
          'api.example.com has a TTL of 301 s (maximum 300 s): a revert would take that ' +
          'long to reach clients',
        remedy:
          'lower the TTL to 300 s or less, wait 301 s, and start again; or let the cutover do both (ttl)',
      },
    ]);
    expect(find({ ttlSeconds: 300 }, 300)).toEqual([]);
  });

  test('is ready with a long TTL of an alias target, which cannot be lowered', () => {
    expect(find({ ttlSeconds: 301, ttlIsOurs: false })).toEqual([]);
  });

  test('reports both findings at once', () => {
    expect(find({ percent: 11, ttlSeconds: 301 })).toHaveLength(2);
  });
});

describe('the certificate', () => {
  const now = Date.parse('2026-11-20T12:00:00.000Z');
  const day = 86_400_000;
  const certificate = (over: Partial<CertificateReading> = {}): CertificateReading => ({
    status: 'ISSUED',
    names: ['api.example.com'],
    notAfter: now + 90 * day,
    ...over,
  });
  const find = (
    over: Partial<CertificateReading>,
    certificateDaysLeft = 14,
    recordName = 'api.example.com',
  ) =>
    certificateFindings(
      planOf({
        router: { ...planInput().router, recordName },
        preflight: { certificateArn, certificateDaysLeft },
      }),
      certificate(over),
      now,
    );

  test('is ready when it is issued, covers the host and lasts', () => {
    expect(find({})).toEqual([]);
  });

  test('is reported by its ARN when it does not exist', () => {
    expect(certificateFindings(planWith({}), null, now)).toEqual([
      {
        check: 'certificate',
        severity: 'stop',
        reason: `certificate ${certificateArn} does not exist`,
        remedy: 'correct preflight.certificateArn, region included',
      },
    ]);
  });

  test('is reported with its status when it is not issued', () => {
    expect(find({ status: 'PENDING_VALIDATION', notAfter: null })).toEqual([
      {
        check: 'certificate',
        severity: 'wait',
        waitSeconds: 1_800,
        reason: 'the certificate is PENDING_VALIDATION, not ISSUED',
        remedy: 'create the CNAME records that ACM asks for, and wait until the certificate is ISSUED',
      },
    ]);
  });

  test.each([
    ['api.example.com', 'api.example.com', true],
    ['API.Example.com', 'api.example.com', true],
    ['*.example.com', 'api.example.com', true],
    ['*.EXAMPLE.com', 'api.example.com', true],
    ['*.example.com', 'api.eu.example.com', false],
    ['*.example.com', 'example.com', false],
    ['*.com', 'example.com', true],
    ['*.com', 'api.example.com', false],
    ['example.com', 'api.example.com', false],
    ['www.example.com', 'api.example.com', false],
    ['*.example.org', 'api.example.com', false],
    ['*api.example.com', 'api.example.com', false],
    ['*', 'api.example.com', false],
  ])('for %s covers %s: %p', (name, recordName, covers) => {
    expect(find({ names: ['other.example.net', name] }, 14, recordName)).toHaveLength(covers ? 0 : 1);
  });

  test('is reported with its names, at most 200 characters, when it does not cover the host', () => {
    expect(find({ names: ['www.example.com', '*.eu.example.com'] })).toEqual([
      {
        check: 'certificate',
        severity: 'stop',
        reason: 'the certificate covers www.example.com, *.eu.example.com, not api.example.com',
        remedy:
          'let the new path use a certificate that covers api.example.com, beside the name that clients use' +
          ' where that is another one which leads to api.example.com: the smoke test asks the new path for' +
          ' api.example.com; where the policy waives that (productionNameTest), leave out' +
          ' preflight.certificateArn',
      },
    ]);
    const [many] = find({ names: Array.from({ length: 100 }, (_, i) => `n${i}.example.com`) });
    expect(many?.reason).toHaveLength('the certificate covers , not api.example.com'.length + 200);
  });

  test.each([
    [14 * day, 14, null],
    [14 * day - 1, 14, 'the certificate expires in 13 days (minimum 14 days)'],
    [day - 1, 14, 'the certificate expires in 0 days (minimum 14 days)'],
    [-1, 14, 'the certificate expired 1 day ago (minimum 14 days)'],
    [-3 * day, 14, 'the certificate expired 3 days ago (minimum 14 days)'],
    [0, 0, null],
    [-1, 0, 'the certificate expired 1 day ago (minimum 0 days)'],
    [0.5 * day, 0.5, null],
  ])('with %d ms left and a minimum of %d days: %p', (left, days, reason) => {
    expect(find({ notAfter: now + left }, days)).toEqual(
      reason === null
        ? []
        : [
            {
              check: 'certificate',
              severity: 'stop',
              reason,
              remedy: expect.stringMatching(/^import a newer one under the same ARN; one that ACM issued/),
            },
          ],
    );
  });

  test('reports every finding at once', () => {
    expect(find({ status: 'EXPIRED', names: ['a.example.net'], notAfter: now - day })).toHaveLength(3);
  });
});

describe('the targets', () => {
  const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api-new/0123456789abcdef';
  const group = 'targetgroup/api-new/0123456789abcdef';
  const target = (id: string, state = 'healthy', reason = '') => ({ id, state, reason });

  test('are ready when all are healthy', () => {
    expect(targetFindings(arn, [target('i-1'), target('i-2')], 300)).toEqual([]);
  });

  test('are reported when the group does not exist', () => {
    expect(targetFindings(arn, null, 300)).toEqual([
      {
        check: 'targets',
        severity: 'stop',
        reason: `${group} does not exist`,
        remedy:
          'correct preflight.targetGroupArns or preflight.oldTargetGroupArns, ' +
          'or the target groups of the router',
      },
    ]);
  });

  test('are ready without health checks, which would never call them healthy', () => {
    expect(targetFindings(arn, [{ ...target('lambda', 'unavailable'), unchecked: true }], 300)).toEqual([]);
    expect(targetFindings(arn, [target('lambda', 'unavailable')], 300)).toHaveLength(1);
  });

  test('are reported when the group is empty', () => {
    expect(targetFindings(arn, [], 300)).toEqual([
      {
        check: 'targets',
        severity: 'stop',
        reason: `${group} has no targets`,
        remedy: 'register the service with the target group',
      },
    ]);
  });

  test.each(['initial', 'unused', 'unavailable', 'unhealthy', 'unhealthy.draining', 'Healthy'])(
    'are not ready when one is %s',
    (state) => {
      expect(targetFindings(arn, [target('i-1'), target('i-2', state)], 300)).toMatchObject([
        { reason: `1 of 2 targets of ${group} is not healthy: i-2 is ${state}` },
      ]);
    },
  );

  test('are listed with their reasons when they are not healthy', () => {
    const unhealthy = [target('i-1', 'unhealthy', 'Target.Timeout'), target('i-2', 'initial'), target('i-3')];
    expect(targetFindings(arn, unhealthy, 300)).toEqual([
      {
        check: 'targets',
        severity: 'stop',
        reason:
          `2 of 3 targets of ${group} are not healthy: i-1 is unhealthy (Target.Timeout), i-2 ` +
          `is initial`,
        remedy:
          'correct the service or the health check of the target group, until the target is healthy;' +
          ' wait until the first health checks have passed',
      },
    ]);
  });

  test('are ready when one is draining beside healthy ones, and not when all are', () => {
    const draining = target('i-9', 'draining', 'Target.DeregistrationInProgress');
    expect(targetFindings(arn, [target('i-1'), target('i-2'), target('i-3'), draining], 300)).toEqual([]);
    expect(targetFindings(arn, [draining], 300)).toMatchObject([
      {
        severity: 'wait',
        waitSeconds: 300,
        remedy: expect.stringMatching(/^wait until the targets that replace/),
      },
    ]);
    expect(targetFindings(arn, [draining, target('i-2', 'initial')], 300)).toMatchObject([
      { reason: expect.stringContaining('2 of 2 targets') },
    ]);
  });

  test('are waited for only while every one of them can become healthy by itself', () => {
    const severity = (targets: readonly ReturnType<typeof target>[], seconds = 300) =>
      targetFindings(arn, targets, seconds).map((one) => one.severity);
    expect(severity([target('i-1'), target('i-2', 'initial')])).toEqual(['wait']);
    expect(severity([target('i-1', 'unhealthy'), target('i-2', 'initial')])).toEqual(['stop']);
    expect(severity([target('i-2', 'initial')], 0)).toEqual(['stop']);
  });

  test('are listed in at most 300 characters', () => {
    const many = Array.from({ length: 100 }, (_, i) => target(`i-${i}`, 'unhealthy'));
    const start = `100 of 100 targets of ${group} are not healthy: `;
    expect(targetFindings(arn, many, 300)[0]?.reason).toHaveLength(start.length + 300);
  });
});

describe('the alarms', () => {
  test('are ready when they are OK or have no data yet', () => {
    const alarms = [alarmOf({ name: 'a' }), alarmOf({ name: 'b', state: 'INSUFFICIENT_DATA' })];
    expect(alarmFindings(['a', 'b'], alarms)).toEqual([]);
  });

  test('are reported by their ARNs, with what an ARN may have wrong', () => {
    const arn = 'arn:aws:cloudwatch:us-east-1:444455556666:alarm:a';
    expect(alarmFindings([arn], [alarmOf({ name: 'a' })])).toEqual([
      {
        check: 'alarms',
        severity: 'stop',
        reason: `alarm "${arn}" does not exist`,
        remedy:
          'create it, or correct health.alarms: Region, account and name of the ARN; an alarm of another ' +
          "account is read through a role of that account, one of the deployment's roles",
      },
    ]);
  });

  test('are reported when one does not exist and one is in ALARM', () => {
    const reason = '3 datapoints were greater than the threshold (1.0)';
    expect(alarmFindings(['a', 'b'], [alarmOf({ name: 'b', state: 'ALARM', reason })])).toEqual([
      {
        check: 'alarms',
        severity: 'stop',
        reason: 'alarm "a" does not exist',
        remedy:
          'create it in the account and Region of the workflow, or name one that is elsewhere by its ARN',
      },
      {
        check: 'alarms',
        severity: 'stop',
        reason: `alarm "b" is already in ALARM: ${reason}`,
        remedy: 'find the cause before any traffic moves',
      },
    ]);
  });

  test('are ignored when the plan does not name them', () => {
    expect(alarmFindings(['a'], [alarmOf({ name: 'a' }), alarmOf({ name: 'z', state: 'ALARM' })])).toEqual(
      [],
    );
  });

  test('are reported with at most 300 characters of CloudWatch’s reason', () => {
    const [long] = alarmFindings(['a'], [alarmOf({ name: 'a', state: 'ALARM', reason: 'x'.repeat(900) })]);
    expect(long?.reason).toBe(`alarm "a" is already in ALARM: ${'x'.repeat(299)}…`);
  });
});

describe('an alarm that CloudWatch cannot evaluate', () => {
  const findings = (evaluationState: string) =>
    alarmFindings(['api-new-5xx-rate'], [alarmOf({ evaluationState })]);

  test('stops, because it keeps its state whatever happens', () => {
    expect(findings('EVALUATION_FAILURE')).toMatchObject([
      { check: 'alarms', severity: 'stop', reason: expect.stringContaining('(EVALUATION_FAILURE)') },
    ]);
  });

  test('is a warning when it is evaluated in part', () => {
    expect(findings('PARTIAL_DATA')).toMatchObject([{ check: 'alarms', severity: 'warn' }]);
  });
});
