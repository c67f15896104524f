import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { reportCommand } from '../../../lib/cli/commands/operator/report';
import { deployedSeries } from '../../../lib/cli/dashboard/deployed';
import { executionReport } from '../../../lib/cli/report/execution-report';
import { checkScenario } from '../../../lib/rehearsal/scenario';
import { atTimes, type TypeCommand } from '../../support/operator/at-times';
import { observedRehearsal } from '../../support/operator/observed-rehearsal';
import { planOf } from '../../support/plans/plans';

const folder = mkdtempSync(join(tmpdir(), 'cutover-'));
afterAll(() => rmSync(folder, { recursive: true }));

const measured = {
  alarms: ['api-new-5xx-rate'],
  compare: { old: 'app/blue/0123456789abcdef', new: 'app/green/0123456789abcdef' },
};
const plan = planOf({
  health: measured,
  stages: [
    { percent: 10, soakSeconds: 1_800 },
    { percent: 100, soakSeconds: 60 },
  ],
});

function scenarioOf(faults: readonly object[]) {
  const checked = checkScenario({ faults });
  if (!checked.ok) {
    throw new Error(JSON.stringify(checked.problems));
  }
  return checked.value;
}

const abort = { kind: 'operator', says: 'abort', by: 'ada', reason: 'wrong build <b>', at: 600 };

describe('the report of a real cutover', () => {
  test('has what happened, who did what, and what users had of it', async () => {
    const { last } = await observedRehearsal({ plan, scenario: scenarioOf([abort]), scenarioName: 'x' }, 600);
    const { startedAt } = last.record;
    const minute = (i: number, errors: number) => ({
      at: startedAt + i * 60_000,
      requests: 100,
      errors,
      latencyMs: 5,
    });
    const health = {
      minutes: async (sources: readonly string[]) =>
        sources[0]?.includes('green') ? [minute(2, 0), minute(3, 50)] : [minute(2, 0), minute(3, 0)],
    };
    const now = startedAt + 3_600_000;
    const series = await deployedSeries(health, last, now);
    const page = executionReport(last, series, now, '1.2.3');
    expect(page).toContain('<strong>reverted</strong>');
    expect(page).toContain('more than 1 % of the requests failed for 1 min');
    expect(page).toContain('400 since the first shift, 200 of them on the new path');
    expect(page).toMatch(
      /<th scope="row">abort<\/th><td>2026-[^<]+<\/td><td>arn:aws:iam::0+:user\/ada<\/td>/,
    );
    expect(page).toContain('wrong build &lt;b&gt;');
    expect(page).toMatch(/id="share-chart"/);
    expect(page).toContain('1.2.3');
  });

  test('says so where nothing is measured, and while it still runs', async () => {
    const file = join(folder, 'running.html');
    const report: TypeCommand = (terminal, dependencies) =>
      reportCommand('api.example.com', { report: file }, terminal, dependencies);
    const input = { plan: planOf(), scenario: scenarioOf([]), scenarioName: 'x' };
    const { typed } = await atTimes(input, [[300, report]]);
    expect(typed[0]).toMatchObject({ out: `api.example.com: soaking. Report: ${file}\n` });
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('It still runs, since 5 min');
    expect(page).toContain('nothing says how both paths are measured');
    expect(page).toContain('Nobody sent a command.');
  });

  test('is not written over anything else', async () => {
    const file = join(folder, 'plan.yaml');
    writeFileSync(file, 'name: api\n');
    const report: TypeCommand = async (terminal, dependencies) =>
      reportCommand(undefined, { report: file }, terminal, dependencies);
    const { typed } = await atTimes({ plan, scenario: scenarioOf([]), scenarioName: 'x' }, [[300, report]]);
    expect(typed[0]?.code).toMatch(/^UsageError: cannot write a report to .*: it is there already/);
    expect(readFileSync(file, 'utf8')).toBe('name: api\n');
  });

  test('the percents are those that shifts and reverts have written', async () => {
    const { last } = await observedRehearsal({ plan, scenario: scenarioOf([abort]), scenarioName: 'x' }, 600);
    const series = await deployedSeries({ minutes: async () => [] }, last, last.record.startedAt + 1);
    expect(series?.percents.map(({ percent }) => percent)).toEqual([0, 10, 0]);
  });
});
