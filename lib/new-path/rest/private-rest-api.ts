import {
  AuthorizationType,
  type CfnMethod,
  ConnectionType,
  HttpIntegration,
  type IAuthorizer,
  type IResource,
  type Method,
  VpcLink,
} from 'aws-cdk-lib/aws-apigateway';
import { CfnApiMapping, type IDomainName, type IVpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import type { MappedApi } from '../gateway-domain';
import { acknowledgeWithoutAuthorizer } from './acknowledgements';
import { RegionalRestApi, type RegionalRestApiProps } from './regional-rest-api';

export interface PrivateRestApiProps
  extends Omit<RegionalRestApiProps, 'disableExecuteApiEndpoint' | 'binaryMediaTypes'> {
  readonly loadBalancer: IApplicationLoadBalancer;
  readonly vpcLink: IVpcLink;
  /** The name on the listener's certificate, which API Gateway verifies. */
  readonly serverName: string;
  /** What authorizes every request; without one, the service does it itself. */
  readonly authorizer?: IAuthorizer;
}

/**
 * A REST API that forwards every request to the HTTPS listener of a load balancer inside a VPC, with its path
 * as it came.
 * Source: API Gateway Developer Guide, "Private integrations for REST APIs" (VPC links V2).
 */
export class PrivateRestApi extends Construct implements MappedApi {
  readonly rest: RegionalRestApi;

  /** @internal */
  constructor(
    scope: Construct,
    id: string,
    { loadBalancer, vpcLink, serverName, authorizer, ...rest }: PrivateRestApiProps,
  ) {
    super(scope, id);
    this.rest = new RegionalRestApi(this, 'Rest', {
      ...rest,
      // Only the custom domains stay, so that tests and alarms cover exactly what clients use.
      disableExecuteApiEndpoint: true,
      // As text, API Gateway would change the bytes of what is not text.
      binaryMediaTypes: ['*/*'],
    });
    const { api } = this.rest;
    const link = VpcLink.fromVpcLinkId(this, 'Link', vpcLink.vpcLinkId);
    const forward = (resource: IResource, path: string) => {
      const requestParameters = path === '' ? {} : { 'method.request.path.proxy': true };
      const integration = new HttpIntegration(`https://${serverName}/${path}`, {
        httpMethod: 'ANY',
        proxy: true,
        options: {
          ...{ connectionType: ConnectionType.VPC_LINK, vpcLink: link },
          requestParameters: {
            // The service sees the name of the URI as its host.
            'integration.request.header.X-Forwarded-Host': 'context.domainName',
            ...(path === '' ? {} : { 'integration.request.path.proxy': 'method.request.path.proxy' }),
          },
        },
      });
      const method = resource.addMethod('ANY', integration, {
        requestParameters,
        ...(authorizer === undefined ? { authorizationType: AuthorizationType.NONE } : { authorizer }),
      });
      sendTo(loadBalancer, method);
    };
    forward(api.root, '');
    forward(api.root.addResource('{proxy+}'), '{proxy}');
    if (authorizer === undefined) {
      acknowledgeWithoutAuthorizer(api, OPEN);
    }
  }

  mapTo(scope: Construct, domainName: IDomainName): void {
    const { api, stage } = this.rest;
    new CfnApiMapping(scope, 'Mapping', {
      apiId: api.restApiId,
      domainName: domainName.name,
      stage: stage.stageName,
    });
  }
}

/**
 * Names the load balancer of an integration by a VPC link V2, for which CDK has no property. The port is that
 * of the URI.
 */
function sendTo({ loadBalancerArn }: IApplicationLoadBalancer, method: Method): void {
  const resource = method.node.defaultChild as CfnMethod;
  resource.addPropertyOverride('Integration.IntegrationTarget', loadBalancerArn);
}

const OPEN =
  'the service authorizes its callers itself, as it does on the old path; an authorizer on the new path ' +
  'alone would make the two paths answer differently';
