/**
 * The stack outputs that `cutover appspec` reads; the name of each is the construct's id followed by this
 * text. The construct that writes them and the command that reads them share this table.
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

/** The key of an output in the table. */
export type OutputName = keyof typeof outputNames;

/**
 * The name of an output of the construct with this id. CloudFormation allows only letters and digits in it.
 */
export function outputKey(serviceId: string, name: OutputName): string {
  return `${serviceId.replace(/[^A-Za-z0-9]/g, '')}${outputNames[name]}`;
}
