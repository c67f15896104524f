import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { describeProblems } from '../../../lambdas/core/validation/problems';
import { deploy } from '../../support/accounts/code-deploy';
import { type PlanInput, planInput } from '../../support/plans/plans';

const problemsIn = (value: unknown, allowedHosts?: readonly string[]) => {
  const checked = checkPlan(value, allowedHosts);
  return checked.ok ? [] : describeProblems(checked.problems).split('\n');
};
/** The description of a whole number of seconds up to 30 days. */
const upTo30Days = (what: string, min = 0) =>
  `must be a whole number from ${min} to 2592000 (seconds, ${what})`;
const percentMust = 'must be a whole number from 0 to 100 (share of traffic on the new path)';
const allowed =
  'allowed fields: $schema, name, router, direction, stages, ramp, smokeTest, gates, health, preflight, ' +
  'changeCalendars, ttl, hold, remainingTraffic, decommission, overlap';
const { name: _, ...nameless } = planInput();
const { recordName: __, ...unnamed } = planInput().router;
const router = (over: object) => ({ router: { ...planInput().router, ...over } });
const health = (over: object) => ({ health: { ...planInput().health, ...over } });
const smokeTest = (over: object) => ({ smokeTest: { ...planInput().smokeTest, ...over } });
const smokeCheck = (over: object) => smokeTest({ checks: [{ path: '/health', ...over }] });
const stages = (...percents: unknown[]) => ({
  stages: percents.map((percent) => ({ percent, soakSeconds: 60 })),
});

describe('a value that is not a plan', () => {
  test.each([
    ['null', null, ['is null; must be a mapping']],
    ['nothing', undefined, ['is missing; must be a mapping']],
    ['text', 'api', ['is "api"; must be a mapping']],
    ['a number', 5, ['is 5; must be a mapping']],
    ['a list', [planInput()], ['is a list; must be a mapping']],
    [
      'an empty object',
      {},
      [
        'name: is missing; must be a name of 1 to 64 letters, digits, "-" and "_"',
        'router: is missing; must be a mapping',
        'smokeTest: is missing; must be a mapping',
        'health: is missing; must be a mapping',
        'stages: is missing; must be a list of 1 to 50 stages, or use ramp instead',
      ],
    ],
  ])('is rejected: %s', (_what, value, lines) => {
    expect(problemsIn(value)).toEqual(lines);
  });
});

