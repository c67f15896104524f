import { describe, expect, test } from '@jest/globals';
import type { SoakState } from '../../lambdas/core/health/soak-state';
import type { AlarmReading, BalancerCount, PathMinute } from '../../lambdas/core/shared/readings';
import type { HealthSource, OperatorCommand } from '../../lambdas/ports';
import { evaluateHealth } from '../../lambdas/steps/evaluate-health';
import { shiftTraffic } from '../../lambdas/steps/shift-traffic';
import { memoryLedger } from '../../lib/rehearsal/aws/memory-ledger';
import { operatorCommand } from '../support/plans/operator-commands';
import type { PlanInput } from '../support/plans/plans';
import { alarmOf } from '../support/plans/readings';
import { soakStateOf } from '../support/plans/soak';
import { albCutoverUnderWay } from '../support/world/alb-cutover';
import { began, cutoverUnderWay, execution } from '../support/world/cutover';
import { LATER } from '../support/world/later';
import { TURN } from '../support/world/revert-turn';

const minRequests = { count: 100, loadBalancer: 'app/new-alb/0123456789abcdef' };
const health = { alarms: ['api-new-5xx-rate'], minRequests };
const fine = '1 of 1 alarms are OK; 250 requests seen on the new path (minimum 100)';
const inAlarm = alarmOf({ state: 'ALARM', reason: '5xx 2.31 % > 1 % for 3 of 3 minutes' });
const inAlarmReason = 'alarm "api-new-5xx-rate" is in ALARM: 5xx 2.31 % > 1 % for 3 of 3 minutes';
const away = () => Promise.reject(new Error('is away'));

/** A stage that is effective since `began`, whose alarm is OK and which has seen 250 requests. */
async function soaking(over: Partial<PlanInput> = {}, stage = 0) {
  const cutover = await cutoverUnderWay({ health, ...over });
  await shiftTraffic(cutover.ports)({ ...cutover.input, stage, evidence: 'fine' });
  const seen: {
    alarms: AlarmReading[];
    requests: number | null;
    minutes: PathMinute[];
    hours: PathMinute[];
    silent: string[];
    balancers: BalancerCount | null;
  } = { alarms: [alarmOf()], requests: 250, minutes: [], hours: [], silent: [], balancers: null };
  const asked: unknown[] = [];
  const source: HealthSource = {
    alarms: async (names) => {
      asked.push(['alarms', names]);
      return seen.alarms;
    },
    requests: async (...question) => {
      asked.push(['requests', ...question]);
      return seen.requests;
    },
    minutes: async (...question) => {
      asked.push(['minutes', ...question]);
      return seen.minutes;
    },
    hours: async (...question) => {
      asked.push(['hours', ...question]);
      return seen.hours;
    },
    silent: async (...question) => {
      asked.push(['silent', ...question]);
      return seen.silent;
    },
    balancers: async (...question) => {
      asked.push(['balancers', ...question]);
      return seen.balancers;
    },
  };
  const ports = { ...cutover.ports, health: source };
  const soakState = soakStateOf({ stage, effectiveAt: began, since: began, lastVerdict: 'pass' });
  const evaluate = (
    changed: Partial<typeof ports> = {},
    at: Partial<SoakState> = {},
    fence = cutover.fence,
  ) =>
    evaluateHealth({ ...ports, ...changed })({ ...cutover.input, fence, soakState: { ...soakState, ...at } });
  return {
    ...cutover,
    ports,
    seen,
    asked,
    evaluate,
    command: (kind: OperatorCommand['kind']) =>
      cutover.ledger.sendCommand(cutover.route, execution, operatorCommand(kind, { by: 'ann', at: began })),
    news: async () => (await cutover.decisions()).filter(({ key }) => key.startsWith('evaluate-')),
  };
}

