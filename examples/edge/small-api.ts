import { type OriginSecret, RegionalRestApi } from '@cutover/cutover';
import { Fn, Validations } from 'aws-cdk-lib';
import { CognitoUserPoolsAuthorizer, type IResource, LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct, IConstruct } from 'constructs';
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
      acknowledgeOpen(this.api);
      return;
    }
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'Users', { cognitoUserPools: [serves.userPool] });
    const root: IResource = this.api.root.addResource(serves.path);
    root.addMethod('ANY', integration, { authorizer });
    root.addProxy({ defaultIntegration: integration, defaultMethodOptions: { authorizer } });
    const open = root.addResource('whoami').addMethod('GET', integration);
    acknowledgeOpen(open);
  }
}

/** Acknowledges what linters report about methods that anybody may call. */
function acknowledgeOpen(methods: IConstruct): void {
  const reason = 'it answers with the name of the API, which is public';
  Validations.of(methods).acknowledge(
    { id: 'AwsSolutions::AwsSolutions-APIG4', reason },
    { id: 'AwsSolutions::AwsSolutions-COG4', reason },
  );
}
