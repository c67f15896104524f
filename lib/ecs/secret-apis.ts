import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { isOfService } from '../workflow/iam/secret-statements';
import type { BlueGreenServiceProps } from './blue-green-props';

/** The APIs that the hook reads its secrets from. */
export function secretApis({ secrets = [] }: BlueGreenServiceProps): InterfaceVpcEndpointAwsService[] {
  const apis = {
    secretsmanager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
    ssm: InterfaceVpcEndpointAwsService.SSM,
  };
  return (['secretsmanager', 'ssm'] as const)
    .filter((service) => secrets.some((secret) => isOfService(secret, service)))
    .map((service) => apis[service]);
}