describe('an evaluation', () => {
  test('reads the alarms of the plan, and the requests since the shift was effective', async () => {
    const { pass, evaluate, asked, clock } = await soaking();
    pass(600);
    await evaluate();
    expect(asked).toEqual([
      ['alarms', ['api-new-5xx-rate']],
      ['requests', [minRequests.loadBalancer], Date.parse(began), clock.now(), null],
      // For whether they arrive now.
      ['requests', [minRequests.loadBalancer], clock.now() - 300_000, clock.now(), null],
    ]);
  });

  test('shifts from a healthy stage whose soak is over, with the reason', async () => {
    const { pass, evaluate } = await soaking();
    pass(600);
    expect(await evaluate()).toMatchObject({ move: 'shift', verdict: 'pass', reason: fine, waitSeconds: 0 });
  });

  test('waits at a healthy stage whose soak is not over', async () => {
    const { pass, evaluate } = await soaking();
    pass(570);
    expect(await evaluate()).toMatchObject({ move: 'wait', verdict: 'pass', waitSeconds: 30 });
  });

  test('reverts on an alarm in ALARM', async () => {
    const { evaluate, seen } = await soaking();
    seen.alarms = [inAlarm];
    expect(await evaluate()).toMatchObject({ move: 'revert', verdict: 'fail', reason: inAlarmReason });
  });

  test('is too early within the evaluation range of the alarms', async () => {
    const { pass, evaluate } = await soaking({ stages: [{ percent: 100, soakSeconds: 0 }] });
    pass(240);
    expect(await evaluate()).toMatchObject({ move: 'wait', verdict: 'inconclusive', waitSeconds: 60 });
    pass(45);
    expect(await evaluate()).toMatchObject({
      waitSeconds: 15,
      soakState: { inconclusiveSince: null },
      reason:
        'too early to judge: the shift has been effective for 285 s, and the alarms evaluate the last 300 s',
    });
  });

  test.each([
    [99, '99 requests seen on the new path (minimum 100)'],
    [
      null,
      'no request is seen on the new path in the last 300 s, so that OK says nothing; ' +
        '0 requests seen on the new path (minimum 100)',
    ],
  ])('is inconclusive with %p requests', async (requests, reason) => {
    const { pass, evaluate, seen } = await soaking();
    seen.requests = requests;
    pass(600);
    expect(await evaluate()).toMatchObject({ move: 'wait', verdict: 'inconclusive', reason });
  });

  test('reads no requests when the plan has no minimum', async () => {
    const { pass, evaluate, asked } = await soaking({ health: { alarms: health.alarms } });
    pass(600);
    expect(await evaluate()).toMatchObject({ move: 'shift', reason: '1 of 1 alarms are OK' });
    expect(asked).toHaveLength(1);
  });

  test('passes at 0 % without data, and without waiting for the evaluation range', async () => {
    const { evaluate, seen } = await soaking({
      stages: [
        { percent: 0, soakSeconds: 0 },
        { percent: 100, soakSeconds: 0 },
      ],
    });
    seen.alarms = [alarmOf({ state: 'INSUFFICIENT_DATA' })];
    seen.requests = null;
    expect(await evaluate()).toMatchObject({ move: 'shift', verdict: 'pass' });
  });

  test('is an error at 0 % too when the alarm does not exist', async () => {
    const { evaluate, seen } = await soaking({
      stages: [
        { percent: 0, soakSeconds: 0 },
        { percent: 100, soakSeconds: 0 },
      ],
    });
    seen.alarms = [];
    expect(await evaluate()).toMatchObject({ move: 'wait', verdict: 'error' });
  });

  test('waits at 0 % no longer than the soak, whatever the evaluation range', async () => {
    const stages = [
      { percent: 0, soakSeconds: 10 },
      { percent: 100, soakSeconds: 0 },
    ];
    const { evaluate } = await soaking({ stages });
    expect(await evaluate()).toMatchObject({ move: 'wait', waitSeconds: 10 });
  });

  test('throws for a stage that is not in the plan', async () => {
    const { evaluate } = await soaking();
    await expect(evaluate({}, { stage: 3 })).rejects.toBeInstanceOf(RangeError);
  });
});

describe('a route that differs from the ledger', () => {
  test('reverts with the difference', async () => {
    const { pass, evaluate, zone } = await soaking();
    zone.change((record) => ({ ...record, TTL: 300 }));
    pass(600);
    expect(await evaluate()).toMatchObject({
      move: 'revert',
      verdict: 'fail',
      reason: 'api.example.com was changed by someone else: A "old" TTL 60 → 300; A "new" TTL 60 → 300',
    });
  });

  test('reverts when it is broken, rather than counting an error', async () => {
    const { evaluate, zone } = await soaking();
    zone.change((record) => ({ ...record, Weight: 0 }));
    expect(await evaluate()).toMatchObject({
      move: 'revert',
      verdict: 'fail',
      reason: expect.stringMatching(/^api\.example\.com A: both weights are 0/),
    });
  });
});

describe('a lost lock reverts', () => {
  const lost = (route: string, fence: number) => ({
    move: 'revert',
    verdict: 'fail',
    reason: `the lock of ${route} is no longer held under fence ${fence}`,
  });

  test('when it was released', async () => {
    const { evaluate, ledger, route, fence } = await soaking();
    await ledger.release(route, fence, LATER);
    expect(await evaluate()).toMatchObject(lost(route, fence));
  });

  test('when a revert has taken it over, even under this fence', async () => {
    const { evaluate, ledger, route, fence } = await soaking();
    const higher = (await ledger.takeOver(route, execution, TURN)) ?? Number.NaN;
    expect(await evaluate()).toMatchObject(lost(route, fence));
    expect(await evaluate({}, {}, higher)).toMatchObject(lost(route, higher));
  });

  test('when the ledger expects nothing of the route', async () => {
    const { evaluate, ledger, route, fence, plan } = await soaking();
    const bare = memoryLedger();
    await bare.acquire(route, plan.router, { execution, planName: 'api', acquiredAt: began });
    expect(await evaluate({ ledger: bare })).toMatchObject(lost(route, fence));
    expect(await ledger.read(route)).not.toBeNull();
  });

  test('when the ledger does not know the route', async () => {
    const { evaluate, route, fence } = await soaking();
    expect(await evaluate({ ledger: memoryLedger() })).toMatchObject(lost(route, fence));
  });
});

