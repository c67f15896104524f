/**
 * Lifecycle events at which the test listener already forwards to the new tasks.
 * Source: CodeDeploy User Guide, "AppSpec 'hooks' section".
 */
export const hookEvents = ['BeforeAllowTraffic', 'AfterAllowTestTraffic'] as const;

export type HookEvent = (typeof hookEvents)[number];

/** One ECS service in an AppSpec. */
export interface AppSpecService {
  readonly taskDefinition: string;
  readonly containerName: string;
  readonly containerPort: number;
  /** A Lambda function that CodeDeploy calls before it shifts production traffic; absent: none. */
  readonly hook?: { readonly at: HookEvent; readonly functionName: string };
  /** The network of the new tasks; absent: that of the service. */
  readonly network?: { readonly subnets: readonly string[]; readonly securityGroups: readonly string[] };
}

/**
 * The AppSpec of a blue/green deployment to ECS, without its version. Platform version and capacity stay
 * those of the service.
 */
export function appSpecBody({
  taskDefinition,
  containerName,
  containerPort,
  hook,
  network,
}: AppSpecService): object {
  const awsvpc = {
    Subnets: network?.subnets,
    SecurityGroups: network?.securityGroups,
    AssignPublicIp: 'DISABLED',
  };
  return {
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: taskDefinition,
            LoadBalancerInfo: { ContainerName: containerName, ContainerPort: containerPort },
            ...(network === undefined ? {} : { NetworkConfiguration: { AwsvpcConfiguration: awsvpc } }),
          },
        },
      },
    ],
    ...(hook === undefined ? {} : { Hooks: [{ [hook.at]: hook.functionName }] }),
  };
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