describe('an invalid plan', () => {
  test.each<[string, object, string[]]>([
    ['an unknown field', { colour: 'red' }, [`colour: is not a field; ${allowed}`]],
    ['a field of every object', JSON.parse('{"__proto__":{}}'), [`__proto__: is not a field; ${allowed}`]],
    [
      'change calendars that are no names or ARNs',
      { changeCalendars: ['freeze', 'a b', 'arn:aws:ssm:eu-west-1:111122223333:parameter/freeze', 7] },
      ['"a b"', '"arn:aws:ssm:eu-west-1:111122223333:parameter/freeze"', 7].map(
        (given, i) =>
          `changeCalendars[${i + 1}]: is ${given}; must be the name of a change calendar in the Region of ` +
          'the workflow, or the ARN of its SSM document',
      ),
    ],
    [
      'no change calendar',
      { changeCalendars: [] },
      ['changeCalendars: is an empty list; must be a list of 1 to 5 change calendars'],
    ],
    [
      'an unknown field of a stage',
      { stages: [{ percent: 100, soakSeconds: 0, soakMinutes: 1 }] },
      ['stages[0].soakMinutes: is not a field; allowed fields: percent, deploy, soakSeconds, approval'],
    ],
    [
      'no record name',
      { router: unnamed },
      [
        'router.recordName: is missing; must be a record name with its zone, such as api.example.com,' +
          ' or a wildcard such as *.example.com',
      ],
    ],
    [
      'a record name without a zone',
      router({ recordName: 'localhost' }),
      [
        'router.recordName: is "localhost"; must be a record name with its zone, such as api.example.com,' +
          ' or a wildcard such as *.example.com',
      ],
    ],
    [
      'an unknown router',
      router({ kind: 'nlb' }),
      ['router.kind: is "nlb"; must be one of "route53", "cloudfront-kvs", "alb"'],
    ],
    ['a router that is a list', { router: [] }, ['router: is a list; must be a mapping']],
    [
      'an unknown record type',
      router({ recordTypes: ['MX'] }),
      ['router.recordTypes[0]: is "MX"; must be one of "A", "AAAA", "CNAME", "HTTPS", "SVCB"'],
    ],
    [
      'a health check on an alarm that is not monitored',
      router({ newHealthCheck: { alarm: 'another' } }),
      [
        'router.newHealthCheck.alarm: is "another"; must be one of health.alarms,' +
          ' so that the cutover reverts when Route 53 stops serving the new path',
      ],
    ],
    [
      'a health check with an unknown field',
      router({ newHealthCheck: { alarm: 'api-new-5xx-rate', id: 'hc-1' } }),
      ['router.newHealthCheck.id: is not a field; allowed fields: alarm'],
    ],
    [
      'an invalid stack name of a change set',
      { preflight: { changeSets: [{ stackName: 'Api/Nested', changeSetName: 'add' }] } },
      [
        'preflight.changeSets[0].stackName: is "Api/Nested"; must be the name of a stack in the Region' +
          ' of the workflow',
      ],
    ],
    [
      'an accepted change without a resource',
      {
        preflight: {
          changeSets: [
            {
              stackName: 'Api',
              changeSetName: 'add',
              allow: [{ stack: 'Api', reason: 'it is unused', expires: '2027-01-31' }],
            },
          ],
        },
      },
      ['preflight.changeSets[0].allow[0]: has neither logicalId nor path; must have one of them'],
    ],
    [
      'a record type twice',
      router({ recordTypes: ['A', 'A'] }),
      ['router.recordTypes: is a list of 2; must be a list of 1 to 4 record types, without duplicates'],
    ],
    [
      'a CNAME beside an A',
      router({ recordTypes: ['CNAME', 'A'] }),
      ['router.recordTypes: is CNAME and A; must be CNAME alone, because DNS allows no other type beside it'],
    ],
    [
      'equal set identifiers',
      router({ newSetIdentifier: 'old' }),
      [
        'router.newSetIdentifier: is "old", the same as router.oldSetIdentifier;' +
          ' must name the other record of the pair',
      ],
    ],
    ['no stage', { stages: [] }, ['stages: is an empty list; must be a list of 1 to 50 stages']],
    [
      'too many stages',
      stages(...Array.from({ length: 51 }, (_one, i) => i + 50)),
      ['stages: is a list of 51; must be a list of 1 to 50 stages'],
    ],
    ['null for stages', { stages: null }, ['stages: is null; must be a list of 1 to 50 stages']],
    ['an object for stages', { stages: {} }, ['stages: is a mapping; must be a list of 1 to 50 stages']],
    ['a number for a stage', { stages: [5] }, ['stages[0]: is 5; must be a mapping']],
    ['a percent above 100', stages(10, 101), [`stages[1].percent: is 101; ${percentMust}`]],
    ['a percent below 0', stages(-1, 100), [`stages[0].percent: is -1; ${percentMust}`]],
    ['a fractional percent', stages(0.5, 100), [`stages[0].percent: is 0.5; ${percentMust}`]],
    ['a percent in quotes', stages('10', 100), [`stages[0].percent: is "10"; ${percentMust}`]],
    [
      'a percent that is not a number',
      stages(Number.NaN, 100),
      [`stages[0].percent: is NaN; ${percentMust}`],
    ],
    [
      'stages that do not rise',
      stages(50, 50, 10, 100),
      [
        'stages[1].percent: is 50 after 50; must be higher than in the previous stage, ' +
          'because the plan has direction: up',
        'stages[2].percent: is 10 after 50; must be higher than in the previous stage, ' +
          'because the plan has direction: up',
      ],
    ],
    [
      'stages that move nothing up',
      stages(0),
      ['stages[0].percent: is 0; must be at least 1 in the last stage, or the plan moves nothing'],
    ],
    [
      'stages that move nothing down',
      { direction: 'down', ...stages(100) },
      ['stages[0].percent: is 100; must be at most 99 in the last stage, or the plan moves nothing'],
    ],
    [
      'stages that do not fall',
      { direction: 'down', ...stages(50, 50, 60, 0) },
      [
        'stages[1].percent: is 50 after 50; must be lower than in the previous stage, ' +
          'because the plan has direction: down',
        'stages[2].percent: is 60 after 50; must be lower than in the previous stage, ' +
          'because the plan has direction: down',
      ],
    ],
    [
      'a direction of another name',
      { direction: 'back' },
      ['direction: is "back"; must be one of "up", "down"'],
    ],
    [
      'a proof of the end below 100 %',
      { ...stages(10, 25), decommission: {} },
      [
        'decommission: is for a plan whose last stage is 100, and here that is 25, so that the old path ' +
          'serves; remove it, or add a stage of 100',
      ],
    ],
    [
      'a plan down that deploys',
      {
        direction: 'down',
        stages: [{ percent: 50, soakSeconds: 60, deploy }, ...stages(0).stages],
      },
      ['stages[0].deploy: deploys to the new path, from which direction: down moves away; remove it'],
    ],
    [
      'a plan down with what is about the new path',
      {
        ...{ direction: 'down', ...stages(50, 0) },
        ...{ router: { ...planInput().router, newHealthCheck: { alarm: 'api-new-5xx-rate' } } },
        smokeTest: { ...planInput().smokeTest, compare: { baseUrl: 'https://api.example.com' } },
        health: { ...planInput().health, compare: { old: 'app/old/1', new: 'app/new/1' } },
      },
      [
        'router.newHealthCheck: is about the new path, from which direction: down moves away; remove it',
        'smokeTest.compare: compares the new path with the old one, ' +
          'and a plan with direction: down judges the old one; remove it',
        'health.compare: compares the new path with the old one, ' +
          'and a plan with direction: down judges the old one; remove it',
      ],
    ],
    [
      'a negative soak',
      { stages: [{ percent: 100, soakSeconds: -1 }] },
      [`stages[0].soakSeconds: is -1; ${upTo30Days('monitored after the shift is effective')}`],
    ],
    [
      'an approval without a timeout',
      { stages: [{ percent: 100, soakSeconds: 0, approval: {} }] },
      [
        'stages[0].approval.timeoutSeconds: is missing; ' +
          upTo30Days('to wait for the approval after the soak; then the cutover reverts', 1),
      ],
    ],
    [
      'no alarm',
      health({ alarms: [] }),
      ['health.alarms: is an empty list; must be a list of 1 to 100 names or ARNs of CloudWatch alarms'],
    ],
    [
      'an alarm twice',
      health({ alarms: ['a', 'a'] }),
      [
        'health.alarms: is a list of 2; must be a list of 1 to 100 names or ARNs of CloudWatch alarms,' +
          ' without duplicates',
      ],
    ],
    [
      'an interval of zero',
      health({ everySeconds: 0 }),
      [`health.everySeconds: is 0; ${upTo30Days('between two evaluations', 1)}`],
    ],
    [
      'an invalid load balancer of the minimum requests',
      health({ minRequests: { count: 1, loadBalancer: 'net/nlb/1' } }),
      [
        'health.minRequests.loadBalancer: is "net/nlb/1"; must be the LoadBalancer dimension of an ALB,' +
          ' such as app/new-alb/0123456789abcdef',
      ],
    ],
    ['null for the hold', { hold: null }, ['hold: is null; must be a mapping']],
    ['a preflight that is a list', { preflight: [] }, ['preflight: is a list; must be a mapping']],
    [
      'invalid ARNs',
      { preflight: { certificateArn: 'a', targetGroupArns: ['b'] } },
      [
        'preflight.certificateArn: is "a"; must be the ARN of an ACM certificate,' +
          ' such as arn:aws:acm:eu-west-1:111122223333:certificate/…',
        'preflight.targetGroupArns[0]: is "b"; must be the ARN of a target group,' +
          ' such as arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/…',
      ],
    ],
    [
      'a base URL outside the allow list',
      smokeTest({ baseUrl: 'https://evil.example.org' }),
      [
        'smokeTest.baseUrl: is "https://evil.example.org"; must be a host on the allow list' +
          ' (gw-*.example.com)',
      ],
    ],
    [
      'a base URL with a path',
      smokeTest({ baseUrl: 'https://gw-api.example.com/v1' }),
      [
        'smokeTest.baseUrl: is "https://gw-api.example.com/v1"; must be an https origin without a path,' +
          ' such as https://gw-api.example.com',
      ],
    ],
    [
      'a HEAD that expects a body',
      smokeCheck({ method: 'HEAD', expectText: 'ok' }),
      [
        'smokeTest.checks[0].method: is "HEAD", whose response has no body;' +
          ' must be another method if the check expects text or JSON',
      ],
    ],
    [
      'incomplete JSON expectations',
      smokeCheck({ expectJson: [{ path: '$.a' }, { equals: 1 }, { path: '$.[', equals: {} }] }),
      [
        'smokeTest.checks[0].expectJson[0].equals: is missing; must be text, a number, true, false or null',
        'smokeTest.checks[0].expectJson[1].path: is missing; must be a JSONPath that starts with "$",' +
          ' such as $.status',
        'smokeTest.checks[0].expectJson[2].equals: is a mapping; must be text, a number, true, false or null',
      ],
    ],
    [
      'headers of the connection',
      smokeCheck({ headers: { Host: 'api.example.com' } }),
      ['smokeTest.checks[0].headers.Host: is set by the connection; must be removed'],
    ],
  ])('is rejected with its problems: %s', (_what, over, lines) => {
    expect(problemsIn({ ...planInput(), ...over })).toEqual(lines);
  });

  test.each<[string, object, string[]]>([
    [
      'no check that can be sent to both paths',
      smokeTest({
        compare: { baseUrl: 'https://api.example.com' },
        checks: [{ path: '/', method: 'POST', at: 'both' }],
      }),
      [
        'smokeTest.compare: requires a check with GET or HEAD, which is sent to both paths;' +
          ' add one to smokeTest.checks, or remove compare',
      ],
    ],
    [
      'more pairs than it may send',
      smokeTest({ compare: { baseUrl: 'https://api.example.com', pairs: 30, maxPairs: 20 } }),
      ['smokeTest.compare.maxPairs: is 20; must be at least smokeTest.compare.pairs (30)'],
    ],
    [
      'too long a deadline together with the smoke test',
      smokeTest({
        deadlineSeconds: 400,
        compare: { baseUrl: 'https://api.example.com', deadlineSeconds: 201 },
      }),
      [
        'smokeTest.compare.deadlineSeconds: is 201, together with smokeTest.deadlineSeconds 601 s;' +
          ' must be at most 600 s together',
      ],
    ],
    [
      'a host of the old path outside the allow list',
      smokeTest({ compare: { baseUrl: 'https://other.example.net' } }),
      [
        'smokeTest.compare.baseUrl: is "https://other.example.net"; must be https://api.example.com,' +
          ' which the old path serves, or a host on the allow list (gw-*.example.com)',
      ],
    ],
    [
      'an invalid port of the old path',
      smokeTest({ compare: { baseUrl: 'https://api.example.com:99999' } }),
      [
        'smokeTest.compare.baseUrl: is "https://api.example.com:99999";' +
          ' must be https://api.example.com, which the old path serves,' +
          ' or a host on the allow list (gw-*.example.com)',
      ],
    ],
    [
      'a limit for a wait that it does not make',
      health({ compare: { old: 'app/a/1', new: 'app/b/1', unknownLimitSeconds: 60 } }),
      [
        'health.compare.unknownLimitSeconds: is 60, which only whenUnknown: wait uses;' +
          ' must be left out with whenUnknown: revert',
      ],
    ],
    [
      'the same metrics for both paths',
      health({ compare: { old: 'app/a/1', new: 'app/a/1' } }),
      [
        'health.compare.new: is "app/a/1", the same as health.compare.old;' +
          ` must be the source of the new path's metrics`,
      ],
    ],
  ])('is rejected: a comparison with %s', (_what, over, lines) => {
    expect(problemsIn(planInput(over))).toEqual(lines);
  });

  test('is rejected: no name', () => {
    expect(problemsIn(nameless)).toEqual([
      'name: is missing; must be a name of 1 to 64 letters, digits, "-" and "_"',
    ]);
  });

  test('is rejected with all problems across several fields at once', () => {
    const bad = { ...planInput(), ...router({ newSetIdentifier: 'old' }), ...stages(0), ...smokeCheck({}) };
    expect(problemsIn({ ...bad, ...smokeTest({ baseUrl: 'https://evil.example.org' }) })).toHaveLength(3);
  });
});

