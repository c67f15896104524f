import { Validations } from 'aws-cdk-lib';
import {
  CognitoUserPoolsAuthorizer,
  EndpointType,
  LambdaIntegration,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { OriginSecret } from '../../lib/user-split/origin-secret';
import { UserSplitWebAcl } from '../../lib/user-split/user-split-web-acl';
import { acknowledgeInvocations, smallFunction } from './small-function';

export interface ClosedApiProps {
  readonly apiName: string;
  readonly userPool: IUserPool;
}

/**
 * A REST API that only CloudFront reaches: its web ACL refuses requests without the secret of the origin.
 * Requests need a token of the user pool, except those for `/users/whoami`.
 */
export class ClosedApi extends Construct {
  readonly api: RestApi;
  readonly secret: OriginSecret;
  readonly restApiName: string;

  constructor(scope: Construct, id: string, { apiName, userPool }: ClosedApiProps) {
    super(scope, id);
    this.restApiName = `edge-${apiName}`;
    this.api = new RestApi(this, 'Api', {
      restApiName: this.restApiName,
      description: `API ${apiName}, closed to all but CloudFront`,
      endpointTypes: [EndpointType.REGIONAL],
      // It would be set for every API of the account and Region, which is no part of adding an API.
      cloudWatchRole: false,
      deployOptions: {
        throttlingRateLimit: 1_000,
        throttlingBurstLimit: 500,
        tracingEnabled: true,
      },
    });
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'Users', { cognitoUserPools: [userPool] });
    const integration = new LambdaIntegration(smallFunction(this, apiName));
    const users = this.api.root.addResource('users');
    users.addProxy({ defaultIntegration: integration, defaultMethodOptions: { authorizer } });
    const open = users.addResource('whoami').addMethod('GET', integration);
    this.secret = new OriginSecret(this, 'OriginSecret');
    const acl = new UserSplitWebAcl(this, 'WebAcl', { protects: 'origin', originSecrets: [this.secret] });
    acl.associate('Stage', this.api.deploymentStage.stageArn);
    acknowledgeInvocations(this.api);
    acknowledge(this.api, open);
  }
}

function acknowledge(api: RestApi, open: Construct): void {
  for (const id of ['AwsSolutions::AwsSolutions-APIG4', 'AwsSolutions::AwsSolutions-COG4']) {
    Validations.of(open).acknowledge({ id, reason: 'it answers with the name of the API, which is public' });
  }
  Validations.of(api).acknowledge({
    id: 'AwsSolutions::AwsSolutions-APIG2',
    reason: 'the function validates requests itself, as services behind a proxy integration do',
  });
  for (const id of [
    'AwsSolutions::AwsSolutions-APIG1',
    'AwsSolutions::AwsSolutions-APIG6',
    'cdk-validator-cfnguard::api_gw_v1_execution_logging_enabled_check',
  ]) {
    const reason = 'logs of a REST API need a role of the whole account, which is a deployment of its own';
    Validations.of(api).acknowledge({ id, reason });
  }
}
