import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  EndpointType,
  LogGroupLogDestination,
  RestApi,
  type Stage,
} from 'aws-cdk-lib/aws-apigateway';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { namingProblems, type PropNames } from '../../shared/known-props';
import { refuseProps } from '../../shared/refuse-props';
import type { OriginSecret } from '../../user-split/origin-secret';
import { UserSplitWebAcl } from '../../user-split/user-split-web-acl';
import type { MonitoredRestApi } from '../alarm-settings';
import { acknowledgeApiLogs, acknowledgeRestApi } from './acknowledgements';

/** The settings of the API, and who may reach it. */
export interface RegionalRestApiProps {
  /** Its metrics have this name alone, so no other API of the account and Region may have it. */
  readonly restApiName: string;
  /**
   * What the API is for, as the console shows it.
   * @default - none
   */
  readonly description?: string;
  /**
   * The rate of requests per second that the API accepts, and the burst.
   * @default - 10,000 and 5,000, the quotas of an account
   */
  readonly throttle?: { readonly rateLimit: number; readonly burstLimit: number };
  /**
   * Requests must have one of these secrets in its header; all others get a 403. Several are for a rotation.
   * @default - none: the API is open
   */
  readonly originSecrets?: readonly OriginSecret[];
  /**
   * How long the access logs are kept; `none` writes none. API Gateway writes logs of REST APIs with one role
   * per account and Region (`AWS::ApiGateway::Account`), without which the deployment fails (API Gateway
   * Developer Guide, "Set up CloudWatch logging for REST APIs").
   * @default RetentionDays.THREE_MONTHS
   */
  readonly accessLogs?: RetentionDays | 'none';
  /**
   * Media types whose bodies are passed on byte by byte. API Gateway reads all others as text. A function
   * gets these in base64.
   * @default - none
   */
  readonly binaryMediaTypes?: readonly string[];
  /**
   * Whether only custom domain names reach the API.
   * @default false
   */
  readonly disableExecuteApiEndpoint?: boolean;
}

const names: PropNames<RegionalRestApiProps> = {
  restApiName: 'required',
  description: 'optional',
  throttle: {
    is: 'optional',
    props: { rateLimit: 'required', burstLimit: 'required' } satisfies PropNames<
      NonNullable<RegionalRestApiProps['throttle']>
    >,
  },
  originSecrets: 'optional',
  accessLogs: 'optional',
  binaryMediaTypes: 'optional',
  disableExecuteApiEndpoint: 'optional',
};

/**
 * A regional REST API with one stage, throttling, tracing and access logs, which a web ACL can close to all
 * but what sends a secret: a distribution, smoke tests and probes. Add its resources and methods to `api`.
 * @example
 * const secret = new OriginSecret(this, 'OriginSecret');
 * const orders = new RegionalRestApi(this, 'Orders', { restApiName: 'orders', originSecrets: [secret] });
 * orders.api.root.addProxy({ defaultIntegration: new LambdaIntegration(service) });
 */
export class RegionalRestApi extends Construct {
  /** The REST API, for its resources and methods. */
  readonly api: RestApi;
  /** The one stage of the API. */
  readonly stage: Stage;
  /** For `restApi` of `CutoverAlarms`. */
  readonly monitored: MonitoredRestApi;

  /** @throws Error at synth for a prop that is missing, or not known */
  constructor(scope: Construct, id: string, props: RegionalRestApiProps) {
    super(scope, id);
    refuseProps(this, namingProblems(props, names));
    const { restApiName, description, disableExecuteApiEndpoint = false, originSecrets = [] } = props;
    const { throttle = { rateLimit: 10_000, burstLimit: 5_000 } } = props;
    const { accessLogs = RetentionDays.THREE_MONTHS } = props;
    this.api = new RestApi(this, 'Api', {
      ...{ restApiName, disableExecuteApiEndpoint },
      ...(description === undefined ? {} : { description }),
      endpointTypes: [EndpointType.REGIONAL],
      // It would be set for every API of the account and Region, which is no part of adding an API.
      cloudWatchRole: false,
      ...(props.binaryMediaTypes === undefined ? {} : { binaryMediaTypes: [...props.binaryMediaTypes] }),
      deployOptions: {
        throttlingRateLimit: throttle.rateLimit,
        throttlingBurstLimit: throttle.burstLimit,
        tracingEnabled: true,
        ...(accessLogs === 'none' ? {} : this.accessLogs(accessLogs)),
      },
    });
    this.stage = this.api.deploymentStage;
    this.monitored = { apiName: restApiName, stageName: this.stage.stageName };
    acknowledgeRestApi(this.api, {
      hasAccessLogs: accessLogs !== 'none',
      isOpen: originSecrets.length === 0,
    });
    this.closeWith(originSecrets);
  }

  /** The web ACL is beside the API, and a deployment of its own may add it. */
  private closeWith(originSecrets: readonly OriginSecret[]): void {
    if (originSecrets.length > 0) {
      const acl = new UserSplitWebAcl(this, 'WebAcl', { protects: 'origin', originSecrets });
      acl.associate('Stage', this.stage.stageArn);
    }
  }

  private accessLogs(retention: RetentionDays) {
    const logGroup = new LogGroup(this, 'AccessLogs', {
      retention,
      // A rollback of the deployment must leave nothing behind.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledgeApiLogs(logGroup, retention);
    return {
      accessLogDestination: new LogGroupLogDestination(logGroup),
      accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
    };
  }
}