describe('the size of a plan', () => {
  // Each takes 420 s: 60 s until INSYNC, 60 s of TTL and 300 s until the evaluation range of the alarms has
  // passed.
  const fourStages = {
    stages: [10, 20, 50, 100].map((percent) => ({ percent, soakSeconds: 60 })),
  };

  test('includes the waits of a comparison for each stage that compares something, and the hold', () => {
    const compare = { old: 'app/a/1', new: 'app/b/1', whenUnknown: 'wait', unknownLimitSeconds: 1_000_000 };
    const waiting = (percents: number[]) =>
      planInput({
        stages: percents.map((percent) => ({ percent, soakSeconds: 600 })),
        hold: { seconds: 3_600 },
        health: { ...planInput().health, compare: compare as never },
      });
    expect(problemsIn(waiting([0, 10, 50, 100]))).toEqual([]);
    expect(problemsIn(waiting([0, 10, 50]))).toEqual([
      expect.stringMatching(/^stages: take 300\d{4} s together with .* and the waits for a comparison;/),
    ]);
  });

  test('allows 30 days including the hold, and rejects one second more', () => {
    const lasting = (seconds: number) => ({
      ...planInput(),
      ...fourStages,
      hold: { seconds, everySeconds: 3_600 },
    });
    expect(problemsIn(lasting(2_592_000 - 4 * 420))).toEqual([]);
    expect(problemsIn(lasting(2_592_000 - 4 * 420 + 1))).toEqual([
      'stages: take 2592001 s together with the hold, the approvals, the deployments' +
        ' and the waits for a comparison;' +
        ' must take at most 2592000 s, 30 days',
    ]);
  });

  test('includes the timeout of an approval', () => {
    const approved = (timeoutSeconds: number) => ({
      ...planInput(),
      ...health({ everySeconds: 3_600 }),
      stages: [{ percent: 100, soakSeconds: 60, approval: { timeoutSeconds } }],
    });
    expect(problemsIn(approved(2_592_000 - 420))).toEqual([]);
    expect(problemsIn(approved(2_592_000 - 419))).toHaveLength(1);
  });

  test('includes the timeout of a deployment', () => {
    const deploying = (timeoutSeconds: number) => ({
      ...planInput(),
      ...health({ everySeconds: 3_600 }),
      stages: [{ percent: 100, soakSeconds: 60, deploy: { ...deploy, timeoutSeconds, everySeconds: 3_600 } }],
    });
    // Plus the 600 s that are assumed for a deployment.
    expect(problemsIn(deploying(2_592_000 - 1_020))).toEqual([]);
    expect(problemsIn(deploying(2_592_000 - 1_019))).toHaveLength(1);
  });

  test('is rejected with the interval of the hold that fits', () => {
    const hold = (everySeconds: number) => ({ ...planInput(), hold: { seconds: 259_200, everySeconds } });
    expect(problemsIn(hold(15))).toEqual([
      'hold.everySeconds: is 15, so that the execution may reach 156722 history events;' +
        ' must be at least 124, for at most 20000 events (an execution fails at 25,000)',
    ]);
    expect(problemsIn(hold(123))).toHaveLength(1);
    expect(problemsIn(hold(124))).toEqual([]);
  });

  test('is rejected with the interval of the soaks that fits', () => {
    const soak = (everySeconds: number) => ({
      ...planInput(),
      ...health({ everySeconds }),
      stages: [{ percent: 100, soakSeconds: 86_400 }],
    });
    // 86,400 s of soak, 120 s until the shift is effective and 900 s inconclusive,
    // in (20,000 - 53) / 9 - 6 = 2,210 iterations.
    expect(problemsIn(soak(39))).toEqual([
      'health.everySeconds: is 39, so that the execution may reach 20285 history events;' +
        ' must be at least 40, for at most 20000 events (an execution fails at 25,000)',
    ]);
    expect(problemsIn(soak(40))).toEqual([]);
  });

  test('is rejected with both intervals if one is not enough', () => {
    const both = { ...planInput(), ...health({ everySeconds: 1, inconclusiveLimitSeconds: 3_600 }) };
    const lines = problemsIn({ ...both, hold: { seconds: 259_200, everySeconds: 1 } });
    expect(lines.map((line) => line.replace(/ is .*;/, ''))).toEqual([
      'health.everySeconds: must be at least 126, for at most 20000 events (an execution fails at 25,000)',
      'hold.everySeconds: must be at least 126, for at most 20000 events (an execution fails at 25,000)',
    ]);
  });

  test('allows 65,536 characters of JSON, and rejects one more', () => {
    const sized = (length: number) => ({
      ...planInput(),
      ...smokeTest({
        checks: [30_000, 30_000, length].map((characters) => ({
          path: '/health',
          method: 'POST',
          body: 'x'.repeat(characters),
          at: 'both' as const,
        })),
      }),
    });
    const checked = checkPlan(sized(1));
    const rest = 65_537 - JSON.stringify(checked.ok && checked.value).length;
    expect(problemsIn(sized(rest))).toEqual([]);
    expect(problemsIn(sized(rest + 1))).toEqual([
      'the plan has 65537 characters as JSON; must have at most 65536',
    ]);
  });
});

