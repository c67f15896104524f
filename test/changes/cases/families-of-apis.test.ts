import { test } from '@jest/globals';
import { type AdditionCase, expectAddition, lineOfResource as one } from './additions';

const API = one('AWS::ApiGatewayV2::Api', 'Name: a, ProtocolType: HTTP', 'Api');
const route = (key: string, id = 'New', api = '!Ref Api') =>
  one('AWS::ApiGatewayV2::Route', `ApiId: ${api}, RouteKey: '${key}'`, id);
const REST = one('AWS::ApiGateway::RestApi', 'Name: r', 'Rest');
const deployment = (more: string) => one('AWS::ApiGateway::Deployment', `RestApiId: !Ref Rest${more}`);
const distribution = (alias: string, id = 'New') =>
  one('AWS::CloudFront::Distribution', `DistributionConfig: { Aliases: [${alias}] }`, id);
const domain = (name: string, id = 'New') => one('AWS::ApiGatewayV2::DomainName', `DomainName: ${name}`, id);

const cases: AdditionCase[] = [
  [
    'a route before the default one',
    [API, route('$default', 'Live')],
    [route('GET /a')],
    'high',
    /from Live \(\$default\)/,
  ],
  [
    'a route before a greedy one',
    [API, route('ANY /{proxy+}', 'Live')],
    [route('GET /a/b')],
    'high',
    /from Live/,
  ],
  [
    'a route beside one of another method',
    [API, route('POST /a', 'Live')],
    [route('GET /a')],
    'medium',
    /that no route matched/,
  ],
  [
    'a route beside one with a variable',
    [API, route('GET /a/{id}', 'Live')],
    [route('GET /a/me')],
    'high',
    /from Live/,
  ],
  [
    'a default route beside other ones',
    [API, route('GET /a', 'Live')],
    [route('$default')],
    'medium',
    /that no route matched/,
  ],
  [
    'a route of an API that is not in the template',
    [],
    [route('GET /a', 'New', 'abc')],
    'high',
    /are not known/,
  ],
  ['a route of an added API', [], [API, route('$default')], 'safe', /^$/],
  [
    'a method of a live REST API',
    [REST],
    [one('AWS::ApiGateway::Method', 'RestApiId: !Ref Rest')],
    'medium',
    /next deployment/,
  ],
  ['a deployment to a stage', [REST], [deployment(', StageName: prod')], 'high', /serves it at once/],
  ['a deployment that no stage has yet', [REST], [deployment('')], 'safe', /^$/],
  [
    'a mapping of a live domain',
    [domain('a.test', 'Live')],
    [one('AWS::ApiGatewayV2::ApiMapping', 'DomainName: !Ref Live')],
    'high',
    /go to its API/,
  ],
  [
    'a domain under a live wildcard',
    [domain("'*.a.test'", 'Live')],
    [domain('api.a.test')],
    'high',
    /takes the requests for api.a.test from Live/,
  ],
  ['a domain of its own', [domain('b.test', 'Live')], [domain('a.test')], 'safe', /^$/],
  [
    'an alias under a live wildcard',
    [distribution("'*.a.test'", 'Live')],
    [distribution('API.a.test')],
    'high',
    /from Live, which serves \*.a.test/,
  ],
  [
    'an alias that is in use',
    [distribution('a.test', 'Live')],
    [distribution('a.test')],
    'high',
    /refuses it/,
  ],
  [
    'a web ACL on a live balancer',
    [one('AWS::ElasticLoadBalancingV2::LoadBalancer', '', 'Lb')],
    [one('AWS::WAFv2::WebACLAssociation', 'ResourceArn: !Ref Lb, WebACLArn: w')],
    'high',
    /blocks are refused/,
  ],
];

test.each(cases)('an addition to an API or a front: %s', (_, live, added, risk, words) => {
  expectAddition(live, added, risk, words);
});
