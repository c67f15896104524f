import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CognitoUserPoolsAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage, FargateService, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CutoverAlarms } from '../../../lib/new-path/cutover-alarms';
import {
  AdditiveRestApiGateway,
  type AdditiveRestApiGatewayProps,
} from '../../../lib/new-path/rest/additive-rest-api-gateway';
import { OriginSecret } from '../../../lib/user-split/origin-secret';
import { newPathStack } from '../../support/templates/new-path-stack';
import { diffOf } from '../../support/templates/templates';

type Given = ReturnType<typeof newPathStack>;

function newPath({ stack, ...given }: Given, props: Partial<AdditiveRestApiGatewayProps> = {}) {
  return new AdditiveRestApiGateway(stack, 'NewPath', {
    ...{ ...given, serviceName: 'api', recordNames: ['api.example.com'] },
    ...props,
  });
}

/** The template of a stack with a new path; the props may need the stack. */
function templateOf(props: (given: Given) => Partial<AdditiveRestApiGatewayProps> = () => ({})) {
  const given = newPathStack();
  newPath(given, props(given));
  return Template.fromStack(given.stack);
}

const healthy = { minHealthyPercent: 100, circuitBreaker: { rollback: true } };
const balancer = { Ref: Match.stringLikeRegexp('^NewPathInternalLoadBalancer') };

describe('AdditiveRestApiGateway creates', () => {
  const template = templateOf();

  test.each([
    ['the root', 'https://gw-api.example.com/', {}],
    [
      'every other path, as it came',
      'https://gw-api.example.com/{proxy}',
      { 'integration.request.path.proxy': 'method.request.path.proxy' },
    ],
  ])('a method for %s, to the load balancer over the VPC link and TLS', (_, Uri, parameters) => {
    template.hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'ANY',
      AuthorizationType: 'NONE',
      Integration: {
        ...{ Type: 'HTTP_PROXY', IntegrationHttpMethod: 'ANY', Uri },
        ...{ ConnectionType: 'VPC_LINK', ConnectionId: { Ref: Match.stringLikeRegexp('VpcLink') } },
        // The load balancer, not its listener: API Gateway refuses the ARN of a listener.
        IntegrationTarget: balancer,
        RequestParameters: {
          ...{ ...parameters, 'integration.request.header.X-Forwarded-Host': 'context.domainName' },
        },
      },
    });
    template.resourceCountIs('AWS::ApiGateway::Method', 2);
    template.resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
    template.resourceCountIs('AWS::ApiGateway::VpcLink', 0);
  });

  test('a regional API that only custom domains reach, and that changes no body', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      ...{ Name: 'api', BinaryMediaTypes: ['*/*'], DisableExecuteApiEndpoint: true },
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
    template.resourceCountIs('AWS::ApiGateway::Account', 0);
  });

  test('a stage with throttling, tracing and access logs', () => {
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      TracingEnabled: true,
      AccessLogSetting: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('requestId') },
      MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 10_000, ThrottlingBurstLimit: 5_000 })],
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: RetentionDays.THREE_MONTHS });
  });

  test('the domains of the tests and of each name, mapped to the stage, and one record', () => {
    const names = Object.values(template.findResources('AWS::ApiGatewayV2::DomainName'));
    expect(names.map(({ Properties }) => Properties.DomainName)).toEqual([
      'gw-api.example.com',
      'api.example.com',
    ]);
    const mappings = Object.values(template.findResources('AWS::ApiGatewayV2::ApiMapping'));
    expect(mappings).toHaveLength(2);
    for (const { Properties } of mappings) {
      expect(JSON.stringify(Properties.ApiId)).toMatch(/NewPathGatewayRestApi/);
      expect(JSON.stringify(Properties.Stage)).toMatch(/DeploymentStage/);
    }
    template.resourceCountIs('AWS::Route53::RecordSet', 1);
    template.hasResourceProperties('AWS::Route53::RecordSet', { Name: 'gw-api.example.com.', Type: 'A' });
  });

  test('an internal load balancer that the VPC link alone reaches, as with an HTTP API', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 443, ToPort: 443 });
    template.resourceCountIs('AWS::WAFv2::WebACL', 0);
  });
});