describe('the hosts of the smoke test', () => {
  const elsewhere = { ...planInput(), ...smokeTest({ baseUrl: 'https://new.example.net' }) };

  test('must match the allowed hosts', () => {
    expect(problemsIn(elsewhere)).toHaveLength(1);
    expect(problemsIn(elsewhere, ['new.example.net'])).toEqual([]);
    expect(problemsIn(planInput(), ['new.example.net'])).toHaveLength(1);
    expect(problemsIn(planInput(), [])).toHaveLength(1);
  });
});

describe('secrets of a smoke check', () => {
  const secret = 'hunter2';
  test.each([
    { headers: { Authorization: `${secret}\n` } },
    { headers: secret },
    { headers: [secret] },
    { headers: { 'X-Key': { secret } } },
    { headers: { Host: secret } },
    { body: { secret } },
    { body: secret.repeat(10_000) },
    { body: [secret] },
    { expectHeaders: { 'set-cookie': `${secret}\n` } },
    { expectText: secret.repeat(10_000) },
  ])('are not in any message: %j', (check) => {
    const lines = problemsIn({ ...planInput(), ...smokeCheck(check) });
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain(secret);
  });
});

describe('a valid plan', () => {
  const seconds = fc.integer({ min: 0, max: 7_200 });
  const anyStages = fc
    .uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 4 })
    .map((percents) => [...percents.sort((a, b) => a - b), 100])
    .chain((percents) =>
      fc.tuple(
        ...percents.map((percent) => fc.record({ percent: fc.constant(percent), soakSeconds: seconds })),
      ),
    );
  const plans: fc.Arbitrary<PlanInput> = fc
    .record({ stages: anyStages, hold: fc.option(fc.record({ seconds }), { nil: undefined }) })
    .map(({ stages: some, hold }) => planInput({ stages: some, ...(hold === undefined ? {} : { hold }) }));

  test('is unchanged by another check, also after serialization as JSON', () => {
    fc.assert(
      fc.property(plans, (input) => {
        const once = checkPlan(input);
        expect(once.ok).toBe(true);
        const plan = once.ok ? once.value : null;
        expect(checkPlan(plan)).toEqual(once);
        expect(checkPlan(JSON.parse(JSON.stringify(plan)))).toEqual(once);
      }),
    );
  });

  test('gets its defaults', () => {
    const checked = checkPlan(planInput());
    expect(checked.ok && checked.value.health.everySeconds).toBe(60);
  });

  test('may have a health check on a monitored alarm', () => {
    expect(
      problemsIn({ ...planInput(), ...router({ newHealthCheck: { alarm: 'api-new-5xx-rate' } }) }),
    ).toEqual([]);
  });

  test.each([[['CNAME']], [['A', 'AAAA']], [['A', 'AAAA', 'HTTPS', 'SVCB']]])(
    'may have the record types %j',
    (recordTypes) => {
      expect(problemsIn({ ...planInput(), ...router({ recordTypes }) })).toEqual([]);
    },
  );

  test('may start at 0 %', () => {
    expect(problemsIn({ ...planInput(), ...stages(0, 100) })).toEqual([]);
  });

  test('may name a JSON Schema', () => {
    expect(problemsIn({ ...planInput(), $schema: './plan.schema.json' })).toEqual([]);
  });
});
