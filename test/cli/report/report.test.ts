import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { planHash } from '../../../lib/cli/input/receipt';
import { MAX_POINTS, type ViewData } from '../../../lib/cli/report/chart-data';
import { type Rehearsal, rehearse } from '../../../lib/rehearsal/rehearse';
import { checkScenario } from '../../../lib/rehearsal/scenario';
import { describeEntry } from '../../../lib/rehearsal/timeline/describe-entry';
import { reportOf } from '../../support/cli/report-of';

const EXAMPLES = join(__dirname, '../../../examples');
const MARKUP = `</script><img src="x" onerror='alert(1)'><!--&\u2028`;

function read(...path: string[]): unknown {
  return parse(readFileSync(join(EXAMPLES, ...path), 'utf8'));
}

function value<T>(checked: { ok: true; value: T } | { ok: false; problems: unknown }): T {
  if (!checked.ok) {
    throw new Error(JSON.stringify(checked.problems));
  }
  return checked.value;
}

/** The example without probes: whether they or an alarm see a failure first depends on the seed. */
function makePlan(change: object = {}): Plan {
  const { smokeTest, ...plan } = read('api.yaml') as { smokeTest: object };
  const once = { ...smokeTest, everySeconds: undefined, holdEverySeconds: undefined };
  return value(checkPlan({ ...plan, smokeTest: once, ...change }, undefined));
}

function run(plan: Plan, scenarioName: string, scenario: unknown): Promise<Rehearsal> {
  return rehearse({ plan, scenarioName, scenario: value(checkScenario(scenario)) });
}

function example(name: string): Promise<Rehearsal> {
  return run(makePlan(), name, read('scenarios', `${name}.yaml`));
}

function viewsIn(page: string): ViewData[] {
  const [, json] = /<script type="application\/json" id="chart-data">(.*?)<\/script>/s.exec(page) ?? [];
  return json === undefined ? [] : (JSON.parse(json).views as ViewData[]);
}