describe('AdditiveRestApiGateway accepts', () => {
  test('secrets, of which a web ACL on its stage wants one', () => {
    const closed = templateOf(({ stack }) => ({ originSecrets: [new OriginSecret(stack, 'OriginSecret')] }));
    closed.hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'REGIONAL',
      Rules: [
        Match.objectLike({
          Action: { Block: {} },
          Statement: {
            NotStatement: {
              Statement: {
                ByteMatchStatement: Match.objectLike({
                  FieldToMatch: { SingleHeader: { Name: 'x-origin-secret' } },
                  PositionalConstraint: 'EXACTLY',
                }),
              },
            },
          },
        }),
      ],
    });
    const [association] = Object.values(closed.findResources('AWS::WAFv2::WebACLAssociation'));
    expect(JSON.stringify(association?.Properties.ResourceArn)).toMatch(
      /restapis\/.*NewPathGatewayRestApi.*stages\/.*DeploymentStage/,
    );
  });

  test('an authorizer, for every path', () => {
    const template = templateOf(({ stack }) => ({
      authorizer: new CognitoUserPoolsAuthorizer(stack, 'Users', {
        cognitoUserPools: [new UserPool(stack, 'Pool')],
      }),
    }));
    template.allResourcesProperties('AWS::ApiGateway::Method', { AuthorizationType: 'COGNITO_USER_POOLS' });
  });

  test('another throttle and retention, or no access logs', () => {
    const other = templateOf(() => ({
      ...{ throttle: { rateLimit: 50, burstLimit: 10 }, logRetention: RetentionDays.ONE_YEAR },
    }));
    other.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 10 })],
    });
    other.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: RetentionDays.ONE_YEAR });
    const without = templateOf(() => ({ apiAccessLogs: false }));
    without.hasResourceProperties('AWS::ApiGateway::Stage', { AccessLogSetting: Match.absent() });
    without.resourceCountIs('AWS::Logs::LogGroup', 0);
  });

  test('an existing VPC link, and creates none', () => {
    const template = templateOf(({ stack, vpc }) => ({
      vpcLink: {
        link: VpcLink.fromVpcLinkAttributes(stack, 'Link', { vpcLinkId: 'abcd123', vpc }),
        securityGroup: SecurityGroup.fromSecurityGroupId(stack, 'LinkGroup', 'sg-0123456789abcdef0'),
      },
    }));
    template.resourceCountIs('AWS::ApiGatewayV2::VpcLink', 0);
    template.allResourcesProperties('AWS::ApiGateway::Method', {
      Integration: Match.objectLike({ ConnectionId: 'abcd123' }),
    });
  });

  test('alarms by the names of its API and stage', () => {
    const given = newPathStack();
    const { monitored } = newPath(given);
    const { names } = new CutoverAlarms(given.stack, 'Alarms', { prefix: 'api', restApi: monitored });
    expect(names).toEqual(['api-rest-error-rate', 'api-rest-5xx', 'api-rest-p99']);
    Template.fromStack(given.stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Dimensions: [
        { Name: 'ApiName', Value: 'api' },
        { Name: 'Stage', Value: { Ref: Match.stringLikeRegexp('DeploymentStage') } },
      ],
    });
  });
});

test('a new path with its own service only adds resources', () => {
  const make = (add: (given: Given) => void) => {
    const given = newPathStack();
    add(given);
    return Template.fromStack(given.stack).toJSON();
  };
  const existing = ({ stack }: Given) => new Topic(stack, 'Existing');
  const after = make((given) => {
    const { stack, vpc } = given;
    existing(given);
    const taskDefinition = new FargateTaskDefinition(stack, 'Task');
    taskDefinition.addContainer('Api', {
      image: ContainerImage.fromRegistry('example'),
      portMappings: [{ containerPort: 8080 }],
    });
    const cluster = Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'c', vpc });
    newPath(given).addService(new FargateService(stack, 'Service', { cluster, taskDefinition, ...healthy }));
  });
  const actions = diffOf(
    make((given) => void existing(given)),
    after,
  ).map(({ action }) => action);
  expect(actions.length).toBeGreaterThan(20);
  expect(new Set(actions)).toEqual(new Set(['Add']));
});

test('a change of a method is another deployment of the API, so that its stage serves it', () => {
  const deploymentOf = (serviceName: string) =>
    Object.keys(templateOf(() => ({ serviceName })).findResources('AWS::ApiGateway::Deployment'));
  expect(deploymentOf('api')).not.toEqual(deploymentOf('other'));
  expect(deploymentOf('api')).toEqual(deploymentOf('api'));
});

describe('AdditiveRestApiGateway refuses', () => {
  test.each<[string, Partial<AdditiveRestApiGatewayProps>, string]>([
    ['a service name that is not a label', { serviceName: 'My_Api' }, 'serviceName: is "My_Api"'],
    ['a record in another zone', { recordNames: ['a.example.org'] }, 'is not in the zone'],
    [
      'a retention without access logs',
      { apiAccessLogs: false, logRetention: RetentionDays.ONE_YEAR },
      'logRetention: is given with apiAccessLogs false',
    ],
  ])('%s', (_, props, problem) => {
    expect(() => newPath(newPathStack(), props)).toThrow(problem);
  });
});
