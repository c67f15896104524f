import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { rehearsalJson } from '../../../lib/cli/output/rehearsal-json';
import { rehearse } from '../../../lib/rehearsal/rehearse';
import { checkScenario } from '../../../lib/rehearsal/scenario';
import { describeEntry } from '../../../lib/rehearsal/timeline/describe-entry';
import type { TimelineEvent } from '../../../lib/rehearsal/timeline/timeline-event';
import { valid } from '../../../tools/golden/golden-files';

const plan = valid(checkPlan(parse(readFileSync(join(__dirname, '../golden/plan.yaml'), 'utf8'))));
const run = async (scenario: object) => {
  const checked = valid(checkScenario(scenario));
  return (await rehearse({ plan, scenario: checked, scenarioName: 'timeline' })).result;
};
const textOf = (event: TimelineEvent, cutover?: number) =>
  describeEntry({ at: 0, ...event, ...(cutover === undefined ? {} : { cutover }) });

describe('timeline', () => {
  test('has typed data for shifts, evaluations and the outcome', async () => {
    const { timeline, stages } = await run({});
    const shifts = timeline.flatMap((entry) => (entry.kind === 'shift' ? [entry.percent] : []));
    expect(shifts).toEqual(stages.map(({ percent }) => percent));
    const first = timeline.find(({ kind }) => kind === 'evaluation');
    expect(first).toMatchObject({ phase: 'soak', percent: shifts[0], verdict: 'inconclusive', move: 'wait' });
    expect(timeline.at(-1)).toMatchObject({ kind: 'outcome', outcome: 'succeeded' });
  });

  test('marks entries of a follow-up cutover, and only those', async () => {
    const { timeline } = await run({
      faults: [{ kind: 'operator', says: 'abort', at: 60 }],
      followUpCutovers: [{ at: 600 }],
    });
    const followUp = timeline.filter(({ cutover }) => cutover === 2);
    expect(followUp[0]).toMatchObject({ at: 600, kind: 'follow-up', plan: plan.name });
    expect(followUp.at(-1)).toMatchObject({ kind: 'outcome', outcome: 'succeeded' });
    expect(new Set(timeline.map(({ cutover }) => cutover))).toEqual(new Set([undefined, 2]));
    expect(
      timeline.filter(({ kind }) => kind === 'alarm').every(({ cutover }) => cutover === undefined),
    ).toBe(true);
  });

  test('prints each entry as JSON with at, kind, event, detail and the data of its kind', async () => {
    const result = await run({ faults: [{ kind: 'errors', rate: 0.5, whenPercentAtLeast: 20 }] });
    const { timeline } = JSON.parse(rehearsalJson(result, null));
    expect(timeline).toEqual(result.timeline.map((entry) => ({ ...entry, ...describeEntry(entry) })));
    for (const entry of timeline) {
      expect(Object.keys(entry).slice(0, 4)).toEqual(['at', 'kind', 'event', 'detail']);
    }
  });
});

describe('text of an entry', () => {
  test('begins with the number of a follow-up cutover', () => {
    const shift = { kind: 'shift', percent: 20, change: 'C1' } as const;
    const detail = '20 % on the new path accepted (change C1)';
    expect(textOf(shift)).toEqual({ event: 'ShiftTraffic', detail });
    expect(textOf(shift, 2)).toEqual({ event: '#2 ShiftTraffic', detail });
  });

  test.each<[string, TimelineEvent, string]>([
    [
      'a smoke check that is rehearsed without its body',
      { kind: 'not-rehearsed', check: 'GET /health' },
      'not rehearsed: GET /health: the expected body; a rehearsal cannot make up one that meets the check',
    ],
    [
      'DNS that serves the new path again',
      { kind: 'data-plane', servesNew: true, alarm: 'new-5xx', state: 'OK' },
      'data plane: serves the new path again: alarm "new-5xx" is OK',
    ],
    [
      'a redrive that is refused',
      { kind: 'operator-refused', action: 'redrive', reason: 'it is RUNNING' },
      'operator refused: redrive: it is RUNNING',
    ],
    [
      'a paused evaluation of the hold',
      {
        ...{ kind: 'evaluation', phase: 'hold', percent: 100, verdict: 'pass', paused: true },
        ...{ move: 'wait', reason: 'paused by operator' },
      } as TimelineEvent,
      'EvaluateHealth: hold: pass, paused, wait: paused by operator',
    ],
  ])('describes %s', (_, event, text) => {
    const { event: head, detail } = textOf(event);
    expect(`${head}: ${detail}`).toBe(text);
  });
});