describe('a failed measurement of', () => {
  type Soaking = Awaited<ReturnType<typeof soaking>>;
  /** The commands are read first, the lock second. */
  const awayAtCall = (read: Soaking['ledger']['read'], broken: number): typeof read => {
    let calls = 0;
    return (route) => {
      calls += 1;
      return calls === broken ? away() : read(route);
    };
  };
  const broken: [string, (ports: Soaking['ports']) => Partial<Soaking['ports']>][] = [
    ['the commands', ({ ledger }) => ({ ledger: { ...ledger, read: awayAtCall(ledger.read, 1) } })],
    ['the lock', ({ ledger }) => ({ ledger: { ...ledger, read: awayAtCall(ledger.read, 2) } })],
    ['the router', ({ router }) => ({ router: { ...router, read: away } })],
    ['the alarms', (ports) => ({ health: { ...ports.health, alarms: away } })],
    ['the requests', (ports) => ({ health: { ...ports.health, requests: away } })],
  ];

  test.each(broken)('%s is an error, and never health', async (_, breaking) => {
    const { pass, evaluate, ports } = await soaking();
    pass(600);
    expect(await evaluate(breaking(ports))).toMatchObject({
      move: 'wait',
      verdict: 'error',
      reason: 'Error: is away',
      soakState: { errors: 1 },
    });
  });

  test.each(broken)('%s reverts beyond the error limit', async (_, breaking) => {
    const { evaluate, ports } = await soaking();
    expect(await evaluate(breaking(ports), { errors: 4 })).toMatchObject({
      move: 'revert',
      verdict: 'error',
    });
  });

  test.each(broken.filter(([what]) => what !== 'the alarms'))('%s hides no alarm', async (_, breaking) => {
    const { evaluate, ports, seen } = await soaking();
    seen.alarms = [inAlarm];
    expect(await evaluate(breaking(ports))).toMatchObject({ move: 'revert', reason: inAlarmReason });
  });

  test('the alarms hides no change of the route', async () => {
    const { evaluate, ports, zone } = await soaking();
    zone.change((record) => ({ ...record, TTL: 300 }));
    const source = { ...ports.health, alarms: away };
    expect(await evaluate({ health: source })).toMatchObject({ move: 'revert', verdict: 'fail' });
  });

  test('several things is reported with every reason', async () => {
    const { evaluate, ports } = await soaking();
    const { reason } = await evaluate({
      health: { alarms: away, silent: away, requests: away, minutes: away, hours: away, balancers: away },
      router: ports.router,
    });
    expect(reason).toBe('Error: is away; Error: is away');
  });
});

