import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeLogs, smallFunction } from './small-function';

/** An HTTP API with one function, which answers JSON with the name of the API. */
export class SmallApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  /** The host name that API Gateway assigns. */
  readonly host: string;

  constructor(scope: Construct, id: string, apiName: string) {
    super(scope, id);
    const { region, urlSuffix } = Stack.of(this);
    this.api = new HttpApi(this, 'Api', {
      apiName: `edge-${apiName}`,
      description: `API ${apiName}`,
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration('Answer', smallFunction(this, apiName)),
    });
    const logGroup = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledgeLogs(logGroup);
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 1_000, burstLimit: 500 },
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup) },
    });
    this.host = `${this.api.apiId}.execute-api.${region}.${urlSuffix}`;
    for (const rule of [
      'AwsSolutions::AwsSolutions-APIG4',
      'cdk-validator-cfnguard::api_gw_v2_authorization_type_configured_check',
    ]) {
      Validations.of(this.api).acknowledge({ id: rule, reason: 'it answers with its name, which is public' });
    }
  }
}
