import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  ApiMapping,
  HttpApi,
  HttpMethod,
  HttpStage,
  type IDomainName,
  type IHttpRouteAuthorizer,
  type IpAddressType,
  type IVpcLink,
  LogGroupLogDestination,
  type ThrottleSettings,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpAlbIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IApplicationListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { MappedApi } from './gateway-domain';

export interface PrivateHttpApiProps {
  readonly serviceName: string;
  readonly listener: IApplicationListener;
  readonly vpcLink: IVpcLink;
  /** The name on the listener's certificate, which API Gateway verifies. */
  readonly serverName: string;
  readonly throttle: Required<ThrottleSettings>;
  readonly ipAddressType: IpAddressType;
  readonly logRetention: RetentionDays;
  /** What authorizes every request; without one, the service does it itself. */
  readonly authorizer?: IHttpRouteAuthorizer;
}

/** An HTTP API that forwards every request to a listener inside a VPC. */
export class PrivateHttpApi extends Construct implements MappedApi {
  readonly api: HttpApi;
  readonly stage: HttpStage;

  /** @internal */
  constructor(scope: Construct, id: string, props: PrivateHttpApiProps) {
    super(scope, id);
    const { serviceName, listener, vpcLink, serverName, throttle, ipAddressType } = props;
    this.api = new HttpApi(this, 'Api', {
      apiName: serviceName,
      description: `The new path of ${serviceName}`,
      ipAddressType,
      // Only the custom domains stay, so that tests and alarms cover exactly what clients use.
      disableExecuteApiEndpoint: true,
      createDefaultStage: false,
      ...(props.authorizer === undefined ? {} : { defaultAuthorizer: props.authorizer }),
      defaultIntegration: new HttpAlbIntegration('Listener', listener, {
        vpcLink,
        method: HttpMethod.ANY,
        // Without a name, API Gateway would use plain HTTP with an HTTPS listener.
        secureServerName: serverName,
      }),
    });
    const logGroup = new LogGroup(this, 'AccessLogs', {
      retention: props.logRetention,
      // A rollback of the deployment must leave nothing behind.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(this.api, logGroup, props);
    // Any stage other than $default would add its name to the path that the service receives.
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle,
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup) },
    });
  }

  mapTo(scope: Construct, domainName: IDomainName): void {
    new ApiMapping(scope, 'Mapping', { api: this.api, domainName, stage: this.stage });
  }
}

function acknowledge(
  api: HttpApi,
  logs: LogGroup,
  { logRetention: retention, authorizer }: PrivateHttpApiProps,
): void {
  const open =
    'the service authorizes its callers itself, as it does on the old path; an authorizer on the new path ' +
    'alone would make the two paths answer differently';
  const rules = [
    'AwsSolutions::AwsSolutions-APIG4',
    'cdk-validator-cfnguard::api_gw_v2_authorization_type_configured_check',
  ];
  for (const id of authorizer === undefined ? rules : []) {
    Validations.of(api).acknowledge({ id, reason: open });
  }
  Validations.of(logs).acknowledge({
    id: 'cdk-validator-cfnguard::cloudwatch_log_group_encrypted_check',
    reason:
      'CloudWatch Logs encrypts every log group with its own key; access logs hold no payloads, and a ' +
      'customer managed key would have to outlive a rollback',
  });
  if (retention < RetentionDays.ONE_YEAR) {
    Validations.of(logs).acknowledge({
      id: 'cdk-validator-cfnguard::cloudwatch_log_group_retention_period_check',
      reason:
        'access logs are for troubleshooting a cutover and its hold; set `logRetention` to keep them longer',
    });
  }
}
