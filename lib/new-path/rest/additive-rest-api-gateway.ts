import type { IAuthorizer, RestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import type { Problem } from '../../../lambdas/core/validation/problems';
import { namingProblems, type PropNames } from '../../shared/known-props';
import type { OriginSecret } from '../../user-split/origin-secret';
import { AdditiveGateway } from '../additive-gateway';
import { type AdditiveGatewayProps, additiveGatewayNames } from '../additive-gateway-props';
import type { MonitoredRestApi } from '../alarm-settings';
import { PrivateRestApi } from './private-rest-api';

/** The new path, built next to an old one, with a REST API. */
export interface AdditiveRestApiGatewayProps extends AdditiveGatewayProps {
  /**
   * What authorizes requests at the API, such as `CognitoUserPoolsAuthorizer` or `TokenAuthorizer` of
   * `aws-cdk-lib/aws-apigateway`. It answers 401 itself, also to smoke tests without a token: their checks
   * send one as a secret. The old path should answer alike.
   * @default - none: the service authorizes its callers itself
   */
  readonly authorizer?: IAuthorizer;
  /**
   * Closes the path: requests must have one of these secrets in its header, and all others get a 403. Smoke
   * tests and probes send it as a secret. Several are for a rotation.
   * @default - none: the path is open
   */
  readonly originSecrets?: readonly OriginSecret[];
  /**
   * Whether API Gateway writes access logs. It does so for REST APIs with one role per account and Region
   * (`AWS::ApiGateway::Account`), without which the deployment fails (API Gateway Developer Guide, "Set up
   * CloudWatch logging for REST APIs").
   * @default true
   */
  readonly apiAccessLogs?: boolean;
}

const names: PropNames<AdditiveRestApiGatewayProps> = {
  ...additiveGatewayNames,
  authorizer: 'optional',
  originSecrets: 'optional',
  apiAccessLogs: 'optional',
};

/**
 * The new path as `AdditiveApiGateway` builds it, with a REST API in front: it takes a web ACL, and so can be
 * closed to all but CloudFront. A request costs 3.5 times as much as with an HTTP API, and ends after 29
 * seconds. The service sees the test domain as its host, and the name that the client asked for in
 * `X-Forwarded-Host`.
 * @example
 * const secret = new OriginSecret(this, 'OriginSecret');
 * const path = new AdditiveRestApiGateway(this, 'NewPath', {
 *   serviceName: 'api', vpc, zone, certificate, recordNames: [], originSecrets: [secret],
 * });
 * path.addService(newService);
 * new HttpOrigin(path.testDomain, { customHeaders: { ...secret.headers } });
 */
export class AdditiveRestApiGateway extends AdditiveGateway {
  /** The REST API. */
  readonly api: RestApi;
  /** The stage of the API, whose name is not in the paths of its domains. */
  readonly stage: Stage;
  /** For `restApi` of `CutoverAlarms`. */
  readonly monitored: MonitoredRestApi;

  /**
   * @throws Error at synth when a name is not valid or not in the zone, or the subnets are public or in a
   *   single zone
   */
  constructor(scope: Construct, id: string, props: AdditiveRestApiGatewayProps) {
    super(scope, id, props, {
      problems: [...namingProblems(props, names), ...logProblems(props)],
      makeApi: (within, { serviceName, vpcLink, loadBalancer, serverName, throttle, logRetention }) =>
        new PrivateRestApi(within, 'Gateway', {
          ...{ restApiName: serviceName, description: `The new path of ${serviceName}` },
          ...{ vpcLink: vpcLink.link, loadBalancer, serverName, throttle },
          accessLogs: props.apiAccessLogs === false ? 'none' : logRetention,
          ...(props.originSecrets === undefined ? {} : { originSecrets: props.originSecrets }),
          ...(props.authorizer === undefined ? {} : { authorizer: props.authorizer }),
        }),
    });
    const { api, stage, monitored } = (this.gateway as PrivateRestApi).rest;
    this.api = api;
    this.stage = stage;
    this.monitored = monitored;
  }
}

function logProblems({ apiAccessLogs, logRetention }: AdditiveRestApiGatewayProps): Problem[] {
  const message = 'is given with apiAccessLogs false, so that there is no log to keep; remove one of them';
  return apiAccessLogs === false && logRetention !== undefined ? [{ path: 'logRetention', message }] : [];
}