/** The visible text of a cell: without elements, entities resolved. */
function textOf(cell: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return cell
    .replace(/<[^>]*>/g, '')
    .replace(/&([a-z]+|#39);/g, (whole: string, name: string) => entities[name] ?? whole);
}

function rowsOf(page: string, id: string): string[][] {
  const [, body] = new RegExp(`<table id="${id}">.*?<tbody>(.*?)</tbody>`, 's').exec(page) ?? [];
  return [...(body ?? '').matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...(row ?? '').matchAll(/<(th|td)[^>]*>(.*?)<\/\1>/gs)].map(([, , cell]) => textOf(cell ?? '')),
  );
}

const OUTCOMES = {
  healthy: 'succeeded',
  'errors-at-50': 'reverted',
  'smoke-fails': 'rejected',
} as const;
const names = Object.keys(OUTCOMES) as (keyof typeof OUTCOMES)[];
const rehearsals = {} as Record<keyof typeof OUTCOMES, Rehearsal>;

beforeAll(async () => {
  for (const name of names) {
    rehearsals[name] = await example(name);
  }
});

describe.each(names)('report of %s', (name) => {
  const page = () => reportOf(makePlan(), rehearsals[name]);

  test('shows the outcome in a word and in a colour', () => {
    const outcome = OUTCOMES[name];
    expect(rehearsals[name].result.outcome).toBe(outcome);
    expect(page()).toContain(`<p class="outcome ${outcome}"><strong>${outcome}</strong>`);
    expect(page()).toMatch(new RegExp(`\\.${outcome}[,\\s][^}]*--of:`));
  });

  test('has the same bytes each time', async () => {
    expect(reportOf(makePlan(), await example(name))).toBe(page());
  });

  test('loads nothing from anywhere', () => {
    // The text of the plan has addresses, which nothing loads.
    const withoutPlan = page().replace(/<pre.*?<\/pre>/gs, '');
    const addresses = withoutPlan.match(/https?:\/\/[^\s"'<)]*/g) ?? [];
    // The comment at the head of the chart library.
    expect(addresses.filter((address) => address !== 'https://github.com/leeoniya/uPlot')).toEqual([]);
    expect(page()).not.toMatch(/<[^>]+\s(src|href|srcset|action)=/i);
    expect(page()).not.toMatch(/<(link|iframe|object|embed|img)\b|@import|url\(/i);
  });

  test('allows its own scripts and nothing else', () => {
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page()) ?? [];
    const scripts = [...page().matchAll(/<script>(.*?)<\/script>/gs)].map(([, code]) => code ?? '');
    const hashes = scripts.map((code) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`);
    const allowed = hashes.length === 0 ? "'none'" : hashes.join(' ');
    expect(textOf(policy ?? '')).toContain(`default-src 'none'`);
    expect(textOf(policy ?? '')).toContain(`script-src ${allowed};`);
  });

  test('has a row for each entry of the timeline', () => {
    const rows = rowsOf(page(), 'timeline').map(([, event, detail]) => ({ event, detail }));
    expect(rows).toEqual(rehearsals[name].result.timeline.map(describeEntry));
  });

  test('has a row for each stage of the plan', () => {
    const percents = rowsOf(page(), 'stages').map(([percent]) => percent);
    expect(percents).toEqual(['10 %', '50 %', '100 %']);
  });

  test('names the rows and columns of its tables', () => {
    const tables = page().match(/<table /g) ?? [];
    expect(page().match(/<caption /g)).toHaveLength(tables.length);
    expect(page().match(/<th(?![^>]*scope=)(?=[\s>])/g)).toBeNull();
  });
});

test('a run with a hold of days shows the stages first', () => {
  const views = viewsIn(reportOf(makePlan(), rehearsals.healthy));
  expect(views.map(({ id }) => id)).toEqual(['stages', 'whole']);
  const [stages, whole] = views;
  expect(stages?.to).toBeGreaterThan(1_791);
  expect(stages?.to).toBeLessThan(2_400);
  expect(whole?.to).toBeGreaterThan(259_200);
});

test('charts of a run of days have a limited number of points', () => {
  for (const view of viewsIn(reportOf(makePlan(), rehearsals.healthy))) {
    expect(view.times.length).toBeLessThanOrEqual(MAX_POINTS + 10);
    for (const column of [
      view.sharePercent,
      view.heldPercent,
      view.failedPerSecond,
      view.requestsPerSecond,
    ]) {
      expect(column).toHaveLength(view.times.length);
    }
  }
});

test('the chart shows each percent that the route had', () => {
  const [view] = viewsIn(reportOf(makePlan(), rehearsals['errors-at-50']));
  const held = view?.heldPercent.filter((percent, i, all) => percent !== all[i - 1]);
  expect(held).toEqual([0, 10, 50, 0]);
});

test('the revert has a row for each part, with the seconds in between', () => {
  const page = reportOf(makePlan(), rehearsals['errors-at-50']);
  const { revert } = rehearsals['errors-at-50'].result;
  const rows = rowsOf(page, 'revert');
  expect(rows.map(([step]) => step)).toEqual([
    'first fault began',
    'first alarm',
    'decided',
    'write accepted',
    'propagated',
    'last client back',
  ]);
  const seconds = (revert?.alarmAt ?? 0) - (revert?.faultAt ?? 0);
  expect(rows[1]?.[2]).toBe(`${seconds.toFixed(1)} s`);
  for (const label of ['fault began', 'alarm', 'decided', 'propagated', 'last client back']) {
    expect(page).toContain(`"label":"${label}"`);
  }
});

test('every mark is within the whole run', () => {
  const page = reportOf(makePlan(), rehearsals['errors-at-50']);
  const [, json] = /<script type="application\/json" id="chart-data">(.*?)<\/script>/s.exec(page) ?? [];
  const { marks, views } = JSON.parse(json ?? '');
  const whole = views.find(({ id }: ViewData) => id === 'whole');
  const times: number[] = marks.map(({ at }: { at: number }) => at);
  expect(times).toHaveLength(5);
  expect(Math.max(...times)).toBeLessThanOrEqual(whole.to);
});

test('failures on the new path are explained by the entries of the scenario', () => {
  const [cause] = rowsOf(reportOf(makePlan(), rehearsals['errors-at-50']), 'causes');
  expect(cause?.[0]).toBe('faults[0] errors');
  expect(cause?.[3]).toBe('entry 1 of the scenario\'s list of faults, of the kind "errors"');
});

test('an operator’s command is marked as such, not as a fault', async () => {
  const plan = makePlan();
  const abort = { faults: [{ kind: 'operator', says: 'abort', reason: 'wrong build', at: 200 }] };
  const page = reportOf(plan, await run(plan, 'abort', abort));
  expect(page).toContain('"label":"operator: abort"');
  expect(page).not.toContain('"label":"fault began"');
  expect(rowsOf(page, 'revert').map(([step]) => step)).toEqual([
    'operator asked for it',
    'decided',
    'write accepted',
    'propagated',
    'last client back',
    'first fault began',
    'first alarm',
  ]);
  expect(page.replace(/<pre.*?<\/pre>/gs, '')).not.toContain('faults[');
  expect(rowsOf(page, 'timeline').map(([, ...cells]) => cells)).toContainEqual([
    'operator',
    'abort: wrong build',
  ]);
});

test('a page without a shift or a failed request has no chart and no script', () => {
  const page = reportOf(makePlan(), rehearsals['smoke-fails']);
  expect(page).toContain('there is nothing to chart');
  expect(page).not.toContain('<script');
});

test('a revert during the hold has a view of its own, which is shown first', async () => {
  const plan = makePlan();
  const late = { faults: [{ kind: 'errors', path: 'new', rate: 0.2, at: 50_000 }] };
  const views = viewsIn(reportOf(plan, await run(plan, 'late', late)));
  expect(views.map(({ id }) => id)).toEqual(['revert', 'stages', 'whole']);
  expect(views[0]?.from).toBeLessThan(50_000);
  expect((views[0]?.to ?? 0) - (views[0]?.from ?? 0)).toBeLessThan(3_600);
});

test('markup in a check, a scenario name, a cause or a reason is escaped', async () => {
  const smokeTest = {
    baseUrl: 'https://gw-api.example.com',
    checks: [{ name: '<b>&"check"</b>', path: '/health' }],
  };
  const plan = makePlan({ smokeTest });
  const rejected = await run(plan, MARKUP, read('scenarios', 'smoke-fails.yaml'));
  const moved = rehearsals['errors-at-50'];
  const { result } = moved;
  const odd: Rehearsal = {
    ...moved,
    result: {
      ...result,
      plan: MARKUP,
      scenario: MARKUP,
      reason: MARKUP,
      stages: result.stages.map((stage) => ({ ...stage, reason: MARKUP })),
      traffic: { ...result.traffic, failedOnNewBy: { [`faults[0] ${MARKUP}`]: 1 } },
      execution: { ...result.execution, awsCalls: { [MARKUP]: 1 } },
      timeline: [...result.timeline, { at: 1, kind: 'step', state: MARKUP, reason: MARKUP }],
    },
  };
  expect(rejected.result.reason).toContain('<b>');
  for (const page of [reportOf(plan, rejected), reportOf(plan, odd)]) {
    expect(page).not.toMatch(/<(img|b)\b|<!--/);
    expect(page).toContain('&lt;/script&gt;&lt;img');
    expect(page.match(/<script/g) ?? []).toHaveLength((page.match(/<\/script>/g) ?? []).length);
  }
});

describe('what a reviewer needs', () => {
  const facts = (page: string) =>
    new Map(
      [...page.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(([, name = '', text = '']) => [
        name,
        textOf(text),
      ]),
    );

  test('is the date, the version, and the hash of the plan and of the policy', () => {
    const plan = makePlan();
    const page = reportOf(plan, rehearsals['smoke-fails'], { policyHash: 'b'.repeat(64) });
    expect(Object.fromEntries(facts(page))).toMatchObject({
      Date: '2026-01-05T00:00:00.000Z',
      'Version of Cutover': '1.2.3',
      'SHA-256 of the plan': planHash(plan),
      'SHA-256 of the policy': 'b'.repeat(64),
    });
    expect(facts(reportOf(plan, rehearsals['smoke-fails'])).get('Policy')).toBe('none');
  });

  test.each([
    ['rejected', 'yes, the scenario expects rejected'],
    ['succeeded', 'no, the scenario expects succeeded'],
    [null, 'the scenario expects nothing'],
  ] as const)('is whether the end was expected: %s', (expected, words) => {
    const page = reportOf(makePlan(), rehearsals['smoke-fails'], { expected });
    expect(facts(page).get('Expected')).toBe(words);
    expect(facts(page).get('Scenario')).toBe('smoke-fails, seed 1: What the scenario shows.');
  });

  test('is the plan and the scenario, each as text that can be read again, out of the way at first', () => {
    const plan = makePlan();
    const page = reportOf(plan, rehearsals.healthy);
    const [planPart, scenarioPart] = [...page.matchAll(/<details>(.*?)<\/details>/gs)].map(
      ([, part]) => part,
    );
    const content = (part = '') => textOf(/<pre[^>]*>(.*?)<\/pre>/s.exec(part)?.[1] ?? '');
    expect(parse(content(planPart))).toEqual(plan);
    expect(checkScenario(parse(content(scenarioPart)))).toMatchObject({
      ok: true,
      value: { description: 'What the scenario shows.' },
    });
  });

  test('is not a credential that the plan has in the clear', () => {
    const checks = [{ path: '/', headers: { Authorization: 'Bearer s3cr3t', 'x-trace': 'visible' } }];
    const plan = makePlan({ smokeTest: { baseUrl: 'https://gw-api.example.com', checks } });
    const page = reportOf(plan, rehearsals.healthy);
    expect(page).not.toContain('s3cr3t');
    expect(page).toContain('Authorization: (not shown)');
    expect(page).toContain('x-trace: visible');
    expect(planHash(plan)).not.toBe(planHash(makePlan()));
  });
});

describe('approvals', () => {
  const HEALTH = { alarms: ['api-new-5xx-rate', 'api-new-p99'], everySeconds: 30 };
  const stages = (approval: object) => [
    { percent: 10, soakSeconds: 60, approval },
    { percent: 100, soakSeconds: 60 },
  ];
  const approve = { kind: 'operator', says: 'approve', by: 'ada', reason: 'go' };

  test.each([
    [
      'given after a wait',
      { timeoutSeconds: 600 },
      [{ ...approve, at: 600 }],
      ['10 %', '1 person, within 10 min after the soak', '+00:06:31', expect.stringMatching(/^\+00:1\d/)],
      'approved by arn:aws:iam::000000000000:user/ada',
    ],
    [
      'given during the soak',
      { timeoutSeconds: 600 },
      [{ ...approve, at: 300 }],
      ['10 %', '1 person, within 10 min after the soak', '–', expect.stringMatching(/^\+00:06/)],
      'approved by arn:aws:iam::000000000000:user/ada',
    ],
    [
      'not given',
      { timeoutSeconds: 600, count: 2, by: ['arn:aws:iam::000000000000:user/ada'] },
      [],
      [
        '10 %',
        '2 persons of arn:aws:iam::000000000000:user/ada, within 10 min after the soak',
        '+00:06:31',
        expect.stringMatching(/^\+00:16/),
      ],
      'not approved in time',
    ],
    [
      'not reached',
      { timeoutSeconds: 600 },
      [{ kind: 'operator', says: 'abort', reason: 'wrong build', at: 200 }],
      ['10 %', '1 person, within 10 min after the soak', '–', '–'],
      'not reached',
    ],
    [
      'waited for until an abort',
      { timeoutSeconds: 600 },
      [{ kind: 'operator', says: 'abort', reason: 'wrong build', at: 600 }],
      ['10 %', '1 person, within 10 min after the soak', '+00:06:31', '–'],
      'reverted before it was approved',
    ],
  ])('of a stage are shown with who gave them: %s', async (name, approval, faults, cells, result) => {
    const plan = makePlan({ stages: stages(approval), hold: undefined, health: HEALTH });
    const page = reportOf(plan, await run(plan, name, { faults }));
    expect(rowsOf(page, 'approvals')).toEqual([[...cells, result]]);
  });

  test('of a plan without any have no section', () => {
    expect(reportOf(makePlan(), rehearsals.healthy)).not.toContain('<h2>Approvals</h2>');
  });

  test('are marked in the charts', async () => {
    const plan = makePlan({ stages: stages({ timeoutSeconds: 600 }), hold: undefined, health: HEALTH });
    const page = reportOf(plan, await run(plan, 'late', { faults: [{ ...approve, at: 600 }] }));
    for (const label of ['waits for approval', 'approved', 'operator: approve']) {
      expect(page).toContain(`"label":"${label}"`);
    }
  });
});
