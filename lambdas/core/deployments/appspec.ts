/** Lifecycle events after which the test listener leads to the new tasks (CodeDeploy User Guide, "AppSpec 'hooks' section"). */
export const hookEvents = ['BeforeAllowTraffic', 'AfterAllowTestTraffic'] as const;

export type HookEvent = (typeof hookEvents)[number];

/** What an AppSpec says of one service. */
export interface AppSpecService {
  readonly taskDefinition: string;
  readonly containerName: string;
  readonly containerPort: number;
  /** A Lambda function that is asked before production traffic moves; absent: none. */
  readonly hook?: { readonly at: HookEvent; readonly functionName: string };
  /** Where the new tasks run; absent: where the service has them. */
  readonly network?: { readonly subnets: readonly string[]; readonly securityGroups: readonly string[] };
}

/** An AppSpec for a blue/green deployment on ECS, but for its version. Platform version and capacity stay those of the service. */
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

/** As JSON. The version is 0.0, with its fraction: CodeDeploy takes no other (CodeDeploy User Guide, "AppSpec file structure"). */
export function appSpecJson(service: AppSpecService): string {
  // Nothing in JavaScript writes 0 as 0.0.
  const json = JSON.stringify({ version: 0, ...appSpecBody(service) }, null, 2);
  return json.replace('"version": 0,', '"version": 0.0,');
}
