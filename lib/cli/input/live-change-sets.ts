import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { settings } from '../../../lambdas/adapters/clients/settings';
import { cloudformationChangeSets } from '../../../lambdas/adapters/preflight/cloudformation-change-sets';
import type { ChangeSets } from '../../../lambdas/ports';

/** Change sets in AWS, with the credentials that the SDK finds, as AWS's own command line does. */
export function liveChangeSets(region: string | undefined): ChangeSets {
  return cloudformationChangeSets(
    new CloudFormationClient({ ...settings, ...(region === undefined ? {} : { region }) }),
  );
}
