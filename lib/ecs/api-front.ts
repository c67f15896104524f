import { Validations } from 'aws-cdk-lib';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpAlbIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IApplicationListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import type { SharedVpcLink } from '../shared/shared-vpc-link';
import { serviceVpcLink } from './platform/service-vpc-link';
import { type LogSettings, ServiceLogs } from './service-logs';

export interface ApiFrontProps {
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;
  readonly listener: IApplicationListener;
  /** The name that must be on the listener's certificate; null when the listener uses plain HTTP. */
  readonly secureServerName: string | null;
  readonly logs: LogSettings;
  /** Undefined: a new VPC link is created. */
  readonly vpcLink: SharedVpcLink | undefined;
}

/**
 * An HTTP API that forwards every request over a VPC link to a listener. The only entry point from the
 * internet.
 */
export class ApiFront extends Construct {
  /** The HTTP API, with the stage `$default`. */
  readonly api: HttpApi;
  /** The VPC link, for other services to share. The load balancer must allow its security group. */
  readonly vpcLink: SharedVpcLink;

  /** @internal */
  constructor(scope: Construct, id: string, props: ApiFrontProps) {
    super(scope, id);
    const { listener, secureServerName, logs } = props;
    this.vpcLink = props.vpcLink ?? serviceVpcLink(this, props.vpc, props.subnets);
    this.api = new HttpApi(this, 'Api', {
      description: 'Entry point of a blue/green service',
      createDefaultStage: false,
      defaultIntegration: new HttpAlbIntegration('Service', listener, {
        vpcLink: this.vpcLink.link,
        ...(secureServerName === null ? {} : { secureServerName }),
      }),
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destination: new LogGroupLogDestination(new ServiceLogs(this, 'Logs', logs)) },
    });
    const reason =
      'the service authorizes its callers itself, as it did behind its load balancer; if it does not, add ' +
      'an authorizer to `api`';
    Validations.of(this.api).acknowledge({ id: 'AwsSolutions::AwsSolutions-APIG4', reason });
    Validations.of(this.api).acknowledge({
      id: 'cdk-validator-cfnguard::api_gw_v2_authorization_type_configured_check',
      reason,
    });
  }
}
