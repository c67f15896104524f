import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import type { RouterKind } from '../../lambdas/core/routers/router-schema';
import { defaultAllowedHosts, hostOf } from '../../lambdas/core/smoke-test/allowed-hosts';
import { rehearse } from '../../lib/rehearsal/rehearse';
import { checkScenario } from '../../lib/rehearsal/scenario';
import { withRouter } from '../../lib/simulation/other-router';
import { valid } from '../../tools/golden/golden-files';

const golden = (name: string) =>
  valid(checkPlan(parse(readFileSync(join(__dirname, 'golden', `${name}.yaml`), 'utf8'))));

/** Aborts at so many seconds. Route 53 is slow, and its changes stay pending, so that every state lasts. */
async function abortedAt(at: number, planName: string, kind: RouterKind = 'route53') {
  const plan = golden(planName);
  const scenario = valid(
    checkScenario({
      faults: [
        { kind: 'operator', says: 'abort', reason: 'orders are missing', at },
        { kind: 'slow-api', api: 'elbv2', seconds: 5, at: 0, forSeconds: 60 },
        { kind: 'stuck-pending', at: 0, forSeconds: 300 },
      ],
    }),
  );
  const percents: { readonly at: number; readonly percent: number }[] = [];
  const name = hostOf(plan);
  const { result } = await rehearse(
    {
      plan: withRouter(plan, kind),
      ...{ scenario, scenarioName: 'abort' },
      allowedHosts: [...defaultAllowedHosts(name), name],
    },
    {
      world: (world) =>
        world.split.onChange((percent) =>
          percents.push({ at: (world.clock.now() - Date.UTC(2026, 0, 5)) / 1_000, percent }),
        ),
    },
  );
  return { result, percents };
}

const TIMES = [1, 3, 6, 12, 40, 90, 200, 320, 420, 700, 900, 1_200, 1_500];

describe('an abort at any time', () => {
  test.each([
    ['plan', 'route53'],
    ['plan', 'cloudfront-kvs'],
    ['plan', 'alb'],
    ['plan-that-prepares', 'route53'],
    ['plan-with-deployments', 'route53'],
  ] as const)(
    'ends the cutover of %s (%s) within two seconds, and nothing rises after it',
    async (planName, kind) => {
      for (const at of TIMES) {
        const { result, percents } = await abortedAt(at, planName, kind);
        const ended = result.timeline.some((one) => one.kind === 'outcome' && one.at <= at);
        if (ended) {
          continue;
        }
        expect({ at, outcome: result.outcome }).toEqual({
          at,
          outcome: expect.stringMatching(/^(rejected|reverted)$/),
        });
        expect(result.reason).toContain('aborted by arn:aws:iam::000000000000:user/operator');
        const decidedAt = result.revert?.decidedAt ?? result.durationSeconds;
        expect({ at, late: decidedAt - at > 2 }).toEqual({ at, late: false });
        const before = percents.findLast((one) => one.at <= at)?.percent ?? 0;
        const raised = percents.filter((one) => one.at > at + 2 && one.percent > before);
        expect({ at, raised }).toEqual({ at, raised: [] });
        expect(result.traffic.finalPercent).toBe(0);
      }
    },
    120_000,
  );
});
