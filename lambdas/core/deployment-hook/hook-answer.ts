import { shorten } from '../health/verdict';
import type { SmokeCheckResult } from '../smoke-test/smoke-report';
import type { EcsEvent, HookContract } from './hook-event';

/** The result of one test of the new tasks. */
export interface HookOutcome {
  readonly verdict: 'pass' | 'fail' | 'wait';
  /** At most 1,000 characters. */
  readonly reason: string;
  /** The lifecycle event or stage as the service names it; null if not known. */
  readonly stage: string | null;
  readonly checks: readonly SmokeCheckResult[];
}

/**
 * The response of a hook to ECS (Amazon ECS Developer Guide, "Lambda hooks for Amazon ECS service
 * deployments").
 */
export interface EcsAnswer {
  readonly hookStatus: 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS';
  /** Seconds until ECS invokes the hook again. */
  readonly callBackDelay?: number;
  /** ECS passes these details to the next invocation. */
  readonly hookDetails?: Readonly<Record<string, unknown>>;
}

/** Seconds between two checks of tasks that are not ready. */
export const CHECK_EVERY_SECONDS = 15;

/** Turns a wait that has reached its limit into a failure, with the reason of the wait. */
export function endOfWait(
  outcome: HookOutcome,
  waited: { readonly sinceMs: number; readonly nowMs: number; readonly atMostSeconds: number },
): HookOutcome {
  const seconds = Math.floor((waited.nowMs - waited.sinceMs) / 1_000);
  return outcome.verdict === 'wait' && seconds >= waited.atMostSeconds
    ? {
        ...outcome,
        verdict: 'fail',
        reason: shorten(`not ready after ${seconds} s (limit ${waited.atMostSeconds} s): ${outcome.reason}`),
      }
    : outcome;
}

/**
 * When the wait of ECS began, in epoch milliseconds. A time in the future counts as now, because the wait
 * would never end.
 */
export function waitingSince({ hookDetails }: EcsEvent, nowMs: number): number {
  const since = hookDetails.cutoverWaitingSince;
  return since === undefined ? nowMs : Math.min(Date.parse(since), nowMs);
}

/** The response to ECS. Details of others are kept; ours have names that begin with `cutover`. */
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

/** The console host of each partition. */
const CONSOLES: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/**
 * The URL of the deployment in the console; null if the partition or the deployment is not known.
 * @param deployment the deployment id for CodeDeploy, the ARN of the service deployment for ECS
 * @param functionArn the ARN of the hook, which is in the partition and Region of the deployment
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
