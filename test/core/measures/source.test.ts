import { describe, expect, test } from '@jest/globals';
import {
  isPartOf,
  readSource,
  sourceList,
  targetGroupSource,
  unitOf,
} from '../../../lambdas/core/measures/source';

describe('a source', () => {
  test.each([
    ['app/new/1', { kind: 'app', loadBalancer: 'app/new/1', targetGroup: null }],
    ['app/new/1/targetgroup/a/2', { kind: 'app', loadBalancer: 'app/new/1', targetGroup: 'targetgroup/a/2' }],
    ['net/new/1', { kind: 'net', loadBalancer: 'net/new/1' }],
    ['api/abc', { kind: 'http-api', apiId: 'abc', stage: null }],
    ['api/abc/$default', { kind: 'http-api', apiId: 'abc', stage: '$default' }],
    ['rest-api/my orders', { kind: 'rest-api', apiName: 'my orders', stage: null }],
    ['rest-api/orders/live', { kind: 'rest-api', apiName: 'orders', stage: 'live' }],
    ['cloudfront/E123ABC456', { kind: 'cloudfront', distributionId: 'E123ABC456' }],
  ])('%s is read by its parts', (source, read) => {
    expect(readSource(source)).toEqual(read);
  });

  test('of a target group has the end of its ARN behind its load balancer', () => {
    const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/a/2';
    expect(targetGroupSource('app/new/1', arn)).toBe('app/new/1/targetgroup/a/2');
  });

  test('may be one or a list', () => {
    expect(sourceList('api/a')).toEqual(['api/a']);
    expect(sourceList(['api/a', 'api/b'])).toEqual(['api/a', 'api/b']);
  });

  test.each([
    ['app/x/1/targetgroup/a/2', 'app/x/1', true],
    ['api/a/live', 'api/a', true],
    ['api/a', 'api/a', true],
    ['api/a', 'api/a/live', false],
    ['api/ab', 'api/a', false],
  ])('%s is part of %s: %p', (part, whole, is) => {
    expect(isPartOf(part, whole)).toBe(is);
  });

  test('of an NLB counts flows, and every other one requests', () => {
    expect(unitOf(['net/a/1', 'net/b/2'])).toBe('flows');
    expect(unitOf(['net/a/1', 'api/b'])).toBe('requests');
  });
});