describe('the comparison with the old path', () => {
  const compare = {
    ...{ old: 'app/old/0123456789abcdef', new: 'app/new/0123456789abcdef', minRequests: 10 },
    measures: ['errorRate' as const],
  };
  const compared = (over: object = {}, stage = 0) =>
    soaking({ health: { ...health, compare: { ...compare, ...over } } }, stage);
  const minute = (n: number): PathMinute => ({
    at: Date.parse(began) + 60_000 * n,
    ...{ requests: 20, errors: 0, latencyMs: 10 },
  });

  test('is known in the state of the soak, and begins with it', async () => {
    const { pass, evaluate, seen } = await compared();
    pass(300);
    seen.minutes = [minute(0), minute(1)];
    const { soakState } = await evaluate();
    expect(soakState.comparison).toMatchObject({
      upTo: Date.parse(began) + 120_000,
      errors: { minutes: 2, newRequests: 40, oldRequests: 40 },
    });
    pass(60);
    seen.minutes = [minute(2)];
    const next = await evaluate({}, JSON.parse(JSON.stringify(soakState)));
    expect(next.soakState.comparison?.errors).toMatchObject({ minutes: 3, newRequests: 60 });
  });

  test('that cannot be read is an error, and keeps what is known', async () => {
    const { pass, evaluate, seen, ports } = await compared();
    pass(300);
    seen.minutes = [minute(0), minute(1)];
    const { soakState } = await evaluate();
    pass(60);
    const broken = { ...ports.health, minutes: away };
    const failed = await evaluate({ health: broken }, soakState);
    expect(failed).toMatchObject({ verdict: 'error', reason: 'Error: is away' });
    expect(failed.soakState.comparison).toEqual(soakState.comparison);
    const first = await evaluate({ health: broken });
    expect(first.soakState).not.toHaveProperty('comparison');
  });

  test('is undecided, which is no doubt about health, and then one that reverts', async () => {
    const { pass, evaluate } = await compared();
    pass(590);
    const { soakState } = await evaluate();
    expect(soakState).toMatchObject({ lastVerdict: 'inconclusive', inconclusiveSince: null });
    pass(910);
    expect(await evaluate({}, { ...soakState, undecidedSince: began })).toMatchObject({
      move: 'revert',
      reason: expect.stringMatching(
        /^the comparison has been inconclusive for 1500 s after the soak \(limit 900 s\)/,
      ),
    });
  });

  test('is accepted by a plan that says so, in the ledger as well', async () => {
    const { pass, evaluate, news } = await compared({ whenUnknown: 'accept' });
    pass(600);
    expect(await evaluate()).toMatchObject({ move: 'shift', verdict: 'pass' });
    expect(await news()).toMatchObject([
      {
        what: 'soak 0: pass, shift',
        reason: expect.stringMatching(/^accepted although it is not known: error/),
      },
    ]);
  });

  test('that finds the new path worse reverts at once', async () => {
    const { pass, evaluate, seen, ports } = await compared();
    pass(500);
    const path = (errors: number) => [0, 1, 2, 3, 4].map((n) => ({ ...minute(n), requests: 1_000, errors }));
    const minutes = async ([source]: readonly string[]) => path(source === compare.new ? 100 : 0);
    seen.alarms = [alarmOf()];
    expect(await evaluate({ health: { ...ports.health, minutes } })).toMatchObject({
      move: 'revert',
      verdict: 'fail',
      reason: expect.stringMatching(
        /^error rate: 10\.00 % of 5000 requests on the new path, 0\.00 % of 5000/,
      ),
    });
  });

  test('does not judge the alarms before it can have begun', async () => {
    const { pass, evaluate, seen } = await compared();
    seen.alarms = [alarmOf({ evaluationRangeSeconds: 30 })];
    seen.requests = null;
    pass(230);
    expect(await evaluate()).toMatchObject({ soakState: { inconclusiveSince: null } });
    pass(10);
    expect((await evaluate()).soakState.inconclusiveSince).not.toBeNull();
  });
});

describe('whether requests arrive', () => {
  const silentAlarm = alarmOf({ staysOkWithoutData: true });

  test('is asked for the time that the alarms evaluate, beside the minimum since the shift', async () => {
    const { pass, evaluate, ports } = await soaking();
    pass(1_200);
    const requests = async (_: readonly string[], from: number) => (from > Date.parse(began) ? null : 250);
    expect(await evaluate({ health: { ...ports.health, requests } })).toMatchObject({
      verdict: 'inconclusive',
      reason: 'no request is seen on the new path in the last 300 s, so that OK says nothing',
    });
  });

  test('is not asked again as long as that is all the time since the shift', async () => {
    const { pass, evaluate, asked } = await soaking();
    pass(300);
    await evaluate();
    expect(asked).toHaveLength(2);
  });

  test('is not doubted at 0 %', async () => {
    const { evaluate, seen } = await soaking({
      stages: [
        { percent: 0, soakSeconds: 0 },
        { percent: 100, soakSeconds: 0 },
      ],
    });
    seen.requests = null;
    expect(await evaluate()).toMatchObject({ verdict: 'pass' });
  });

  test('is counted by a router that names both target groups, without a word in the plan', async () => {
    const { ports, input } = await albCutoverUnderWay();
    const asked: (readonly string[])[] = [];
    const source: HealthSource = {
      alarms: async () => [alarmOf()],
      silent: away,
      minutes: async () => [],
      hours: away,
      balancers: away,
      requests: async (sources) => {
        asked.push(sources);
        return 0;
      },
    };
    const soakState = soakStateOf({ stage: 0, effectiveAt: began, since: began });
    const later = { ...ports.clock, now: () => Date.parse(began) + 600_000 };
    const decided = await evaluateHealth({ ...ports, clock: later, health: source })({ ...input, soakState });
    expect(asked).toEqual([[expect.stringMatching(/^app\/[^/]+\/[^/]+\/targetgroup\/[^/]+\/[^/]+$/)]]);
    expect(decided.reason).toContain('no request is seen on the new path');
  });

  test('is asked of the metrics of alarms that stay OK without data, without another measure', async () => {
    const { pass, evaluate, seen, asked, clock } = await soaking({ health: { alarms: health.alarms } });
    pass(600);
    seen.alarms = [silentAlarm];
    seen.silent = [silentAlarm.name];
    expect(await evaluate()).toMatchObject({
      move: 'shift',
      reason: '1 of 1 alarms are OK, 1 of them without any data; the plan has no measure of requests',
    });
    expect(asked.at(-1)).toEqual(['silent', [silentAlarm.name], clock.now()]);
  });

  test('is an error when it cannot be asked', async () => {
    const { pass, evaluate, seen, ports } = await soaking({ health: { alarms: health.alarms } });
    pass(600);
    seen.alarms = [silentAlarm];
    expect(await evaluate({ health: { ...ports.health, silent: away } })).toMatchObject({
      verdict: 'error',
      reason: 'Error: is away',
    });
  });

  test('is no doubt before CloudWatch can have counted the first of them', async () => {
    const { pass, evaluate, seen } = await soaking();
    seen.alarms = [alarmOf({ evaluationRangeSeconds: 30 })];
    seen.requests = null;
    pass(150);
    expect(await evaluate()).toMatchObject({
      verdict: 'inconclusive',
      soakState: { inconclusiveSince: null },
    });
  });
});

