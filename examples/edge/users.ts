import { RemovalPolicy } from 'aws-cdk-lib';
import { FeaturePlan, Mfa, StandardThreatProtectionMode, UserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';

/** The users whose tokens both new APIs verify. Nobody signs up alone. */
export function userPool(scope: Construct): UserPool {
  return new UserPool(scope, 'Users', {
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      ...{ minLength: 12, requireLowercase: true, requireUppercase: true },
      ...{ requireDigits: true, requireSymbols: true },
    },
    featurePlan: FeaturePlan.PLUS,
    standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
    // So that cdk destroy leaves nothing. In production, leave it out: users are kept.
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
