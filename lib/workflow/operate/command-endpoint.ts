import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { FunctionUrlAuthType, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Problem } from '../../../lambdas/core/validation/problems';
import { WorkflowLogs } from '../workflow-logs';

/**
 * What is in front of the function Operate. Both authenticate every caller with IAM, and pass to the function
 * who it is: a function URL, or, in regions that have none, an HTTP API of API Gateway.
 */
export type CommandEndpointKind = 'function-url' | 'http-api';

export interface CommandEndpointProps {
  readonly kind: CommandEndpointKind;
  readonly operate: IFunction;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Regions without function URLs (AWS Lambda Developer Guide, "Creating and managing Lambda function URLs";
 * those of AWS GovCloud (US) from the CloudFormation resource specification).
 */
const WITHOUT_URLS: readonly string[] = [
  ...['ap-east-2', 'ap-south-2', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7'],
  ...['ca-west-1', 'eu-central-2', 'eu-south-2', 'il-central-1', 'me-central-1'],
  ...['us-gov-east-1', 'us-gov-west-1'],
];

/** The kind of a stack in this region; a function URL where the region is not known at synth. */
export function defaultEndpointKind(region: string): CommandEndpointKind {
  return WITHOUT_URLS.includes(region) ? 'http-api' : 'function-url';
}

/** Problems of the prop `commandEndpoint`. */
export function commandEndpointProblems(kind: CommandEndpointKind | undefined, region: string): Problem[] {
  const path = 'commandEndpoint';
  if (kind !== undefined && !['function-url', 'http-api'].includes(kind)) {
    return [{ path, message: `is "${kind}"; must be "function-url" or "http-api"` }];
  }
  const message = `is "function-url", but ${region} has no function URLs; use "http-api", or leave it out`;
  return kind === 'function-url' && defaultEndpointKind(region) !== kind ? [{ path, message }] : [];
}

/** The few requests a second that people send. */
const THROTTLE = { rateLimit: 20, burstLimit: 40 };

/** Where people send commands to. */
export class CommandEndpoint extends Construct {
  /** The address for POST requests, which must be signed with Signature Version 4. */
  readonly url: string;
  private readonly grantee: (principal: IGrantable) => Grant;

  /** @internal */
  constructor(scope: Construct, id: string, props: CommandEndpointProps) {
    super(scope, id);
    const { kind, operate } = props;
    if (kind === 'function-url') {
      const { url } = operate.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
      this.url = url;
      // Also allows lambda:InvokeFunction, through the URL alone.
      this.grantee = (principal) => operate.grantInvokeUrl(principal);
      return;
    }
    const api = new HttpApi(this, 'Api', {
      description: 'Cutover: commands to running cutovers',
      createDefaultStage: false,
    });
    const logGroup = new WorkflowLogs(this, 'AccessLogs', {
      retention: props.logRetention,
      removalPolicy: props.removalPolicy,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup) },
    });
    const [route] = api.addRoutes({
      path: '/',
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Operate', operate),
      authorizer: new HttpIamAuthorizer(),
    });
    Validations.of(this).acknowledge({
      id: 'cdk-validator-cfnguard::lambda_function_public_access_prohibited_check',
      reason:
        'its permission has the ARN of the API as its source, which the rule cannot read as it is joined',
    });
    this.url = stage.url;
    this.grantee = (principal) => (route as NonNullable<typeof route>).grantInvoke(principal);
  }

  /** Allows a principal to send commands, and nothing else. */
  grant(principal: IGrantable): Grant {
    return this.grantee(principal);
  }
}
