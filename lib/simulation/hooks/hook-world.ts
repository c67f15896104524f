import { codeDeployHook } from '../../../lambdas/adapters/deployments/codedeploy-hook';
import { ecsHook } from '../../../lambdas/adapters/deployments/ecs-hook';
import { elbListeners } from '../../../lambdas/adapters/deployments/elb-listeners';
import { elbTargetHealth } from '../../../lambdas/adapters/preflight/elb-target-health';
import { checkHookPlan, type HookPlan } from '../../../lambdas/core/deployment-hook/hook-plan';
import { ServiceBusyError } from '../../../lambdas/core/shared/errors';
import { validated } from '../../../lambdas/core/validation/validated';
import type { Clock } from '../../../lambdas/ports';
import type { HookPorts } from '../../../lambdas/steps/hooks/deployment-hook';
import { type Caller, Calls } from '../../rehearsal/aws/calls';
import { Process } from '../../rehearsal/aws/process';
import { worldSecrets } from '../../rehearsal/aws/secrets';
import { seededRandom } from '../../rehearsal/kernel/random';
import { VirtualClock } from '../../rehearsal/kernel/virtual-clock';
import type { HookCase, HookFault } from './hook-case';
import { probeOf } from './hook-probe';
import type { HookRun, RecordedInvocation } from './hook-record';
import { type ServiceCall, servicesOf } from './hook-services';

export const HOOK_START = Date.parse('2026-11-20T12:00:00.000Z');

/** CodeDeploy waits for the outcome of a hook for an hour (AWS CodeDeploy User Guide, "AppSpec 'hooks'"). */
const CODEDEPLOY_WAITS_MS = 3_600_000;

/** The errors that faults give. */
const ERRORS = {
  throttled: { error: 'ThrottlingException', busy: true, afterEffect: false },
  down: { error: 'ServiceUnavailable', busy: false, afterEffect: false },
  denied: { error: 'AccessDeniedException', busy: false, afterEffect: false },
  'answer-lost': { error: 'InternalFailure', busy: false, afterEffect: true },
} as const;

/** The checked plan of a case. @throws ValidationError for one that the construct would refuse */
export function hookPlanOf({ plan }: Pick<HookCase, 'plan'>): HookPlan {
  return validated('the plan of the hook is not valid', checkHookPlan(plan));
}

/** An account with one deployment, whose services the hook reaches through the real adapters. */
export class HookWorld {
  readonly clock = new VirtualClock(HOOK_START);
  readonly plan: HookPlan;
  accepted: HookRun['accepted'] = null;
  private readonly calls: Calls;
  private readonly services: (command: object) => ServiceCall;

  constructor(private readonly drawn: HookCase) {
    this.plan = hookPlanOf(drawn);
    this.calls = new Calls(this.clock, seededRandom(drawn.seed));
    this.services = servicesOf({
      drawn,
      nowMs: () => this.nowMs(),
      report: (status) => this.report(status),
    });
    for (const fault of drawn.faults) {
      this.scheduled(fault);
    }
  }

  /** Milliseconds since the first invocation. */
  nowMs(): number {
    return this.clock.now() - HOOK_START;
  }

  /** What an invocation works through, and what it does there. Nothing of it has an effect once it is cut. */
  portsOf(invocation: RecordedInvocation): { readonly ports: HookPorts; readonly cut: () => void } {
    const process = new Process();
    const caller = this.calls.of(process);
    let isCut = false;
    const clock: Clock = {
      now: () => this.clock.now(),
      aheadMs: () => 0,
      sleep: async (ms) => {
        await this.clock.sleep(ms);
        return isCut ? new Promise(() => undefined) : undefined;
      },
    };
    const send = ((command: object) => {
      const { service, operation, about, work } = this.services(command);
      return this.recorded(invocation, caller, about).call(service, operation, work);
    }) as never;
    const log = (message: string, detail: object = {}) =>
      void invocation.lines.push({ message, detail: { ...detail } });
    const ports: HookPorts = {
      ...{ plan: this.plan, clock, log: { info: log, error: log } },
      ...{ codeDeploy: codeDeployHook({ send }), ecs: ecsHook({ send }) },
      ...{ listeners: elbListeners({ send }), targets: elbTargetHealth({ send }) },
      secrets: worldSecrets(this.recorded(invocation, caller, ''), this.plan.checks),
      probeTo: (place) =>
        probeOf({ place, drawn: this.drawn, plan: this.plan, clock, invocation, start: HOOK_START }),
    };
    const cut = () => {
      isCut = true;
      process.kill();
    };
    return { ports, cut };
  }

  /** The calls of an invocation, with a record of each. */
  private recorded({ calls }: RecordedInvocation, caller: Caller, about: string): Caller {
    return {
      call: async (service, operation, work, attempts) => {
        const api = `${service}:${operation}`;
        const call = { api, about, sentMs: this.nowMs(), effectMs: null, answeredMs: null, failure: null };
        const record: RecordedInvocation['calls'][number] = call;
        calls.push(record);
        let isRefused = false;
        const noted = async () => {
          record.effectMs = this.nowMs();
          try {
            return await work();
          } catch (error) {
            isRefused = true;
            throw error;
          }
        };
        try {
          return await caller.call(service, operation, noted, attempts);
        } catch (error) {
          record.failure = isRefused ? null : error instanceof ServiceBusyError ? 'busy' : 'other';
          throw error;
        } finally {
          record.answeredMs = this.nowMs();
        }
      },
    };
  }

  private report(status: string): boolean {
    const isFirst = this.accepted === null && this.nowMs() < CODEDEPLOY_WAITS_MS;
    if (isFirst) {
      this.accepted = { status, atMs: this.nowMs() };
    }
    return isFirst;
  }

  private scheduled({ api, kind, from, to, seconds = 0 }: HookFault): void {
    this.clock.schedule(HOOK_START + from * 1_000, () => {
      const fault =
        kind === 'slow' ? this.calls.slowDown(api, seconds) : this.calls.disturb({ api, ...ERRORS[kind] });
      this.clock.schedule(HOOK_START + to * 1_000, () => fault.end());
    });
  }
}