describe('an operator', () => {
  test('who aborts reverts, by name', async () => {
    const { evaluate, command, news } = await soaking();
    await command('abort');
    expect(await evaluate()).toMatchObject({ move: 'revert', verdict: 'inconclusive', by: 'ann' });
    expect(await news()).toMatchObject([{ by: 'ann', reason: 'aborted by ann: lunch' }]);
  });

  test('who aborts reverts even when nothing can be measured', async () => {
    const { evaluate, command } = await soaking();
    await command('abort');
    const dead = { alarms: away, silent: away, requests: away, minutes: away, hours: away, balancers: away };
    expect(await evaluate({ health: dead })).toMatchObject({ move: 'revert', by: 'ann' });
  });

  test('who pauses keeps the stage, and a fail still reverts', async () => {
    const { pass, evaluate, command, seen } = await soaking();
    await command('pause');
    pass(600);
    expect(await evaluate()).toMatchObject({ move: 'wait', verdict: 'pass', soakState: { paused: true } });
    seen.alarms = [inAlarm];
    expect(await evaluate({}, { paused: true })).toMatchObject({ move: 'revert', reason: inAlarmReason });
  });

  test('who approves advances a stage that waits for it', async () => {
    const stages = [
      { percent: 10, soakSeconds: 600, approval: { timeoutSeconds: 3_600 } },
      { percent: 100, soakSeconds: 0 },
    ];
    const { pass, evaluate, command } = await soaking({ stages });
    pass(600);
    expect(await evaluate()).toMatchObject({ move: 'wait' });
    await command('approve');
    expect(await evaluate()).toMatchObject({
      move: 'shift',
      by: 'ann',
      reason: `approved by ann: lunch; ${fine}`,
    });
  });

  test('who resumes advances it', async () => {
    const { pass, evaluate, command } = await soaking();
    await command('pause');
    await command('resume');
    pass(600);
    expect(await evaluate({}, { paused: true })).toMatchObject({ move: 'shift' });
  });
});

