import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { settings } from '../../../lambdas/adapters/clients/settings';
import { cloudformationChangeSets } from '../../../lambdas/adapters/preflight/cloudformation-change-sets';
import type { ChangeSets } from '../../../lambdas/ports';

/** Reads change sets in AWS with the SDK's default credentials, as the AWS CLI does. */
export function liveChangeSets(region: string | undefined): ChangeSets {
  return cloudformationChangeSets(
    new CloudFormationClient({ ...settings, ...(region === undefined ? {} : { region }) }),
  );
}
