import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeInvocations, acknowledgeLogs, smallFunction } from './small-function';

export interface SmallApiProps {
  readonly apiName: string;
  /** What authorizes its requests. API A has none. */
  readonly authorizer?: IHttpRouteAuthorizer;
  /** A path that anyone may call, although there is an authorizer. */
  readonly openPath?: string;
}

/** An HTTP API with one function, which answers JSON with the name of the API. */
export class SmallApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  /** The host name that API Gateway assigns. */
  readonly host: string;

  constructor(scope: Construct, id: string, { apiName, authorizer, openPath }: SmallApiProps) {
    super(scope, id);
    const { region, urlSuffix } = Stack.of(this);
    const integration = new HttpLambdaIntegration('Answer', smallFunction(this, apiName));
    this.api = new HttpApi(this, 'Api', {
      apiName: `edge-${apiName}`,
      description: `API ${apiName}`,
      createDefaultStage: false,
      defaultIntegration: integration,
      ...(authorizer === undefined ? {} : { defaultAuthorizer: authorizer }),
    });
    const open =
      openPath === undefined
        ? []
        : this.api.addRoutes({
            ...{ path: openPath, methods: [HttpMethod.GET], integration },
            authorizer: new HttpNoneAuthorizer(),
          });
    acknowledgeInvocations(this.api);
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
    for (const route of authorizer === undefined ? [this.api] : open) {
      acknowledgeOpen(route);
    }
  }
}

function acknowledgeOpen(of: Construct): void {
  for (const id of [
    'AwsSolutions::AwsSolutions-APIG4',
    'cdk-validator-cfnguard::api_gw_v2_authorization_type_configured_check',
  ]) {
    Validations.of(of).acknowledge({ id, reason: 'it answers with the name of the API, which is public' });
  }
}
