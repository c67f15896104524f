import {
  type AppSpecCapacity,
  type AppSpecHook,
  type AppSpecNetwork,
  type HookEvent,
  lifecycleEvents,
} from '../../../lambdas/core/deployments/appspec';
import { UsageError } from '../../shared/usage-error';
import type { ServiceOutputs } from './stack-outputs';

/** The options of `cutover appspec` that replace or add to what the stack says. */
export interface AppSpecOverrides {
  readonly containerName?: string;
  readonly containerPort?: string;
  readonly platformVersion?: string;
  readonly subnets?: string;
  readonly securityGroups?: string;
  readonly assignPublicIp?: boolean;
  readonly capacityProvider?: readonly string[];
  readonly hook?: readonly string[];
}

/** @throws UsageError for what is not a port */
export function port(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 65_535) {
    return number;
  }
  throw new UsageError(`the container port is "${text}"; must be a port from 1 to 65535`);
}

/**
 * The version of Fargate.
 * @throws UsageError for what is not one
 */
export function platformOf({ platformVersion }: AppSpecOverrides): string | undefined {
  if (platformVersion !== undefined && !/^(LATEST|\d+\.\d+\.\d+)$/.test(platformVersion)) {
    throw new UsageError(
      `--platform-version is "${platformVersion}"; must be LATEST, or a version such as 1.4.0`,
    );
  }
  return platformVersion;
}

/**
 * The network of the new tasks: that of the stack, but for what is given.
 * @throws UsageError for what are not ids, or too many of them
 */
export function networkOf(options: AppSpecOverrides, read: ServiceOutputs['read']): AppSpecNetwork {
  const { subnets, securityGroups, assignPublicIp = false } = options;
  return {
    subnets: subnets === undefined ? read('subnets').split(',') : idsIn('--subnets', subnets, 'subnet', 16),
    securityGroups:
      securityGroups === undefined
        ? read('securityGroups').split(',')
        : idsIn('--security-groups', securityGroups, 'sg', 5),
    assignPublicIp,
  };
}

/** The numbers of ids are those of the Amazon ECS API Reference, AwsVpcConfiguration. */
function idsIn(option: string, text: string, prefix: string, atMost: number): readonly string[] {
  const ids = text.split(',').map((id) => id.trim());
  const wrong = ids.find((id) => !new RegExp(`^${prefix}-[0-9a-f]{8,17}$`).test(id));
  if (wrong !== undefined) {
    throw new UsageError(
      `${option} has "${wrong}"; must be ids separated by commas, such as ${prefix}-0123456789abcdef0`,
    );
  }
  if (ids.length > atMost) {
    throw new UsageError(`${option} has ${ids.length} ids; must have at most ${atMost}`);
  }
  return ids;
}

/**
 * The capacity that the new tasks run on; empty for that of the service.
 * @throws UsageError for what ECS would refuse (Amazon ECS API Reference, CapacityProviderStrategyItem)
 */
export function capacityOf({ capacityProvider = [] }: AppSpecOverrides): readonly AppSpecCapacity[] {
  const all = capacityProvider.map((text) => {
    const [, name = '', weight = '', base = '0'] = /^([\w-]+)=(\d{1,4})(?::(\d{1,6}))?$/.exec(text) ?? [];
    if (weight === '' || Number(weight) > 1_000 || Number(base) > 100_000) {
      throw new UsageError(
        `--capacity-provider is "${text}"; must be PROVIDER=WEIGHT or PROVIDER=WEIGHT:BASE, with a weight` +
          ' from 0 to 1000 and a base from 0 to 100000, such as FARGATE_SPOT=3',
      );
    }
    return { capacityProvider: name, weight: Number(weight), base: Number(base) };
  });
  const names = all.map((one) => one.capacityProvider);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new UsageError(`--capacity-provider names ${twice} twice; name each provider once`);
  }
  if (all.filter(({ base }) => base > 0).length > 1) {
    throw new UsageError('--capacity-provider has several bases; must have at most one base above 0');
  }
  if (all.length > 0 && all.every(({ weight }) => weight === 0)) {
    throw new UsageError('--capacity-provider has only weights of 0; must have one above 0');
  }
  return all;
}

/**
 * The hooks beside that of the stack.
 * @param taken the event of the stack's hook
 * @throws UsageError for an unknown event, or one that has a hook already
 */
export function hooksOf({ hook = [] }: AppSpecOverrides, taken: HookEvent): readonly AppSpecHook[] {
  const all = hook.map((text) => {
    const [event = '', ...rest] = text.split('=');
    const at = lifecycleEvents.find((one) => one === event);
    const functionName = rest.join('=');
    if (at === undefined || !/^[\w:$-]{1,170}$/.test(functionName)) {
      throw new UsageError(
        `--hook is "${text}"; must be EVENT=FUNCTION, with a function's name or ARN and one of the events` +
          ` ${lifecycleEvents.join(', ')}`,
      );
    }
    return { at, functionName };
  });
  const events = [taken, ...all.map(({ at }) => at)];
  const twice = events.find((event, i) => events.indexOf(event) !== i);
  if (twice !== undefined) {
    throw new UsageError(
      twice === taken
        ? `--hook names ${twice}, at which the hook of the stack runs; name another event, or move it` +
            ' with --hook-at'
        : `--hook names ${twice} twice; CodeDeploy calls one function for each event`,
    );
  }
  return all;
}
