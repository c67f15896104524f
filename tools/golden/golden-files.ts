import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import type { Policy } from '../../lambdas/core/policy/policy';
import { checkPolicy } from '../../lambdas/core/policy/policy-checks';
import { type Checked, describeProblems } from '../../lambdas/core/validation/problems';
import { type RehearsalInput, rehearse } from '../../lib/rehearsal/rehearse';
import type { RehearsalResult } from '../../lib/rehearsal/result';
import { checkScenario } from '../../lib/rehearsal/scenario';
import { describeEntry } from '../../lib/rehearsal/timeline/describe-entry';
import type { TimelineEntry } from '../../lib/rehearsal/timeline/timeline-event';

const ROOT = join(__dirname, '../..');
const GOLDEN = join(ROOT, 'test', 'rehearsal', 'golden');

/** Scenarios with another plan than their folder's, by the first word of their name. */
const VARIANTS: Readonly<Record<string, string>> = {
  accepts: join(GOLDEN, 'plan-that-accepts.yaml'),
  approval: join(GOLDEN, 'plan-with-approval.yaml'),
  calendar: join(GOLDEN, 'plan-with-calendars.yaml'),
  freeze: join(GOLDEN, 'plan-with-a-calendar-and-a-lead.yaml'),
  certificate: join(ROOT, 'examples', 'api.yaml'),
  compared: join(GOLDEN, 'plan-with-comparison.yaml'),
  both: join(GOLDEN, 'plan-that-prepares-and-deploys.yaml'),
  dns: join(ROOT, 'examples', 'dns-last', 'plan.yaml'),
  edge: join(ROOT, 'examples', 'edge', 'plan.yaml'),
  deploys: join(GOLDEN, 'plan-with-deployments.yaml'),
  elsewhere: join(GOLDEN, 'plan-with-alarms-elsewhere.yaml'),
  data: join(GOLDEN, 'plan-with-health-check.yaml'),
  hosts: join(GOLDEN, 'plan-with-healthy-hosts.yaml'),
  prepared: join(GOLDEN, 'plan-that-prepares.yaml'),
  gated: join(GOLDEN, 'plan-that-prepares-and-asks.yaml'),
  gates: join(GOLDEN, 'plan-with-gates.yaml'),
  hold: join(GOLDEN, 'plan-with-a-long-hold.yaml'),
  groups: join(GOLDEN, 'plan-with-target-groups.yaml'),
  instances: join(GOLDEN, 'plan-of-instances.yaml'),
  back: join(GOLDEN, 'plan-with-target-groups-back.yaml'),
  measured: join(GOLDEN, 'plan-with-requests.yaml'),
  unmeasured: join(GOLDEN, 'plan-without-a-measure.yaml'),
  whole: join(GOLDEN, 'plan-with-a-whole-balancer.yaml'),
  old: join(GOLDEN, 'plan-with-old-targets.yaml'),
  remaining: join(GOLDEN, 'plan-that-reports-what-remains.yaml'),
  probes: join(GOLDEN, 'plan-that-probes.yaml'),
  proof: join(GOLDEN, 'plan-to-decommission.yaml'),
  secrets: join(GOLDEN, 'plan-with-secrets.yaml'),
  stack: join(GOLDEN, 'plan-with-change-set.yaml'),
  two: join(GOLDEN, 'plan-with-two-approvals.yaml'),
  takeover: join(GOLDEN, 'plan-that-takes-over.yaml'),
  quarter: join(GOLDEN, 'plan-to-a-quarter.yaml'),
  onward: join(GOLDEN, 'plan-that-goes-on.yaml'),
  undo: join(GOLDEN, 'plan-that-undoes.yaml'),
  name: join(GOLDEN, 'plan-of-one-type.yaml'),
  wildcard: join(GOLDEN, 'plan-of-a-wildcard.yaml'),
  https: join(GOLDEN, 'plan-with-https.yaml'),
  limit: join(GOLDEN, 'plan-with-a-long-comparison.yaml'),
  waiting: join(GOLDEN, 'plan-that-waits-to-know.yaml'),
  unknown: join(GOLDEN, 'plan-that-accepts-the-unknown.yaml'),
  balanced: join(GOLDEN, 'plan-with-a-load-balancer.yaml'),
  uncompared: join(GOLDEN, 'plan-that-compares-nothing.yaml'),
};

