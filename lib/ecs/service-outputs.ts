/**
 * What `cutover appspec` reads of a stack, each the construct's id followed by this. One table for the construct that writes them and the
 * command that reads them.
 */
export const outputNames = {
  taskDefinition: 'TaskDefinitionArn',
  containerName: 'ContainerName',
  containerPort: 'ContainerPort',
  hookFunction: 'HookFunctionArn',
  application: 'CodeDeployApplicationName',
  deploymentGroup: 'CodeDeployDeploymentGroupName',
  cluster: 'ClusterName',
  service: 'ServiceName',
  subnets: 'Subnets',
  securityGroups: 'SecurityGroups',
  url: 'ApiUrl',
} as const;

/** One of the outputs. */
export type OutputName = keyof typeof outputNames;

/** The key of an output, of a construct with this id: only letters and digits may be in it. */
export function outputKey(serviceId: string, name: OutputName): string {
  return `${serviceId.replace(/[^A-Za-z0-9]/g, '')}${outputNames[name]}`;
}
