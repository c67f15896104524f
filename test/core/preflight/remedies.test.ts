import { expect, test } from '@jest/globals';
import { certificateStatusRemedy } from '../../../lambdas/core/preflight/certificate-remedy';
import { targetRemedy } from '../../../lambdas/core/preflight/target-remedy';

test.each<[string, string, RegExp]>([
  ['initial', 'Elb.InitialHealthChecking', /^wait until the first health checks have passed$/],
  ['draining', 'Target.DeregistrationInProgress', /^wait until the targets that replace those/],
  ['unavailable', 'Target.HealthCheckDisabled', /^enable the health check .* Lambda .* or remove the group/],
  ['unused', 'Target.NotInUse', /^let a listener or rule of a load balancer/],
  ['unused', 'Target group is not configured to receive traffic', /^let a listener or rule/],
  ['unused', 'Target.InvalidState', /^start the instance/],
  ['unused', 'Target is in the stopped state', /^start the instance/],
  ['unused', 'Target.IpUnusable', /^register another address/],
  ['unused', 'Target is not registered to the target group', /^register the target/],
  ['unhealthy', 'Target.FailedHealthChecks', /^correct the service or the health check/],
  ['unknown', '', /^correct the service or the health check/],
])('a target that is %s (%s) has a remedy that can help', (state, reason, remedy) => {
  expect(targetRemedy([{ state, reason }])).toMatch(remedy);
});

test('waiting is no remedy for a target that will not change by itself', () => {
  for (const state of ['unavailable', 'unused', 'unhealthy']) {
    expect(targetRemedy([{ state, reason: '' }])).not.toMatch(/wait/);
  }
});

test('each remedy is named once', () => {
  const unhealthy = { state: 'unhealthy', reason: '' };
  const remedy = targetRemedy([unhealthy, unhealthy, { state: 'initial', reason: '' }]);
  expect(remedy.split('; ')).toHaveLength(2);
});

test.each([
  ['PENDING_VALIDATION', /^create the CNAME records .* wait until the certificate is ISSUED$/],
  ['VALIDATION_TIMED_OUT', /^request or import a new certificate.*is VALIDATION_TIMED_OUT stays so$/],
  ['EXPIRED', /^request or import a new certificate/],
  ['REVOKED', /^request or import a new certificate/],
  ['FAILED', /^request or import a new certificate/],
  ['INACTIVE', /^request or import a new certificate/],
])('a certificate that is %s has a remedy that can help', (status, remedy) => {
  expect(certificateStatusRemedy(status)).toMatch(remedy);
});
