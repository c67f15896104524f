import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

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

/**
 * What the names of a service's outputs begin with: its id, as long as no other service of the stack has
 * taken it, otherwise with the ids of what it is in before it: `OrdersApi` for the service `Api` in `Orders`.
 */
export function outputPrefix(service: IConstruct): string {
  const stack = Stack.of(service);
  const taken = stack.node
    .findAll()
    .filter((one) => one instanceof CfnOutput && one.node.scope !== service)
    .map((one) => stack.resolve((one as CfnOutput).logicalId));
  const ids = service.node.scopes.slice(service.node.scopes.indexOf(stack) + 1).map(({ node }) => node.id);
  const longer = ids.map((_, i) => ids.slice(ids.length - 1 - i).join(''));
  const names = Object.keys(outputNames) as OutputName[];
  const isFree = (prefix: string) => !names.some((name) => taken.includes(outputKey(prefix, name)));
  return longer.find(isFree) ?? `${service.node.id}${service.node.addr.slice(-8)}`;
}
