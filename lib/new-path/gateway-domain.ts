import {
  DomainName,
  EndpointType,
  type IDomainName,
  type IpAddressType,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';

/** An API that answers under custom domain names: an HTTP API or a REST API. */
export interface MappedApi {
  /** Maps a custom domain name to the stage of the API, in the given scope. */
  mapTo(scope: Construct, domainName: IDomainName): void;
}

export interface GatewayDomainProps {
  readonly domainName: string;
  readonly certificate: ICertificate;
  readonly api: MappedApi;
  readonly ipAddressType: IpAddressType;
}

/** A custom domain name of the API. It receives no traffic until a record points to it. */
export class GatewayDomain extends Construct {
  /** The target for a record that points to this domain. */
  readonly target: RecordTarget;

  constructor(
    scope: Construct,
    id: string,
    { domainName, certificate, api, ipAddressType }: GatewayDomainProps,
  ) {
    super(scope, id);
    const domain = new DomainName(this, 'Domain', {
      domainName,
      certificate,
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
      ipAddressType,
    });
    api.mapTo(this, domain);
    this.target = RecordTarget.fromAlias(
      new ApiGatewayv2DomainProperties(domain.regionalDomainName, domain.regionalHostedZoneId),
    );
  }
}
