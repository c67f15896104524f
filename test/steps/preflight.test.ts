import { describe, expect, test } from '@jest/globals';
import type { WaitingSince } from '../../lambdas/core/preflight/waiting';
import { routeKey } from '../../lambdas/core/routers/route';
import type { RecordSet } from '../../lambdas/core/routers/route53/weighted-records';
import { FencedError, RouteBrokenError, ServiceBusyError } from '../../lambdas/core/shared/errors';
import { type PreflightPorts, preflight } from '../../lambdas/steps/preflight';
import { memoryLedger } from '../../lib/rehearsal/aws/memory-ledger';
import { type PlanInput, planInput, planOf } from '../support/plans/plans';
import { alarmOf, changeOf, changeSetOf, groupOf } from '../support/plans/readings';
import { albCutoverUnderWay } from '../support/world/alb-cutover';
import { openCalendars } from '../support/world/calendars';
import { began, execution, fakeClock, fakeRouter, takeLock } from '../support/world/cutover';
import { TURN } from '../support/world/revert-turn';

const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
const groupArn = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${name}/0123456789abcdef`;
const checks: PlanInput['preflight'] = {
  accept: ['no-request-measure'],
  certificateArn,
  targetGroupArns: [groupArn('a')],
  oldTargetGroupArns: [groupArn('b')],
  changeSets: [{ stackName: 'Api', changeSetName: 'add-gateway' }],
};
const certificate = {
  status: 'ISSUED',
  names: ['*.example.com'],
  notAfter: Date.parse('2027-11-20T12:00:00Z'),
};
const healthCheck = {
  alarmRegion: 'eu-west-1',
  kind: 'CLOUDWATCH_METRIC',
  disabled: false,
  inverted: false,
  withoutData: 'LastKnownStatus',
};
const fails = (error: Error) => () => Promise.reject(error);

/** A locked route on which everything is ready. */
async function ready(over: Partial<PlanInput> = {}) {
  const plan = planOf({ preflight: checks, ...over });
  const route = routeKey(plan.router);
  const zone = fakeRouter(plan.router);
  const ledger = memoryLedger();
  const fence = await takeLock(ledger, route, execution, plan.router);
  const asked: string[] = [];
  const ports: PreflightPorts = {
    router: zone.router,
    records: zone.port,
    calendars: openCalendars,
    certificates: {
      describe: async (arn) => {
        asked.push(arn);
        return certificate;
      },
    },
    healthChecks: {
      describe: async (id) => {
        asked.push(id);
        return { ...healthCheck, alarm: 'api-new-5xx-rate' };
      },
    },
    changeSets: {
      describe: async (stackName, changeSetName) => {
        asked.push(`${stackName} ${changeSetName}`);
        return changeSetOf();
      },
    },
    targets: {
      targets: async (arn) => {
        asked.push(arn);
        return [{ id: 'i-1', state: 'healthy', reason: '' }];
      },
    },
    autoScalingGroups: {
      describe: async (name) => {
        asked.push(name);
        return groupOf({ name, targetGroupArns: [] });
      },
    },
    balancers: {
      forwards: async (loadBalancer) => {
        asked.push(loadBalancer);
        return [];
      },
    },
    health: {
      hours: async () => [],
      alarms: async (names) => {
        asked.push(...names);
        return [alarmOf()];
      },
    },
    ledger,
    clock: fakeClock().clock,
  };
  const run = (changed: Partial<PreflightPorts> = {}, waitingSince: WaitingSince | null = null) =>
    preflight({ ...ports, ...changed })({ plan, execution, route, fence, waitingSince, iterations: 7 });
  return { plan, route, zone, ledger, fence, ports, asked, run, entry: async () => await ledger.read(route) };
}

describe('when everything is ready', () => {
  test('passes, and takes the route as it was read as the snapshot', async () => {
    const { run, entry, zone, plan, asked, ledger, route } = await ready();
    expect(await run()).toEqual({
      verdict: 'pass',
      reason: 'all checks passed',
      findings: [],
      prepare: false,
      newRecord: { name: 'api.example.com', targets: expect.any(Array) },
      zone: null,
      waitSeconds: 0,
      waitingSince: null,
      iterations: 7,
    });
    const { version } = await zone.router.read(plan.router);
    const snapshot = { percent: 0, version };
    expect(await entry()).toMatchObject({ snapshot, expected: snapshot });
    expect(asked.sort()).toEqual(
      ['api-new-5xx-rate', certificateArn, groupArn('a'), groupArn('b'), 'Api add-gateway'].sort(),
    );
    expect(await ledger.decisions(route)).toEqual([
      {
        key: 'preflight',
        kind: 'preflight',
        verdict: 'pass',
        what: 'preflight pass',
        reason: 'all checks passed',
        by: 'cutover',
        execution,
        at: began,
      },
    ]);
  });

  test('asks for the preparation of records first, and takes no snapshot yet', async () => {
    const { run, entry, zone, ledger, route } = await ready({ ttl: { leadSeconds: 300 } });
    zone.change((one) => ({ ...one, TTL: 300 }));
    expect(await run()).toMatchObject({
      verdict: 'pass',
      reason: 'all checks passed. A: TTL 300 s → 30 s',
      findings: [],
      prepare: true,
      newRecord: expect.objectContaining({ name: 'api.example.com' }),
      zone: null,
    });
    expect(await entry()).toMatchObject({ snapshot: null, expected: null });
    expect(await ledger.decisions(route)).toMatchObject([{ key: 'preflight-before-preparation' }]);
  });

  test('keeps the first snapshot when the step runs twice', async () => {
    const { run, entry, ledger, route } = await ready();
    const first = await run();
    const before = await entry();
    expect(await run()).toEqual(first);
    expect(await entry()).toEqual(before);
    expect(await ledger.decisions(route)).toHaveLength(1);
  });

  test('reads nothing that the plan does not name', async () => {
    const { run, asked } = await ready({ preflight: { accept: ['no-request-measure'] } });
    expect(await run()).toMatchObject({ verdict: 'pass' });
    expect(asked).toEqual(['api-new-5xx-rate']);
  });

  test('writes nothing to the route', async () => {
    const { run, zone } = await ready();
    await run();
    expect(zone.written).toEqual([]);
  });

  test('throws instead of taking a snapshot when the lock is lost', async () => {
    const { run, ledger, route } = await ready();
    await ledger.takeOver(route, execution, TURN);
    await expect(run()).rejects.toBeInstanceOf(FencedError);
    expect(await ledger.read(route)).toMatchObject({ snapshot: null });
  });
});

describe('when something is not ready', () => {
  test('fails with every finding at once, and takes no snapshot', async () => {
    const { run, zone, entry, ledger, route } = await ready();
    zone.change((record) => ({ ...record, Weight: 50 }));
    const result = await run({
      certificates: { describe: async () => null },
      targets: { targets: async () => [] },
      changeSets: { describe: async () => null },
      health: { hours: async () => [], alarms: async () => [] },
    });
    expect(result.verdict).toBe('fail');
    expect(result.findings.map(({ check, reason }) => `${check}: ${reason}`)).toEqual([
      'route: api.example.com has 50 % on the new path, and the first stage is at 10 %',
      `certificate: certificate ${certificateArn} does not exist`,
      'targets: targetgroup/a/0123456789abcdef has no targets',
      'targets: targetgroup/b/0123456789abcdef has no targets',
      'change-set: change set add-gateway of stack Api does not exist',
      'alarms: alarm "api-new-5xx-rate" does not exist',
    ]);
    for (const { reason, remedy } of result.findings) {
      expect(result.reason).toContain(`${reason}; ${remedy}`);
    }
    expect(await entry()).toMatchObject({ snapshot: null, expected: null });
    expect(await ledger.decisions(route)).toMatchObject([{ what: 'preflight fail', reason: result.reason }]);
  });

  test('fails for one finding alone, and neither asks for a preparation nor mentions one', async () => {
    const { run, zone, entry, ledger, route } = await ready({ ttl: {} });
    zone.change((record) => ({ ...record, TTL: 300 }));
    const result = await run({ health: { hours: async () => [], alarms: async () => [] } });
    expect(result).toMatchObject({ verdict: 'fail', prepare: false });
    expect(result.findings).toHaveLength(1);
    expect(result.reason).not.toContain('TTL 300 s → ');
    expect(await entry()).toMatchObject({ snapshot: null });
    expect(await ledger.decisions(route)).toMatchObject([{ key: 'preflight', what: 'preflight fail' }]);
  });

  test('says nothing about a route that it could not read', async () => {
    const { run } = await ready();
    const read = () => Promise.reject(new RouteBrokenError('the records are gone'));
    const { reason, findings } = await run({
      router: { read, write: read, propagated: read, readForRevert: read, putBack: read },
    });
    expect(findings).toHaveLength(1);
    expect(reason).toBe(`route: ${findings[0]?.reason}; ${findings[0]?.remedy}`);
  });

  test('lists each change of a change set that does not only add', async () => {
    const { run } = await ready();
    const changes = [changeOf(), changeOf({ logicalId: 'Listener', action: 'Remove' })];
    const { findings } = await run({ changeSets: { describe: async () => changeSetOf({ changes }) } });
    expect(findings).toMatchObject([
      {
        check: 'change-set',
        reason:
          'change set add-gateway of stack Api does not only add: Remove Listener ' +
          '(AWS::SNS::Topic) of Api (critical)',
      },
    ]);
  });

  test('checks the expiry of accepted changes at the time of the run', async () => {
    const entry = { stack: 'Api', logicalId: 'Listener', reason: 'it is unused', expires: '2026-11-01' };
    const changeSets = [{ stackName: 'Api', changeSetName: 'add-gateway', allow: [entry] }];
    const { run } = await ready({ preflight: { changeSets, accept: ['no-request-measure'] } });
    const changes = [changeOf({ logicalId: 'Listener', action: 'Remove' })];
    const { findings } = await run({ changeSets: { describe: async () => changeSetOf({ changes }) } });
    expect(findings).toMatchObject([
      { check: 'change-set', reason: expect.stringContaining('2026-11-01, which has passed') },
    ]);
  });

  test('checks the expiry of the certificate at the time of the run', async () => {
    const { run } = await ready();
    const soon = { ...certificate, notAfter: Date.parse(began) + 86_400_000 };
    expect(await run({ certificates: { describe: async () => soon } })).toMatchObject({
      findings: [{ reason: 'the certificate expires in 1 day (minimum 14 days)' }],
    });
  });

  test('reports a broken route with the message of the router, beside the other findings', async () => {
    const { run, zone, entry } = await ready();
    zone.change((record) => ({ ...record, Weight: 0 }));
    const { findings } = await run({ certificates: { describe: async () => null } });
    expect(findings).toMatchObject([
      {
        check: 'route',
        reason: expect.stringMatching(/both weights are 0/),
        remedy: 'correct this, then start again',
      },
      { check: 'certificate' },
    ]);
    expect(await entry()).toMatchObject({ snapshot: null });
  });
});

describe('the health check of the new record', () => {
  const withHealthCheck = {
    router: { ...planInput().router, newHealthCheck: { alarm: 'api-new-5xx-rate' } },
    preflight: { accept: ['no-request-measure' as const] },
  };
  const attach = (zone: ReturnType<typeof fakeRouter>, id: string) =>
    zone.change((record) =>
      record.SetIdentifier === 'new' ? ({ ...record, HealthCheckId: id } as RecordSet) : record,
    );

  test('is read, and gives no finding when it is right', async () => {
    const { run, zone, asked } = await ready(withHealthCheck);
    attach(zone, 'hc-1');
    expect(await run()).toMatchObject({ verdict: 'pass' });
    expect(asked.sort()).toEqual(['api-new-5xx-rate', 'hc-1']);
    expect(zone.written).toEqual([]);
  });

  test('is reported when it is missing, and not added', async () => {
    const { run, zone } = await ready(withHealthCheck);
    expect(await run()).toMatchObject({
      verdict: 'fail',
      findings: [{ check: 'health-check', reason: 'A "new" carries no health check' }],
    });
    expect(zone.written).toEqual([]);
  });

  test('is reported when it does not exist', async () => {
    const { run, zone } = await ready(withHealthCheck);
    attach(zone, 'hc-1');
    const { findings } = await run({ healthChecks: { describe: async () => null } });
    expect(findings).toMatchObject([{ reason: 'health check hc-1 does not exist' }]);
  });

  test('is reported when it watches the alarm of the same name in another Region', async () => {
    const { run, zone } = await ready(withHealthCheck);
    attach(zone, 'hc-1');
    const elsewhere = { ...healthCheck, alarm: 'api-new-5xx-rate', alarmRegion: 'us-east-1' };
    const { findings } = await run({ healthChecks: { describe: async () => elsewhere } });
    expect(findings).toMatchObject([
      {
        check: 'health-check',
        reason: 'health check hc-1 watches the alarm "api-new-5xx-rate" of us-east-1, not that of eu-west-1',
      },
    ]);
  });

  test('is read by the role of the route, and may watch an alarm that is named by its ARN', async () => {
    const alarm = 'arn:aws:cloudwatch:us-east-1:444455556666:alarm:api-new-5xx-rate';
    const role = { roleArn: 'arn:aws:iam::444455556666:role/a', externalId: 'e1' };
    const { router } = withHealthCheck;
    const { run, zone, ports } = await ready({
      router: { ...router, ...role, newHealthCheck: { alarm } },
      health: { ...planInput().health, alarms: [alarm] },
    });
    attach(zone, 'hc-1');
    const by: unknown[] = [];
    const { findings } = await run({
      health: { ...ports.health, alarms: async () => [alarmOf({ name: alarm })] },
      healthChecks: {
        describe: async (_, { roleArn, externalId }) => {
          by.push({ roleArn, externalId });
          return { ...healthCheck, alarm: 'api-new-5xx-rate', alarmRegion: 'us-east-1' };
        },
      },
    });
    expect(findings).toEqual([]);
    expect(by).toEqual([role]);
  });

  test('is a finding when it cannot be read, unless the service is busy', async () => {
    const { run, zone } = await ready(withHealthCheck);
    attach(zone, 'hc-1');
    const { findings } = await run({ healthChecks: { describe: fails(new TypeError('no')) } });
    expect(findings).toMatchObject([
      { check: 'health-check', reason: 'could not be checked: TypeError: no' },
    ]);
    const busy = new ServiceBusyError('Throttling');
    await expect(run({ healthChecks: { describe: fails(busy) } })).rejects.toBe(busy);
  });

  test('gives no finding of its own when the route cannot be read', async () => {
    const { run, ports } = await ready(withHealthCheck);
    const { findings } = await run({
      router: { ...ports.router, read: fails(new RouteBrokenError('there is no such record')) },
    });
    expect(findings.map(({ check }) => check)).toEqual(['route']);
  });
});

describe('change calendars', () => {
  const changesAt = '2026-12-01T00:00:00.000Z';
  test('that are closed, or do not exist, stop the cutover, each by its name', async () => {
    const { run, entry } = await ready({ changeCalendars: ['open', 'freeze', 'freze'] });
    const known = new Map([
      ['open', { isOpen: true, changesAt }],
      ['freeze', { isOpen: false, changesAt }],
    ]);
    const { verdict, findings } = await run({
      calendars: { read: async (calendar) => known.get(calendar) ?? null },
    });
    expect(verdict).toBe('fail');
    expect(findings.map(({ check, reason }) => [check, reason])).toEqual([
      ['calendar', `the change calendar "freeze" is closed until ${changesAt}`],
      ['calendar', 'there is no change calendar "freze"'],
    ]);
    expect((await entry())?.snapshot ?? null).toBeNull();
  });
});

describe('a check that fails', () => {
  type Broken = [string, (error: Error, ports: PreflightPorts) => Partial<PreflightPorts>];
  const broken: Broken[] = [
    ['route', (error, { router }) => ({ router: { ...router, read: fails(error) } })],
    ['certificate', (error) => ({ certificates: { describe: fails(error) } })],
    ['targets', (error) => ({ targets: { targets: fails(error) } })],
    ['calendar', (error) => ({ calendars: { read: fails(error) } })],
    ['change-set', (error) => ({ changeSets: { describe: fails(error) } })],
    ['alarms', (error, { health }) => ({ health: { ...health, alarms: fails(error) } })],
  ];

  test.each(broken)('for the %s is a finding', async (check, breaking) => {
    const { run, ports, entry } = await ready({
      preflight: { ...checks, oldTargetGroupArns: [] },
      changeCalendars: ['freeze'],
    });
    expect(await run(breaking(new TypeError('not allowed'), ports))).toMatchObject({
      verdict: 'fail',
      findings: [
        {
          check,
          reason: 'could not be checked: TypeError: not allowed',
          remedy: 'correct what the message names, and start again',
        },
      ],
    });
    expect(await entry()).toMatchObject({ snapshot: null });
  });

  test.each(broken)(
    'for the %s because AWS refused it names the role and the action',
    async (_, breaking) => {
      const { run, ports } = await ready({
        ...{ preflight: { ...checks, oldTargetGroupArns: [] }, changeCalendars: ['freeze'] },
      });
      const message =
        'User: arn:aws:sts::111122223333:assumed-role/Preflight/session is not authorized to perform: a:Read';
      const refused = Object.assign(new Error(message), { name: 'AccessDenied' });
      const { findings } = await run(breaking(refused, ports));
      expect(findings.map(({ remedy }) => remedy)).toEqual([
        'allow a:Read to the role Preflight of account 111122223333',
      ]);
    },
  );

  test.each(broken)('for the %s because the service is busy is retried', async (_, breaking) => {
    const { run, ports, entry, ledger, route } = await ready({ changeCalendars: ['freeze'] });
    const busy = new ServiceBusyError('Throttling');
    await expect(run(breaking(busy, ports))).rejects.toBe(busy);
    expect(await entry()).toMatchObject({ snapshot: null });
    expect(await ledger.decisions(route)).toEqual([]);
  });

  test('for a broken route keeps the message of the router', async () => {
    const { run, ports } = await ready();
    const error = new RouteBrokenError('there is no such record');
    const { findings } = await run({ router: { ...ports.router, read: fails(error) } });
    expect(findings).toEqual([
      {
        check: 'route',
        severity: 'stop',
        reason: 'there is no such record',
        remedy: 'correct this, then start again',
      },
    ]);
  });
});

test('a route without records has no health check to read, and its notices are given', async () => {
  const { forward: _, ports, input, ledger, route } = await albCutoverUnderWay();
  const { ports: around } = await ready();
  const result = await preflight({ ...around, router: ports.router, ledger })({
    ...{ ...input, waitingSince: null, iterations: 0 },
    plan: { ...input.plan, preflight: planOf({ preflight: { accept: ['no-request-measure'] } }).preflight },
  });
  expect(result).toMatchObject({ verdict: 'pass', reason: 'all checks passed' });
  expect((await ledger.read(route))?.snapshot).toMatchObject({ percent: 0 });
});

test('what a read does not show is checked, and is a finding', async () => {
  const { ports, input } = await albCutoverUnderWay();
  const { ports: around } = await ready();
  const router = { ...ports.router, ready: fails(new RouteBrokenError('the store is PROVISIONING')) };
  const result = await preflight({ ...around, router, ledger: ports.ledger })({
    ...input,
    waitingSince: null,
    iterations: 0,
  });
  expect(result).toMatchObject({
    verdict: 'fail',
    findings: [{ check: 'route', reason: 'the store is PROVISIONING' }],
  });
});

describe('what can become ready by itself', () => {
  const pending = (status = 'PENDING_VALIDATION'): Partial<PreflightPorts> => ({
    certificates: { describe: async () => ({ status, names: ['api.example.com'], notAfter: null }) },
  });
  /** Seconds before now, as the preflight before said it. */
  const secondsAgo = (seconds: number) => ({
    certificate: new Date(Date.parse(began) - 1_000 * seconds).toISOString(),
  });

  test('is waited for, without a snapshot, and recorded once', async () => {
    const { run, ledger, route, entry } = await ready();
    const first = await run(pending());
    expect(first).toMatchObject({
      ...{
        verdict: 'wait',
        waitSeconds: 18,
        waitingSince: { certificate: began },
        iterations: 8,
        prepare: false,
      },
      reason: expect.stringMatching(/^waiting for at most 1800 s: certificate: the certificate is PENDING/),
    });
    expect(await run(pending(), secondsAgo(18))).toMatchObject({
      verdict: 'wait',
      waitingSince: secondsAgo(18),
    });
    expect((await entry())?.snapshot ?? null).toBeNull();
    expect((await ledger.decisions(route)).map(({ key, what }) => [key, what])).toEqual([
      ['preflight-waits', 'preflight wait'],
    ]);
  });

  test('is checked a last time when the wait is over, and then stops the cutover', async () => {
    const { run } = await ready();
    expect(await run(pending(), secondsAgo(1_790))).toMatchObject({ verdict: 'wait', waitSeconds: 10 });
    expect(await run(pending(), secondsAgo(1_800))).toMatchObject({
      ...{ verdict: 'fail', waitSeconds: 0, waitingSince: null, iterations: 7 },
      reason: expect.stringContaining('not ISSUED, after a wait of 1800 s; create the CNAME records'),
    });
    expect(await run({}, secondsAgo(1_800))).toMatchObject({ verdict: 'pass', waitingSince: null });
  });

  test('may be the instances of a group, for as long as the plan says', async () => {
    const autoScalingGroups = {
      describe: async () => groupOf({ refresh: 'InProgress', targetGroupArns: [groupArn('a')] }),
    };
    const preflight = { ...checks, autoScalingGroups: [{ name: 'green' }], instanceWaitSeconds: 60 };
    const { run } = await ready({ preflight });
    expect(await run({ autoScalingGroups })).toMatchObject({
      ...{ verdict: 'wait', waitSeconds: 15, waitingSince: { instances: began } },
      reason: expect.stringContaining('waiting for at most 60 s: instances: an instance refresh'),
    });
    const since = { instances: new Date(Date.parse(began) - 60_000).toISOString() };
    expect(await run({ autoScalingGroups }, since)).toMatchObject({ verdict: 'fail' });
  });

  test('is not waited for beside something that cannot, nor is a certificate that has failed', async () => {
    const { run, ports } = await ready();
    const health = { ...ports.health, alarms: async () => [] };
    expect(await run({ ...pending(), health })).toMatchObject({ verdict: 'fail', waitingSince: null });
    expect(await run(pending('FAILED'))).toMatchObject({ verdict: 'fail' });
  });
});

describe('the Auto Scaling groups', () => {
  const attached = (name: string, over: object = {}) =>
    groupOf({ name, targetGroupArns: [groupArn('a')], ...over });
  const withGroups = (...autoScalingGroups: { name: string; oldName?: string }[]) =>
    ready({ preflight: { ...checks, autoScalingGroups } });

  test('of the new path are read, with those that they replace', async () => {
    const { run, asked } = await withGroups({ name: 'green', oldName: 'blue' }, { name: 'workers' });
    const result = await run({
      autoScalingGroups: {
        describe: async (name) => {
          asked.push(name);
          return attached(name);
        },
      },
    });
    expect(result).toMatchObject({ verdict: 'pass', findings: [] });
    expect(asked).toEqual(expect.arrayContaining(['green', 'blue', 'workers']));
  });

  test('must serve, grow, and be large enough: every finding of each is reported', async () => {
    const { run } = await withGroups({ name: 'green', oldName: 'blue' }, { name: 'workers' });
    const suspended = [{ process: 'Launch', reason: '' }];
    const result = await run({
      autoScalingGroups: {
        describe: async (name) =>
          name === 'workers'
            ? null
            : name === 'blue'
              ? attached(name, { desired: 9 })
              : attached(name, { suspended, policies: [] }),
      },
    });
    expect(result.verdict).toBe('fail');
    expect(result.findings.map(({ check, reason }) => `${check}: ${reason}`)).toEqual([
      expect.stringContaining('instances: the process Launch of Auto Scaling group "green" is suspended'),
      expect.stringContaining('instance-scaling: Auto Scaling group "green" has no scaling policy'),
      expect.stringContaining('instance-count: Auto Scaling group "green" can grow to 6 at most, and "blue"'),
      'instances: Auto Scaling group "workers" does not exist',
    ]);
  });

  test('that are being deleted are checked no further', async () => {
    const { run } = await withGroups({ name: 'green', oldName: 'blue' });
    const autoScalingGroups = { describe: async () => attached('green', { isDeleting: true, policies: [] }) };
    expect((await run({ autoScalingGroups })).findings).toHaveLength(1);
  });

  test('may be of one size where the plan accepts it by name', async () => {
    const preflight = {
      ...checks,
      accept: ['no-request-measure' as const, 'instance-scaling' as const],
      autoScalingGroups: [{ name: 'green' }],
    };
    const { run } = await ready({ preflight });
    const autoScalingGroups = { describe: async () => attached('green', { policies: [] }) };
    expect(await run({ autoScalingGroups })).toMatchObject({
      verdict: 'pass',
      findings: [{ check: 'instance-scaling', severity: 'warn' }],
    });
  });

  test('that AWS does not let it read are a finding, and a busy service is tried again', async () => {
    const { run } = await withGroups({ name: 'green' });
    expect(await run({ autoScalingGroups: { describe: fails(new Error('you may not')) } })).toMatchObject({
      verdict: 'fail',
      findings: [{ check: 'instances', reason: 'could not be checked: Error: you may not' }],
    });
    const busy = { describe: fails(new ServiceBusyError('Throttling')) };
    await expect(run({ autoScalingGroups: busy })).rejects.toMatchObject({ name: 'ServiceBusyError' });
  });
});

describe('the load balancers', () => {
  const withBalancer = (source: string) =>
    ready({ health: { alarms: ['api-new-5xx-rate'], minRequests: { count: 1, source } } });
  const forward = (arn: string, group: string) => ({
    arn,
    label: arn,
    forwardsTo: [{ targetGroupArn: groupArn(group), weight: null }],
    redirectsTo: [],
  });

  test('that the plan measures as a whole must serve one path', async () => {
    const { run } = await withBalancer('app/x/1');
    const forwards = async () => [forward('1', 'mine'), forward('2', 'of-another')];
    expect(await run({ balancers: { forwards } })).toMatchObject({
      verdict: 'fail',
      findings: [{ check: 'shared-balancer', severity: 'stop' }],
    });
    expect(await run({ balancers: { forwards: async () => [forward('1', 'mine')] } })).toMatchObject({
      verdict: 'pass',
    });
  });

  test('are not read where a target group or an API is measured', async () => {
    const { run, asked } = await withBalancer('app/x/1/targetgroup/a/1');
    await run();
    expect(asked).not.toContain('app/x/1');
  });

  test('are a finding when they cannot be read', async () => {
    const { run } = await withBalancer('app/x/1');
    expect(await run({ balancers: { forwards: fails(new Error('denied')) } })).toMatchObject({
      findings: [{ check: 'measures', reason: 'could not be checked: Error: denied' }],
    });
  });

  test('that split the traffic must have no other rule to the old target group', async () => {
    const { ports, input, ledger } = await albCutoverUnderWay();
    const { ports: around } = await ready();
    const { router } = input.plan;
    const other = {
      ...forward('other', ''),
      forwardsTo: [{ targetGroupArn: router.oldTargetGroupArn, weight: 1 }],
    };
    const asked: string[] = [];
    const run = (forwards: (typeof other)[] | null) => {
      const balancers = {
        forwards: async (loadBalancer: string) => {
          asked.push(loadBalancer);
          return forwards;
        },
      };
      return preflight({ ...around, router: ports.router, ledger, balancers })({
        ...input,
        waitingSince: null,
        iterations: 0,
      });
    };
    expect(await run([other])).toMatchObject({ findings: [{ check: 'other-rule', severity: 'stop' }] });
    expect(await run(null)).toMatchObject({ verdict: 'pass' });
    expect(asked[0]).toBe('app/api/0123456789abcdef');
  });

  test('have their target groups asked for health, which the router names', async () => {
    const { ports, input, ledger } = await albCutoverUnderWay();
    const { ports: around } = await ready();
    const { router } = input.plan;
    const targets = async (arn: string) =>
      arn === router.oldTargetGroupArn ? [] : [{ id: 'i-1', state: 'healthy', reason: '' }];
    expect(
      await preflight({ ...around, router: ports.router, ledger, targets: { targets } })({
        ...input,
        waitingSince: null,
        iterations: 0,
      }),
    ).toMatchObject({
      verdict: 'fail',
      findings: [{ check: 'targets', reason: expect.stringContaining('targetgroup/old/') }],
    });
  });
});
