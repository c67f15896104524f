import type { Acknowledgment } from 'aws-cdk-lib';

/** cfn-lint on functions and machines with a role. */
export const roleNamedTwice: Acknowledgment = {
  id: 'cfn-lint::W3005',
  reason:
    'CDK waits for a role together with its policy; that the role alone would be waited for anyway does no harm',
};
