import type { Acknowledgment } from 'aws-cdk-lib';

/** What cfn-lint reports on functions and state machines that have a role. */
export const redundantRoleDependency: Acknowledgment = {
  id: 'cfn-lint::W3005',
  reason:
    'CDK adds an explicit dependency on the role to the one on its policy; the reference to the role ' +
    'implies it already, so it is redundant but harmless',
};