/** Scenarios of a deployment with a policy, by their name. */
const POLICIES: Readonly<Record<string, string>> = {
  'takeover-under-a-policy': join(GOLDEN, 'policy.yaml'),
  'production-name-is-required': join(GOLDEN, 'policy-that-requires-the-production-name.yaml'),
  'two-persons-approve': join(GOLDEN, 'policy-of-approvals.yaml'),
};

/** The hosts that smoke tests may call, of scenarios whose plan asks others than the default ones. */
const ALLOWED_HOSTS: Readonly<Record<string, readonly string[]>> = {
  edge: ['*.execute-api.us-east-1.amazonaws.com'],
};

/** A rehearsal whose expected result is in a file. */
export interface Golden {
  readonly name: string;
  readonly planFile: string;
  readonly scenarioFile: string;
  readonly resultFile: string;
}

/** The content of a golden file: the result, with the timeline as one line for each entry. */
export interface GoldenResult extends Omit<RehearsalResult, 'timeline' | 'scenario'> {
  readonly timeline: readonly string[];
}

export interface GoldenRun {
  readonly result: GoldenResult;
  /** `cutover.ShiftTraffic`, and `cutover.NextMove Choices[0]` for a branch. */
  readonly visited: ReadonlySet<string>;
}

/** The built-in scenarios with the example plan, and the scenarios of the folder with its own plan. */
export function goldens(): Golden[] {
  return [
    ...goldensOf(join(ROOT, 'examples', 'scenarios'), join(ROOT, 'examples', 'api.yaml')),
    ...goldensOf(GOLDEN, join(GOLDEN, 'plan.yaml')),
  ];
}

function goldensOf(folder: string, planFile: string): Golden[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && !/^(plan|policy)/.test(file))
    .sort()
    .map((file) => {
      const name = basename(file, '.yaml');
      return {
        name,
        planFile: VARIANTS[name.split('-')[0] ?? ''] ?? planFile,
        scenarioFile: join(folder, file),
        resultFile: join(GOLDEN, 'results', `${name}.json`),
      };
    });
}

/** The policy of the deployment in a golden rehearsal; undefined without one. */
export function policyOf({ name }: Golden): Policy | undefined {
  const file = POLICIES[name];
  return file === undefined ? undefined : valid(checkPolicy(parse(readFileSync(file, 'utf8'))));
}

/** The plan, scenario and policy of a golden rehearsal. */
export function goldenInput(golden: Golden): RehearsalInput {
  const policy = policyOf(golden);
  const allowedHosts = ALLOWED_HOSTS[golden.name.split('-')[0] ?? ''];
  return {
    plan: valid(checkPlan(parse(readFileSync(golden.planFile, 'utf8')), allowedHosts)),
    ...(allowedHosts === undefined ? {} : { allowedHosts }),
    scenario: valid(checkScenario(parse(readFileSync(golden.scenarioFile, 'utf8')))),
    scenarioName: golden.name,
    ...(policy === undefined ? {} : { policy }),
    ...(golden.name === 'input-is-not-a-plan' ? { executionInput: { name: 'api' } } : {}),
  };
}

export async function runGolden(golden: Golden): Promise<GoldenRun> {
  const visited = new Set<string>();
  const { result } = await rehearse(goldenInput(golden), {
    trace: (machine, event) => {
      if (event.kind === 'entered') {
        visited.add(`${machine}.${event.state}`);
      } else if (event.kind === 'branch') {
        visited.add(`${machine}.${event.state} ${event.branch}`);
      }
    },
  });
  const { timeline, scenario: _, ...rest } = result;
  return {
    result: { ...rest, timeline: timeline.map(lineOf) },
    visited,
  };
}

export function valid<T>(checked: Checked<T>): T {
  if (!checked.ok) {
    throw new Error(describeProblems(checked.problems));
  }
  return checked.value;
}

function lineOf(entry: TimelineEntry): string {
  const { event, detail } = describeEntry(entry);
  return `${entry.at} ${event}: ${detail}`;
}

/** The text of a golden file. */
export function goldenText(result: GoldenResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
