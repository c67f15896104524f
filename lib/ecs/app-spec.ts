import { Scalar, stringify } from 'yaml';

/** Lifecycle events after which the test listener leads to the new tasks (CodeDeploy User Guide, "AppSpec 'hooks' section"). */
export const hookEvents = ['BeforeAllowTraffic', 'AfterAllowTestTraffic'] as const;

export type HookEvent = (typeof hookEvents)[number];

/** What an AppSpec says of one service. */
export interface AppSpecService {
  readonly taskDefinition: string;
  readonly containerName: string;
  readonly containerPort: number;
  readonly hookFunction: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

/** An AppSpec for a blue/green deployment on ECS, but for its version. Platform version and capacity stay those of the service. */
function body(service: AppSpecService, hookAt: HookEvent) {
  return {
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: service.taskDefinition,
            LoadBalancerInfo: { ContainerName: service.containerName, ContainerPort: service.containerPort },
            NetworkConfiguration: {
              AwsvpcConfiguration: {
                Subnets: service.subnets,
                SecurityGroups: service.securityGroups,
                AssignPublicIp: 'DISABLED',
              },
            },
          },
        },
      },
    ],
    Hooks: [{ [hookAt]: service.hookFunction }],
  };
}

/** As YAML. The version is 0.0, with its fraction: CodeDeploy takes no other (CodeDeploy User Guide, "AppSpec file structure"). */
export function appSpecYaml(service: AppSpecService, hookAt: HookEvent): string {
  const version = new Scalar(0);
  version.minFractionDigits = 1;
  return stringify({ version, ...body(service, hookAt) }, { lineWidth: 0 });
}

/** As JSON. */
export function appSpecJson(service: AppSpecService, hookAt: HookEvent): string {
  // Nothing in JavaScript writes 0 as 0.0.
  return JSON.stringify({ version: 0, ...body(service, hookAt) }, null, 2).replace(
    '"version": 0,',
    '"version": 0.0,',
  );
}
