import { Fn } from 'aws-cdk-lib';
import { CognitoUserPoolsAuthorizer, type IResource, LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { acknowledgeWithoutAuthorizer } from '../../lib/new-path/rest/acknowledgements';
import { RegionalRestApi } from '../../lib/new-path/rest/regional-rest-api';
import type { OriginSecret } from '../../lib/user-split/origin-secret';
import { acknowledgeInvocations, smallFunction } from './small-function';

export interface SmallApiProps {
  readonly apiName: string;
  /** The secrets of which each request must have one. Without any, the API is open. */
  readonly originSecrets: readonly OriginSecret[];
  /** What it serves. API A serves every path, and leaves authorization to its function. */
  readonly serves?: {
    /** The first part of its paths. */
    readonly path: string;
    /** The users whose tokens requests must have, except those for `/<path>/whoami`. */
    readonly userPool: IUserPool;
  };
}

/** A REST API with one function, which answers JSON with the name of the API. */
export class SmallApi extends RegionalRestApi {
  readonly restApiName: string;
  /** The host name that API Gateway assigns. */
  readonly host: string;

  constructor(scope: Construct, id: string, { apiName, originSecrets, serves }: SmallApiProps) {
    super(scope, id, {
      restApiName: `edge-${apiName}`,
      description: `API ${apiName}`,
      originSecrets,
      throttle: { rateLimit: 1_000, burstLimit: 500 },
      // They need a role of the whole account. Leave it out where the account has one.
      accessLogs: 'none',
    });
    this.restApiName = `edge-${apiName}`;
    this.host = Fn.select(2, Fn.split('/', this.api.url));
    const integration = new LambdaIntegration(smallFunction(this, apiName));
    acknowledgeInvocations(this.api);
    if (serves === undefined) {
      for (const resource of [this.api.root, this.api.root.addResource('{proxy+}')]) {
        resource.addMethod('ANY', integration);
      }
      acknowledgeWithoutAuthorizer(this.api, 'it answers with the name of the API, which is public');
      return;
    }
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'Users', { cognitoUserPools: [serves.userPool] });
    const root: IResource = this.api.root.addResource(serves.path);
    root.addMethod('ANY', integration, { authorizer });
    root.addProxy({ defaultIntegration: integration, defaultMethodOptions: { authorizer } });
    const open = root.addResource('whoami').addMethod('GET', integration);
    acknowledgeWithoutAuthorizer(open, 'it answers with the name of the API, which is public');
  }
}
