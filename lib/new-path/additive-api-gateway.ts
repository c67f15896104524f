import type { HttpApi, HttpStage, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { namingProblems, type PropNames } from '../shared/known-props';
import { AdditiveGateway } from './additive-gateway';
import { type AdditiveGatewayProps, additiveGatewayNames } from './additive-gateway-props';
import { PrivateHttpApi } from './private-http-api';

export type { SharedVpcLink } from '../shared/shared-vpc-link';

/** The new path, built next to an old one. */
export interface AdditiveApiGatewayProps extends AdditiveGatewayProps {
  /**
   * What authorizes requests at the API, such as `HttpJwtAuthorizer` or `HttpUserPoolAuthorizer` of
   * `aws-cdk-lib/aws-apigatewayv2-authorizers`. It answers 401 itself, also to smoke tests without a token:
   * their checks send one as a secret. The old path should answer alike.
   * @default - none: the service authorizes its callers itself
   */
  readonly authorizer?: IHttpRouteAuthorizer;
}

const names: PropNames<AdditiveApiGatewayProps> = { ...additiveGatewayNames, authorizer: 'optional' };

/**
 * The new path, built next to an old public load balancer: an HTTP API, a VPC link and an internal load
 * balancer, under the test domain `gw-<service>`. It only creates new resources, and none of them takes
 * traffic from the old path. An HTTP API takes no web ACL: see `AdditiveRestApiGateway` for one that does.
 * @example
 * const path = new AdditiveApiGateway(this, 'NewPath', {
 *   serviceName: 'api', vpc, zone, certificate, recordNames: ['api.example.com'],
 * });
 * path.addService(newService);
 */
export class AdditiveApiGateway extends AdditiveGateway {
  /** The HTTP API. */
  readonly api: HttpApi;
  /** The stage of the API, `$default`. */
  readonly stage: HttpStage;

  /**
   * @throws Error at synth when a name is not valid or not in the zone, or the subnets are public or in a
   *   single zone
   */
  constructor(scope: Construct, id: string, props: AdditiveApiGatewayProps) {
    super(scope, id, props, {
      problems: namingProblems(props, names),
      makeApi: (within, { vpcLink, ...settings }) =>
        new PrivateHttpApi(within, 'Gateway', {
          ...{ ...settings, vpcLink: vpcLink.link },
          ...(props.authorizer === undefined ? {} : { authorizer: props.authorizer }),
        }),
    });
    const { api, stage } = this.gateway as PrivateHttpApi;
    this.api = api;
    this.stage = stage;
  }
}
