import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { AdditiveApiGateway } from '../../../lib/new-path/additive-api-gateway';
import { CutoverAlarms, type CutoverAlarmsProps } from '../../../lib/new-path/cutover-alarms';
import { newPathStack } from '../../support/templates/new-path-stack';

const ISSUER = 'https://login.example.com';

describe('AdditiveApiGateway', () => {
  test.each([
    ['verifies tokens of an issuer', new HttpJwtAuthorizer('Jwt', ISSUER, { jwtAudience: ['api'] }), 'JWT'],
    ['leaves it to the service', undefined, 'NONE'],
  ])('%s', (_, authorizer, type) => {
    const { stack, ...given } = newPathStack();
    new AdditiveApiGateway(stack, 'NewPath', {
      ...{ ...given, serviceName: 'api', recordNames: ['api.example.com'] },
      ...(authorizer === undefined ? {} : { authorizer }),
    });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      ...{ RouteKey: '$default', AuthorizationType: type },
    });
    const authorizers = Object.values(template.findResources('AWS::ApiGatewayV2::Authorizer'));
    expect(authorizers.map(({ Properties }) => Properties.JwtConfiguration)).toEqual(
      type === 'NONE' ? [] : [{ Audience: ['api'], Issuer: ISSUER }],
    );
  });
});

describe('CutoverAlarms of a REST API', () => {
  const alarmsOf = (props: Partial<CutoverAlarmsProps>) => {
    const { stack } = newPathStack();
    const alarms = new CutoverAlarms(stack, 'Alarms', { prefix: 'api', ...props });
    return { names: alarms.names, template: Template.fromStack(stack) };
  };

  test('count by the names of the API and its stage, with the metrics that REST APIs have', () => {
    const { names, template } = alarmsOf({ restApi: { apiName: 'users', stageName: 'prod' } });
    expect(names).toEqual(['api-rest-error-rate', 'api-rest-5xx', 'api-rest-p99']);
    const dimensions = [
      { Name: 'ApiName', Value: 'users' },
      { Name: 'Stage', Value: 'prod' },
    ];
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...{ AlarmName: 'api-rest-p99', MetricName: 'Latency', Threshold: 1_000, Dimensions: dimensions },
    });
    const [rate] = Object.values(template.findResources('AWS::CloudWatch::Alarm')).filter(
      ({ Properties }) => Properties.AlarmName === 'api-rest-error-rate',
    );
    const metrics = JSON.stringify(rate?.Properties.Metrics);
    expect(metrics).toContain('"MetricName":"5XXError"');
    expect(metrics).toContain('"MetricName":"Count"');
  });

  test('are enough alone, and something must be monitored', () => {
    expect(() => alarmsOf({})).toThrow(/loadBalancer, httpApi, restApi: are missing, so no request/);
  });
});
