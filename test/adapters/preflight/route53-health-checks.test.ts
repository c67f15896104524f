import { Route53Client } from '@aws-sdk/client-route-53';
import { expect, test } from '@jest/globals';
import { route53HealthChecks } from '../../../lambdas/adapters/preflight/route53-health-checks';
import { describeHealthChecks } from '../../contracts/health-checks.contract';
import { inTurn, type WireAnswer, wire, xml, xmlError } from '../../support/accounts/wire';

const answerWith = (config: string) =>
  xml(
    `<GetHealthCheckResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HealthCheck><Id>hc-1</Id>${config}</HealthCheck></GetHealthCheckResponse>`,
  );
const onAlarm = (alarm: string, more = '') =>
  answerWith(
    `<HealthCheckConfig><Type>CLOUDWATCH_METRIC</Type>${more}<AlarmIdentifier><Region>eu-west-1</Region><Name>${alarm}</Name></AlarmIdentifier><InsufficientDataHealthStatus>LastKnownStatus</InsufficientDataHealthStatus></HealthCheckConfig>`,
  );
const healthChecksOf = (...answers: WireAnswer[]) => {
  const { config, requests } = wire(inTurn(...answers));
  return { healthChecks: route53HealthChecks(new Route53Client(config)), requests };
};

describeHealthChecks('route53HealthChecks', async () => {
  const known = new Map<string, WireAnswer>();
  const { config } = wire(
    ({ path }) =>
      known.get(path.split('/').at(-1) ?? '') ?? xmlError('NoSuchHealthCheck', 'no such health check', 404),
  );
  const seed = async (answer: WireAnswer) => {
    known.set(`hc-${known.size}`, answer);
    return `hc-${known.size - 1}`;
  };
  return {
    healthChecks: route53HealthChecks(new Route53Client(config)),
    missingId: 'missing',
    seedOnAlarm: (alarm) => seed(onAlarm(alarm)),
    seedOnEndpoint: () =>
      seed(answerWith('<HealthCheckConfig><Type>HTTPS</Type><Port>443</Port></HealthCheckConfig>')),
  };
});

test('requests the health check by its id', async () => {
  const { healthChecks, requests } = healthChecksOf(onAlarm('a'));
  await healthChecks.describe('hc-1', {});
  expect(requests).toMatchObject([{ method: 'GET', path: '/2013-04-01/healthcheck/hc-1' }]);
});

test('reads whether it is disabled or inverted', async () => {
  const { healthChecks } = healthChecksOf(onAlarm('a', '<Inverted>true</Inverted><Disabled>true</Disabled>'));
  expect(await healthChecks.describe('hc-1', {})).toMatchObject({ disabled: true, inverted: true });
});

test('a response without a health check has the kind unknown', async () => {
  const { healthChecks } = healthChecksOf(xml('<GetHealthCheckResponse/>'));
  expect(await healthChecks.describe('hc-1', {})).toMatchObject({ kind: 'unknown', alarm: null });
});

test('throttling is a ServiceBusyError, and any other error is thrown', async () => {
  const { healthChecks } = healthChecksOf(
    xmlError('Throttling', 'Rate exceeded'),
    xmlError('AccessDenied', 'not authorized', 403),
  );
  await expect(healthChecks.describe('hc-1', {})).rejects.toMatchObject({ name: 'ServiceBusyError' });
  await expect(healthChecks.describe('hc-1', {})).rejects.toMatchObject({ name: 'AccessDenied' });
});
