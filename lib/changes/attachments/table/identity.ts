import type { Attachment } from '../attachment';

const POOLS = 'Amazon Cognito, "Amazon Cognito user pools"';

/** Sign-in of users. */
export const IDENTITY: readonly Attachment[] = [
  {
    types: [
      'AWS::Cognito::UserPoolClient',
      'AWS::Cognito::UserPoolDomain',
      'AWS::Cognito::UserPoolGroup',
      'AWS::Cognito::UserPoolResourceServer',
      'AWS::Cognito::UserPoolUser',
      'AWS::Cognito::LogDeliveryConfiguration',
    ],
    targets: ['UserPoolId'],
    risk: 'safe',
    why: 'clients and users that exist do not use it',
    source: POOLS,
  },
  {
    types: [
      'AWS::Cognito::UserPoolIdentityProvider',
      'AWS::Cognito::UserPoolUICustomizationAttachment',
      'AWS::Cognito::ManagedLoginBranding',
      'AWS::Cognito::Terms',
      'AWS::Cognito::UserPoolUserToGroupAttachment',
      'AWS::Cognito::IdentityPoolPrincipalTag',
      'AWS::Cognito::UserPoolReplica',
      'AWS::Cognito::UserPoolRegionalConfigurationAttachment',
    ],
    targets: ['UserPoolId', 'IdentityPoolId'],
    risk: 'medium',
    why: 'users see other sign-in pages, or get other groups and tags',
    source: POOLS,
  },
  {
    types: ['AWS::Cognito::UserPoolRiskConfigurationAttachment'],
    targets: ['UserPoolId'],
    risk: 'high',
    why: 'sign-ins that it considers risky are blocked',
    source: 'Amazon Cognito, "Advanced security with threat protection"',
  },
  {
    types: ['AWS::Cognito::IdentityPoolRoleAttachment'],
    targets: ['IdentityPoolId'],
    risk: 'high',
    why: 'the identities of the pool get its roles in place of those that they have',
    source: 'Amazon Cognito, "Using role-based access control"',
  },
  {
    types: [
      'AWS::SSO::ApplicationAssignment',
      'AWS::SSO::PermissionSet',
      'AWS::IdentityStore::GroupMembership',
    ],
    targets: ['ApplicationArn', 'InstanceArn', 'GroupId'],
    risk: 'safe',
    why: 'it only allows more',
    source: 'IAM Identity Center, "Manage AWS accounts with permission sets"',
  },
];
