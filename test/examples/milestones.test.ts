import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { deployments as additiveDeployments } from '../../examples/additive/deployments';
import { dnsLastDeployments } from '../../examples/dns-last/deployments';
import { upgradeDeployments } from '../../examples/infrastructure-upgrade/deployments';
import { type CalendarEntry, calendarOf } from '../../lambdas/core/estimate/calendar';
import { checkMilestones, withMilestones } from '../../lambdas/core/estimate/milestones';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { valid } from '../../tools/golden/golden-files';

const ROOT = join(__dirname, '../..');

/** The day on which the guides start: a Monday. */
const START = Date.parse('2027-01-11T08:00:00+01:00');

/** Where the cutover is in the order of the deployments: it runs when "validate" has been deployed. */
const BEFORE = ['add', 'validate'];

const examples = {
  additive: additiveDeployments,
  'dns-last': dnsLastDeployments,
  'infrastructure-upgrade': upgradeDeployments,
} as const;

function read(example: string, file: string): unknown {
  return parse(readFileSync(join(ROOT, 'examples', example, file), 'utf8'));
}

describe.each(Object.entries(examples))('the milestones of %s', (example, deployments) => {
  const plan = valid(checkPlan(read(example, 'plan.yaml')));
  const cutover = calendarOf(plan, START);
  const entries = withMilestones(cutover, valid(checkMilestones(read(example, 'milestones.yaml'))));
  const deploymentOf = ({ command }: CalendarEntry) => /-c deployment=([a-z-]+)$/.exec(command ?? '')?.[1];

  test('are all deployments of the example, in their order, with the cutover between them', () => {
    const order = entries.flatMap((entry) => deploymentOf(entry) ?? (entry === cutover[0] ? 'cutover' : []));
    const after = deployments.filter((one) => one !== 'exists' && !BEFORE.includes(one));
    expect(order).toEqual([...BEFORE, 'cutover', ...after]);
  });

  test('fall on working days when the cutover starts on a Monday', () => {
    const days = entries
      .filter(({ phase }) => phase === 'milestone')
      .map(({ from, what }) => [what, new Date(from).getUTCDay()] as const);
    expect(days.filter(([, day]) => day === 0 || day === 6)).toEqual([]);
  });

  test('have the commands that the guide has', () => {
    const guide = readFileSync(join(ROOT, 'docs', 'guide', `${example}.md`), 'utf8');
    const named = [...guide.matchAll(/^\|.*`(cdk deploy [^`]+)`/gm)].map(([, command]) => command);
    const commands = entries.filter(deploymentOf).map(({ command }) => command);
    expect(named.filter((command) => !commands.includes(command))).toEqual([]);
    expect(example === 'additive' ? [] : commands.filter((command) => !named.includes(command))).toEqual([]);
  });
});