describe('the ledger', () => {
  const recorded = async (
    lastVerdict: SoakState['lastVerdict'],
    at: number,
    over: Partial<SoakState> = {},
  ) => {
    const { pass, evaluate, news } = await soaking();
    pass(at);
    await evaluate({}, { lastVerdict, iterations: 6, ...over });
    return await news();
  };

  test('has a new verdict, with its numbers, once for each iteration', async () => {
    expect(await recorded('inconclusive', 330)).toEqual([
      {
        key: 'evaluate-7',
        kind: 'evaluated',
        ...{ stage: 0, percent: 10, verdict: 'pass' },
        what: 'soak 0: pass, wait',
        reason: fine,
        by: 'cutover',
        execution,
        at: '2026-11-20T12:05:30.000Z',
      },
    ]);
  });

  test('has the first verdict of a stage', async () => {
    expect(await recorded(null, 330)).toHaveLength(1);
  });

  test('has nothing of an evaluation with the same result as the one before', async () => {
    expect(await recorded('pass', 330)).toEqual([]);
  });

  test('has every move', async () => {
    expect(await recorded('pass', 600)).toMatchObject([
      { kind: 'stage-passed', what: 'soak 0: pass, shift' },
    ]);
  });

  test('has the beginning of the hold', async () => {
    const { pass, evaluate, news } = await soaking({ hold: { seconds: 3_600 } }, 2);
    pass(300);
    await evaluate();
    expect(await news()).toMatchObject([
      { kind: 'stage-passed', what: 'hold 2: pass, wait', stage: 2, percent: 100 },
    ]);
  });

  test.each([
    ['pause', false, 'paused'],
    ['resume', true, 'resumed'],
  ] as const)('has a %s, once, and who sent it', async (kind, paused, word) => {
    const { pass, evaluate, command, news } = await soaking();
    await command(kind);
    pass(330);
    const { soakState } = await evaluate({}, { paused });
    await evaluate({}, soakState);
    expect(await news()).toMatchObject([
      { what: 'soak 0: pass, wait', by: 'ann', reason: `${word} by ann: lunch; ${fine}` },
    ]);
  });

  test('has the beginning of the wait for an approval, once', async () => {
    const stages = [{ percent: 100, soakSeconds: 600, approval: { timeoutSeconds: 3_600 } }];
    const { pass, evaluate, news } = await soaking({ stages });
    pass(600);
    const { soakState, move } = await evaluate();
    pass(60);
    await evaluate({}, soakState);
    expect(move).toBe('wait');
    expect(await news()).toMatchObject([
      {
        kind: 'waiting-for-approval',
        reason: `waiting for an approval since 2026-11-20T12:10:00.000Z; ${fine}`,
      },
    ]);
  });

  test('has a reminder of the approval, once, before its time-out', async () => {
    const stages = [{ percent: 100, soakSeconds: 600, approval: { timeoutSeconds: 3_600 } }];
    const { pass, evaluate, decisions } = await soaking({ stages });
    const reminders = async () =>
      (await decisions()).filter(({ kind }) => kind === 'approval-reminder').map(({ at }) => at);
    pass(600);
    let { soakState } = await evaluate();
    pass(2_699);
    soakState = (await evaluate({}, soakState)).soakState;
    expect(await reminders()).toEqual([]);
    for (const seconds of [1, 60, 60]) {
      pass(seconds);
      soakState = (await evaluate({}, soakState)).soakState;
    }
    expect(await reminders()).toEqual(['2026-11-20T12:55:00.000Z']);
    expect((await decisions()).at(-1)).toMatchObject({
      key: 'approval-reminder-0',
      reason: `waiting for an approval since 2026-11-20T12:10:00.000Z; ${fine}`,
      ...{ stage: 0, percent: 100, verdict: 'pass' },
    });
  });

  test('has the numbers of a comparison, with what the plan tolerates', async () => {
    const measures: ['errorRate'] = ['errorRate'];
    const compare = { old: 'app/old/0123456789abcdef', new: 'app/new/0123456789abcdef', measures };
    const { pass, evaluate, news, seen } = await soaking({ health: { alarms: ['a'], compare } });
    seen.alarms = [alarmOf({ name: 'a' })];
    seen.minutes = Array.from({ length: 5 }, (_, n) => ({
      ...{ at: Date.parse(began) + 60_000 * n, requests: 1_000, errors: 10, latencyMs: null },
    }));
    pass(600);
    await evaluate({}, { lastVerdict: null });
    const [{ comparison = [] } = {}] = await news();
    expect(comparison).toEqual([
      {
        measure: 'errorRate',
        estimate: 0,
        low: expect.any(Number),
        high: expect.any(Number),
        limit: 0.5,
      },
    ]);
    expect(comparison[0]?.low).toBeLessThan(0);
    expect(comparison[0]?.high).toBeGreaterThan(0);
  });

  test('has no numbers of a comparison that knows nothing yet', async () => {
    const compare = { old: 'app/old/0123456789abcdef', new: 'app/new/0123456789abcdef' };
    const { pass, evaluate, news } = await soaking({ health: { alarms: ['a'], compare } });
    pass(600);
    await evaluate({}, { lastVerdict: null });
    expect((await news())[0]).not.toHaveProperty('comparison');
  });

  test('has an evaluation that ran twice once', async () => {
    const { pass, evaluate, news } = await soaking();
    pass(600);
    expect(await evaluate()).toEqual(await evaluate());
    expect(await news()).toHaveLength(1);
  });
});

describe('a clock that is an hour off', () => {
  test('ends neither the soak nor the wait for the alarms', async () => {
    const { pass, setOff, evaluate } = await soaking();
    pass(3_600);
    setOff(-3_600);
    expect(await evaluate()).toMatchObject({ verdict: 'inconclusive', move: 'wait' });
  });

  test('takes no command for one of the future', async () => {
    const { pass, setOff, evaluate, command } = await soaking();
    await command('pause');
    pass(-3_600);
    setOff(3_600 + 600);
    expect(await evaluate()).toMatchObject({ move: 'wait', soakState: { paused: true } });
  });

  test('counts for nothing where no answer of AWS has its time', async () => {
    const { pass, setOff, evaluate } = await soaking();
    pass(600);
    setOff(null);
    expect((await evaluate()).verdict).toBe('error');
  });
});

