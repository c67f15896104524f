import { shorten } from '../health/verdict';
import type { SmokeCheckResult } from '../smoke-test/smoke-report';
import type { EcsEvent, HookContract } from './hook-event';

/** What one look at the new tasks came to. */
export interface HookOutcome {
  readonly verdict: 'pass' | 'fail' | 'wait';
  /** At most 1,000 characters. */
  readonly reason: string;
  /** By the service's own name; null when it is not known. */
  readonly stage: string | null;
  readonly checks: readonly SmokeCheckResult[];
}

/** What a hook returns to ECS (Amazon ECS Developer Guide, "Lambda hooks for Amazon ECS service deployments"). */
export interface EcsAnswer {
  readonly hookStatus: 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS';
  /** Seconds until ECS calls again. */
  readonly callBackDelay?: number;
  /** Comes back with the next call. */
  readonly hookDetails?: Readonly<Record<string, unknown>>;
}

/** Between two looks at tasks that are not ready yet. */
export const CHECK_EVERY_SECONDS = 15;

/** A wait that has lasted too long is a failure, with the reason for which it waited. */
export function endOfWait(
  outcome: HookOutcome,
  waited: { readonly sinceMs: number; readonly nowMs: number; readonly atMostSeconds: number },
): HookOutcome {
  const seconds = Math.floor((waited.nowMs - waited.sinceMs) / 1_000);
  return outcome.verdict === 'wait' && seconds >= waited.atMostSeconds
    ? {
        ...outcome,
        verdict: 'fail',
        reason: shorten(
          `not ready after ${seconds} s, more than ${waited.atMostSeconds} s are not given: ${outcome.reason}`,
        ),
      }
    : outcome;
}

/** Since when ECS is kept waiting, epoch milliseconds. A time that is still to come would never end and counts as now. */
export function waitingSince({ hookDetails }: EcsEvent, nowMs: number): number {
  const since = hookDetails.cutoverWaitingSince;
  return since === undefined ? nowMs : Math.min(Date.parse(since), nowMs);
}

/** What ECS is answered. Details of others stay, and carry ours under names of our own. */
export function ecsAnswer(
  { verdict, reason }: HookOutcome,
  given: EcsEvent['hookDetails'],
  sinceMs: number,
): EcsAnswer {
  switch (verdict) {
    case 'pass':
      return { hookStatus: 'SUCCEEDED' };
    case 'fail':
      return { hookStatus: 'FAILED' };
    case 'wait':
      return {
        hookStatus: 'IN_PROGRESS',
        callBackDelay: CHECK_EVERY_SECONDS,
        hookDetails: {
          ...given,
          cutoverWaitingSince: new Date(sinceMs).toISOString(),
          cutoverProgress: shorten(reason, 300),
        },
      };
  }
}

/** Where the console of each partition is. */
const CONSOLES: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/**
 * The deployment's page in the console; null when the console of the partition, or the deployment, is not known.
 * @param deployment id for CodeDeploy, ARN of the service deployment for ECS
 * @param functionArn of the hook, which runs in the deployment's partition and region
 */
export function consoleLink(contract: HookContract, deployment: string, functionArn: string): string | null {
  const [, partition = '', , region = ''] = functionArn.split(':');
  const console = CONSOLES[partition];
  if (console === undefined) {
    return null;
  }
  const origin = `https://${region}.${console}`;
  if (contract === 'codedeploy') {
    return `${origin}/codesuite/codedeploy/deployments/${deployment}?region=${region}`;
  }
  const [, cluster, service] = deployment.split('/');
  if (service === undefined) {
    return null;
  }
  return `${origin}/ecs/v2/clusters/${cluster}/services/${service}/deployments?region=${region}`;
}
