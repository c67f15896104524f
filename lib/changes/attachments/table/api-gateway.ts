import type { Attachment } from '../attachment';
import { judgeHttpRoute } from '../judges/http-routes';
import { judgeNameClaims } from '../judges/name-claims';

const MAPPINGS = 'Amazon API Gateway, "Map API stages to a custom domain name"';
const REST_CHANGES =
  'Amazon API Gateway, "Deploy REST APIs": a change is live once it is deployed to a stage';

/** APIs: routes, stages, mappings, domains. */
export const API_GATEWAY: readonly Attachment[] = [
  {
    types: ['AWS::ApiGatewayV2::Route'],
    targets: ['ApiId'],
    risk: 'high',
    why: 'requests follow the most specific route, and the new one may be it',
    source: 'Amazon API Gateway, "Create routes for HTTP APIs": routing API requests',
    judge: judgeHttpRoute,
  },
  {
    types: ['AWS::ApiGatewayV2::ApiGatewayManagedOverrides'],
    targets: ['ApiId'],
    risk: 'high',
    why: 'it changes the default route, integration or stage',
    source: 'CloudFormation, "AWS::ApiGatewayV2::ApiGatewayManagedOverrides"',
  },
  {
    types: ['AWS::ApiGatewayV2::Integration', 'AWS::ApiGatewayV2::Authorizer', 'AWS::ApiGatewayV2::Model'],
    targets: ['ApiId'],
    risk: 'safe',
    why: 'requests need a route that uses it',
    source: 'Amazon API Gateway, "Create integrations for HTTP APIs"',
  },
  {
    types: ['AWS::ApiGatewayV2::IntegrationResponse', 'AWS::ApiGatewayV2::RouteResponse'],
    targets: ['IntegrationId', 'RouteId'],
    risk: 'medium',
    why: 'it changes the answers of the route',
    source: 'Amazon API Gateway, "Set up WebSocket API route responses"',
  },
  {
    types: ['AWS::ApiGatewayV2::Stage', 'AWS::ApiGateway::Stage'],
    targets: ['ApiId', 'RestApiId'],
    risk: 'safe',
    why: 'a new stage has an address of its own',
    source: 'Amazon API Gateway, "Stages for HTTP APIs"',
  },
  {
    types: ['AWS::ApiGatewayV2::Deployment', 'AWS::ApiGateway::Deployment'],
    targets: ['ApiId', 'RestApiId'],
    risk: 'high',
    why: 'a stage of that name serves it at once',
    source: REST_CHANGES,
    when: { path: 'StageName' },
  },
  {
    types: ['AWS::ApiGatewayV2::ApiMapping', 'AWS::ApiGatewayV2::RoutingRule'],
    targets: ['DomainName', 'DomainNameArn'],
    risk: 'high',
    why: 'requests with its path go to its API in place of the one that they reach now',
    source: MAPPINGS,
  },
  {
    types: ['AWS::ApiGateway::BasePathMapping', 'AWS::ApiGateway::BasePathMappingV2'],
    targets: ['DomainName', 'DomainNameArn'],
    risk: 'high',
    why: 'requests with its path go to its API in place of the one that they reach now',
    source: MAPPINGS,
  },
  {
    types: ['AWS::ApiGateway::DomainName', 'AWS::ApiGateway::DomainNameV2', 'AWS::ApiGatewayV2::DomainName'],
    targets: 'account',
    risk: 'high',
    why: 'a name under a wildcard domain takes its requests',
    source: 'Amazon API Gateway, "Wildcard custom domain names"',
    judge: judgeNameClaims,
  },
  {
    types: ['AWS::ApiGateway::DomainNameAccessAssociation'],
    targets: ['DomainNameArn'],
    risk: 'medium',
    why: 'a VPC endpoint reaches the private domain through it',
    source: 'Amazon API Gateway, "Custom domain names for private APIs in API Gateway"',
  },
  {
    types: [
      'AWS::ApiGateway::Resource',
      'AWS::ApiGateway::Method',
      'AWS::ApiGateway::GatewayResponse',
      'AWS::ApiGateway::Authorizer',
      'AWS::ApiGateway::RequestValidator',
      'AWS::ApiGateway::Model',
    ],
    targets: ['RestApiId'],
    risk: 'medium',
    why: 'with the next deployment of the API it takes requests of a greedy path, or changes answers',
    source: REST_CHANGES,
  },
  {
    types: ['AWS::ApiGateway::DocumentationPart', 'AWS::ApiGateway::DocumentationVersion'],
    targets: ['RestApiId'],
    risk: 'safe',
    why: 'it only documents the API',
    source: 'Amazon API Gateway, "Documentation for REST APIs"',
  },
  {
    types: ['AWS::ApiGateway::UsagePlan', 'AWS::ApiGateway::UsagePlanKey'],
    targets: ['ApiStages.ApiId', 'UsagePlanId', 'KeyId'],
    risk: 'medium',
    why: 'requests with its keys are throttled and limited',
    source: 'Amazon API Gateway, "Usage plans and API keys for REST APIs"',
  },
  {
    types: ['AWS::ApiGateway::Account'],
    targets: 'account',
    risk: 'medium',
    why: 'it sets the role with which every API of the Region writes its logs',
    source: 'Amazon API Gateway, "Set up CloudWatch logging for REST APIs in API Gateway"',
  },
  {
    types: ['AWS::AppSync::Resolver', 'AWS::AppSync::GraphQLSchema', 'AWS::AppSync::ApiCache'],
    targets: ['ApiId'],
    risk: 'high',
    why: 'the API answers with it at once',
    source: 'AWS AppSync, "Configuring resolvers"',
  },
  {
    types: ['AWS::AppSync::SourceApiAssociation', 'AWS::AppSync::DomainNameApiAssociation'],
    targets: ['MergedApiIdentifier', 'DomainName'],
    risk: 'high',
    why: 'the merged API, or the domain, answers with it at once',
    source: 'AWS AppSync, "Merging APIs in AWS AppSync"',
  },
  {
    types: [
      'AWS::AppSync::DataSource',
      'AWS::AppSync::FunctionConfiguration',
      'AWS::AppSync::ApiKey',
      'AWS::AppSync::ChannelNamespace',
    ],
    targets: ['ApiId'],
    risk: 'safe',
    why: 'requests need a resolver that uses it, or are for its own name',
    source: 'AWS AppSync, "Configuring resolvers"',
  },
];