describe('probes in an evaluation', () => {
  const smokeTest = { baseUrl: 'https://gw-api.example.com', checks: [{ path: '/health' }], everySeconds: 5 };
  const probes = {
    lastAt: began,
    rounds: 9,
    failing: [],
    unsent: null,
    minutes: [],
    hours: [],
    earlierRequests: 0,
  };
  const failing = (times: number) => ({
    ...probes,
    failing: [{ id: '0', check: 'GET /health', times, reason: 'timed out' }],
  });

  test('are evidence for the next stage', async () => {
    const { pass, evaluate } = await soaking({ smokeTest });
    pass(600);
    expect(await evaluate({}, { probes })).toMatchObject({
      move: 'shift',
      reason: `${fine}; all checks passed in the last of 9 probes`,
    });
  });

  test('hold the next stage back before the first one, and after one that failed', async () => {
    const { pass, evaluate } = await soaking({ smokeTest });
    pass(600);
    expect(await evaluate()).toMatchObject({ move: 'wait', verdict: 'inconclusive' });
    expect(await evaluate({}, { probes: failing(2) })).toMatchObject({
      move: 'wait',
      verdict: 'inconclusive',
      reason: 'probe GET /health failed 2 times in a row (limit 3): timed out',
    });
  });

  test('are no doubt about health before the first one is due', async () => {
    const impatient = { ...health, minRequests: undefined, inconclusiveLimitSeconds: 0 };
    const { pass, evaluate, seen } = await soaking({ smokeTest, health: impatient });
    seen.alarms = seen.alarms.map((alarm) => ({ ...alarm, evaluationRangeSeconds: 0 }));
    pass(60);
    expect(await evaluate()).toMatchObject({ move: 'wait', soakState: { inconclusiveSince: null } });
    pass(6);
    expect(await evaluate()).toMatchObject({ move: 'revert' });
  });

  test('revert when a check has failed a few times in a row', async () => {
    const { evaluate, news } = await soaking({ smokeTest });
    const reason = 'probe GET /health failed 3 times in a row (limit 3): timed out';
    expect(await evaluate({}, { probes: failing(3) })).toMatchObject({ move: 'revert', reason });
    expect(await news()).toMatchObject([{ what: 'soak 0: fail, revert', reason }]);
  });

  test('whose function failed are an error, once for each failure', async () => {
    const { pass, evaluate } = await soaking({ smokeTest });
    pass(600);
    const decision = await evaluate({}, { probes, probeError: 'States.Timeout' });
    expect(decision).toMatchObject({
      move: 'wait',
      verdict: 'error',
      reason: 'the function that sends the probes failed: States.Timeout',
    });
    expect(decision.soakState).not.toHaveProperty('probeError');
    expect(decision.soakState).toMatchObject({ errors: 1, probes });
  });

  test('are taken off the requests of users, and off the comparison', async () => {
    const compare = { old: 'app/old/1', new: 'app/new/1', minRequests: 10, measures: ['errorRate' as const] };
    const { pass, evaluate, seen } = await soaking({ smokeTest, health: { ...health, compare } });
    pass(600);
    const at = Date.parse(began) + 60_000;
    seen.minutes = [{ at, requests: 12, errors: 0, latencyMs: 40 }];
    const minutes = [{ at, requests: 160, errors: 0 }];
    const { verdict, reason } = await evaluate({}, { probes: { ...probes, minutes } });
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('90 requests seen on the new path (minimum 100)');
    expect(reason).toContain('too few requests to compare: 0 on the new path and 0 on the old one');
  });

  test('are not asked of a plan without them', async () => {
    const { pass, evaluate } = await soaking();
    pass(600);
    expect(await evaluate()).toMatchObject({ move: 'shift', reason: fine });
  });
});

