/**
 * Lifecycle events at which the test listener already forwards to the new tasks.
 * Source: CodeDeploy User Guide, "AppSpec 'hooks' section".
 */
export const hookEvents = ['BeforeAllowTraffic', 'AfterAllowTestTraffic'] as const;

export type HookEvent = (typeof hookEvents)[number];

/**
 * The lifecycle events at which CodeDeploy can call a function, in the order of a deployment to ECS.
 * Source: CodeDeploy User Guide, "List of lifecycle event hooks for an Amazon ECS deployment".
 */
export const lifecycleEvents = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
] as const;

export type LifecycleEvent = (typeof lifecycleEvents)[number];

/** A Lambda function that CodeDeploy calls at a lifecycle event. */
export interface AppSpecHook {
  readonly at: LifecycleEvent;
  /** Its name or its ARN. */
  readonly functionName: string;
}

/** A part of the capacity that the new tasks run on. */
export interface AppSpecCapacity {
  readonly capacityProvider: string;
  /** Tasks beyond `base` are divided by these weights: 0 to 1,000. */
  readonly weight: number;
  /** The least number of tasks on it: 0 to 100,000. */
  readonly base: number;
}

/** The network of the new tasks. */
export interface AppSpecNetwork {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  /** @default false */
  readonly assignPublicIp?: boolean;
}

/** One ECS service in an AppSpec. */
export interface AppSpecService {
  readonly taskDefinition: string;
  readonly containerName: string;
  readonly containerPort: number;
  /** At most one for each lifecycle event. @default - none */
  readonly hooks?: readonly AppSpecHook[];
  /** @default - that of the service */
  readonly network?: AppSpecNetwork;
  /** The version of Fargate, such as `1.4.0` or `LATEST`. @default - that of the service */
  readonly platformVersion?: string | undefined;
  /** @default - that of the service */
  readonly capacity?: readonly AppSpecCapacity[];
}

/** The AppSpec of a blue/green deployment to ECS, without its version. */
export function appSpecBody(service: AppSpecService): object {
  const { taskDefinition, containerName, containerPort, platformVersion, network, hooks = [] } = service;
  const { capacity = [] } = service;
  const hooksInOrder = lifecycleEvents.flatMap((event) => hooks.filter(({ at }) => at === event));
  return {
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: taskDefinition,
            LoadBalancerInfo: { ContainerName: containerName, ContainerPort: containerPort },
            ...(platformVersion === undefined ? {} : { PlatformVersion: platformVersion }),
            ...(network === undefined ? {} : { NetworkConfiguration: networkConfiguration(network) }),
            ...(capacity.length === 0 ? {} : { CapacityProviderStrategy: capacity.map(capacityProvider) }),
          },
        },
      },
    ],
    ...(hooks.length === 0 ? {} : { Hooks: hooksInOrder.map((hook) => ({ [hook.at]: hook.functionName })) }),
  };
}

function networkConfiguration({ subnets, securityGroups, assignPublicIp = false }: AppSpecNetwork): object {
  return {
    AwsvpcConfiguration: {
      Subnets: subnets,
      SecurityGroups: securityGroups,
      AssignPublicIp: assignPublicIp ? 'ENABLED' : 'DISABLED',
    },
  };
}

function capacityProvider({ base, capacityProvider, weight }: AppSpecCapacity): object {
  return { Base: base, CapacityProvider: capacityProvider, Weight: weight };
}

/**
 * The AppSpec as JSON. Its version must be written as 0.0.
 * Source: CodeDeploy User Guide, "AppSpec file structure".
 */
export function appSpecJson(service: AppSpecService): string {
  // JSON.stringify cannot write 0 as 0.0.
  const json = JSON.stringify({ version: 0, ...appSpecBody(service) }, null, 2);
  return json.replace('"version": 0,', '"version": 0.0,');
}
