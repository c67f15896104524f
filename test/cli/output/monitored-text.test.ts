import { describe, expect, test } from '@jest/globals';
import { estimate } from '../../../lambdas/core/estimate/estimate';
import { gatesLine, probesLine, remainingLine } from '../../../lib/cli/output/monitored-text';
import { planInput, planOf } from '../../support/plans/plans';

const stages = (...percents: number[]) => percents.map((percent) => ({ percent, soakSeconds: 300 }));
const source = 'app/old/0123456789abcdef';
const hold = { seconds: 7_200 };

describe('the line of requests that remain on the old path', () => {
  test('says where and when they are counted, and above what number the path is kept', () => {
    const plan = planOf({ stages: stages(100), hold, remainingTraffic: { source, maxRequestsPerHour: 5 } });
    expect(remainingLine(plan)).toEqual([
      `requests on the old path counted at ${source}, each hour of the hold and at the end;` +
        ' above 5 requests in an hour they are too many, and the old path is kept',
    ]);
  });

  test('says so where they are counted at the end alone, or not at all', () => {
    const atTheEnd = planOf({ stages: stages(100), remainingTraffic: { source } });
    expect(remainingLine(atTheEnd)[0]).toContain(`${source}, at the end; above 60 requests in an hour`);
    expect(remainingLine(planOf({ stages: stages(100) }))).toEqual([
      'requests that still arrive at the old path are not counted (remainingTraffic.source)',
    ]);
  });

  test('is there for an undo with a hold, which proves nothing at the end', () => {
    const down = { direction: 'down', stages: stages(0), remainingTraffic: { source } } as const;
    expect(remainingLine(planOf({ ...down, hold }))).toEqual([
      `requests on the new path counted at ${source}, each hour of the hold;` +
        ' above 60 requests in an hour they are too many',
    ]);
    expect(remainingLine(planOf(down))).toEqual([]);
  });

  test('is missing where the old path keeps some traffic', () => {
    expect(remainingLine(planOf({ stages: stages(25), remainingTraffic: { source } }))).toEqual([]);
  });
});

describe('the line of probes', () => {
  const { smokeTest } = planInput();
  const lineOf = (more: object) => {
    const plan = planOf({ smokeTest: { ...smokeTest, ...more }, hold });
    return probesLine(plan, estimate(plan));
  };

  test('says how soon a failure is decided', () => {
    expect(lineOf({ everySeconds: 5 })[0]).toMatch(
      /a check that fails 3 times in a row reverts, within 22 s of the failure \(in the hold 32 s\)$/,
    );
    const plan = planOf({ smokeTest: { ...smokeTest, everySeconds: 5 } });
    expect(probesLine(plan, estimate(plan))[0]).toMatch(/reverts, within 22 s of the failure$/);
  });

  test('is missing without probes', () => {
    expect(lineOf({})).toEqual([]);
  });
});

describe('the line of gates', () => {
  const gates = [
    { name: 'tests', at: 'before-traffic' as const, timeoutSeconds: 1_800 },
    { name: 'tests', at: 'each-stage' as const },
    { name: 'budget', at: 'soak' as const },
  ];

  test('says when each is asked, and how long it may run', () => {
    expect(gatesLine(planOf({ gates, hold: { seconds: 3_600 } }))).toEqual([
      'tests before any traffic (runs at most 30 min), tests once in each stage (runs at most 15 min),' +
        ' budget every 1 min in soaks and every 10 min in the hold (runs at most 1 min)',
    ]);
  });

  test('says nothing of a hold that the plan does not have', () => {
    expect(gatesLine(planOf({ gates: gates.slice(2) }))).toEqual([
      'budget every 1 min in soaks (runs at most 1 min)',
    ]);
  });

  test('is missing without gates', () => {
    expect(gatesLine(planOf())).toEqual([]);
  });
});