describe('the hold', () => {
  const compare = { old: 'app/old/1', new: 'app/new/1', minRequests: 10, measures: ['errorRate' as const] };
  const hold = { seconds: 259_200, everySeconds: 600 };
  const stages = [{ percent: 100, soakSeconds: 0 }];
  const held = async (over: Partial<PlanInput> = {}) => {
    const remainingTraffic = { source: 'app/old/0123456789abcdef' };
    const cutover = await soaking({ stages, hold, remainingTraffic, ...over });
    const reported = async () =>
      (await cutover.decisions()).filter(({ key }) => key.startsWith('remaining-'));
    return { ...cutover, reported };
  };

  test('reports once an hour what still arrives at the old path, and where', async () => {
    const { pass, evaluate, seen, reported, clock, asked } = await held();
    pass(3_400);
    expect((await evaluate({}, { phase: 'hold' })).soakState).not.toHaveProperty('remaining');
    pass(200);
    const { soakState, verdict, reason } = await evaluate({}, { phase: 'hold' });
    const text =
      '250 requests on the old path in the last hour (limit 60 per hour),' +
      ' at load balancer app/old/0123456789abcdef: 250';
    expect(soakState.remaining).toEqual({ at: new Date(clock.now()).toISOString(), text, above: true });
    expect(await reported()).toMatchObject([{ what: 'hold 0: old path still has requests', reason: text }]);
    expect(asked.at(-1)).toEqual([
      'requests',
      ['app/old/0123456789abcdef'],
      clock.now() - 3_600_000 - 120_000,
      clock.now() - 120_000,
      null,
    ]);
    // It is not about health.
    expect({ verdict, reason }).toEqual({ verdict: 'pass', reason: fine });
    pass(600);
    const next = await evaluate({}, soakState);
    expect(next.soakState.remaining).toEqual(soakState.remaining);
    pass(3_000);
    seen.requests = 9;
    expect((await evaluate({}, next.soakState)).soakState.remaining).toMatchObject({ above: false });
    expect((await reported()).at(-1)?.what).toBe('hold 0: old path has few requests');
  });

  test('reports each hour when it is evaluated less often', async () => {
    const { pass, evaluate } = await held();
    pass(3 * 3_600);
    const { soakState } = await evaluate({}, { phase: 'hold' });
    expect(soakState.remaining?.text).toContain('in each of the last 3 hours: 250, 250, 250 (limit');
  });

  test('reports that the old path could not be counted, which is no error of health', async () => {
    const { pass, evaluate, ports, reported } = await held({ health: { alarms: health.alarms } });
    pass(3_600);
    const source = { ...ports.health, requests: away };
    const { verdict, soakState } = await evaluate({ health: source }, { phase: 'hold' });
    expect(verdict).toBe('pass');
    expect(soakState.remaining).toMatchObject({ above: null });
    expect(await reported()).toMatchObject([
      {
        what: 'hold 0: old path could not be counted',
        reason: 'requests on the old path could not be counted: Error: is away',
      },
    ]);
  });

  test.each<[string, Partial<PlanInput>, Partial<SoakState>]>([
    ['where the plan does not say where', { remainingTraffic: {} }, {}],
    ['in a soak', {}, { phase: 'soak' }],
    ['where the plan leaves the old path a part', { stages: [{ percent: 50, soakSeconds: 0 }] }, {}],
  ])('reports nothing %s', async (_, over, state) => {
    const { pass, evaluate, reported } = await held(over);
    pass(3_600);
    await evaluate({}, { phase: 'hold', ...state });
    expect(await reported()).toEqual([]);
  });

  test('reports nothing when it reverts', async () => {
    const { pass, evaluate, seen, reported } = await held({ health: { ...health, compare } });
    seen.alarms = [inAlarm];
    pass(3_600);
    expect(await evaluate({}, { phase: 'hold' })).toMatchObject({ move: 'revert' });
    expect(await reported()).toEqual([]);
  });
});

describe('gates in an evaluation', () => {
  const gates = [{ name: 'tests', at: 'each-stage' as const }];
  const state = {
    ...{ gate: 'tests (each-stage)', attempt: 1, since: '2099-01-01T00:00:00.000Z' },
    ...{ askedAt: '2099-01-01T00:00:00.000Z', verdict: 'pass' as const, reason: '212 of 212 tests passed' },
  };

  test('are evidence for the next stage', async () => {
    const { pass, evaluate } = await soaking({ gates });
    pass(600);
    expect(await evaluate({}, { gates: [state] })).toMatchObject({
      move: 'shift',
      reason: `${fine}; gate tests: 212 of 212 tests passed`,
    });
  });

  test('hold the next stage back before they are asked, and are no doubt about health', async () => {
    const { pass, evaluate } = await soaking({ gates });
    pass(600);
    expect(await evaluate()).toMatchObject({
      ...{ move: 'wait', verdict: 'inconclusive', soakState: { inconclusiveSince: null } },
      reason: 'gate tests has not been asked since the shift became effective',
    });
  });

  test('revert when one has failed', async () => {
    const { evaluate, news } = await soaking({ gates });
    const failed = { ...state, verdict: 'fail' as const, reason: '3 of 212 tests failed' };
    const reason = 'gate tests: 3 of 212 tests failed';
    expect(await evaluate({}, { gates: [failed] })).toMatchObject({ move: 'revert', reason });
    expect(await news()).toMatchObject([{ what: 'soak 0: fail, revert', reason }]);
  });

  test('that are silent are an error, and keep their state', async () => {
    const { pass, evaluate } = await soaking({ gates });
    pass(600);
    const silent = { ...state, verdict: 'error' as const, reason: 'it crashed', silent: true as const };
    expect(await evaluate({}, { gates: [silent] })).toMatchObject({
      ...{ move: 'wait', verdict: 'error', reason: 'gate tests: it crashed' },
      soakState: { errors: 1, gates: [silent] },
    });
  });

  test('whose function failed are an error, once for each failure', async () => {
    const { pass, evaluate } = await soaking({ gates });
    pass(600);
    const decision = await evaluate({}, { gates: [state], gateError: 'States.Timeout' });
    expect(decision).toMatchObject({
      move: 'wait',
      verdict: 'error',
      reason: 'the function that asks the gates failed: States.Timeout',
    });
    expect(decision.soakState).not.toHaveProperty('gateError');
  });
});
