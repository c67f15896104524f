import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { elbClient } from '../../../lambdas/adapters/clients/elb';
import { route53Client } from '../../../lambdas/adapters/clients/route53';
import { elbTargetHealth } from '../../../lambdas/adapters/preflight/elb-target-health';
import { route53RecordsApi } from '../../../lambdas/adapters/routers/route53/route53-records-api';
import { assumedRole } from '../../../lambdas/adapters/shared/assumed-role';
import { accessRemedy } from '../../../lambdas/core/access/refused-call';
import { serve } from '../../support/accounts/serve';
import { type WireAnswer, type WireRequest, xml, xmlError } from '../../support/accounts/wire';

const role = { roleArn: 'arn:aws:iam::444455556666:role/cutover-access', externalId: 'cutover-1' };
const before = { ...process.env };
const requests: WireRequest[] = [];
let sts: () => WireAnswer;
let server: Awaited<ReturnType<typeof serve>>;

const credentials = (fields: string) =>
  xml(
    '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>' +
      `<Credentials>${fields}</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  );
const KEYS = '<AccessKeyId>ASIAOTHER</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>';
const TOKEN = '<SessionToken>token</SessionToken>';
const inHours = (hours: number) =>
  `<Expiration>${new Date(Date.now() + hours * 3_600_000).toISOString()}</Expiration>`;

beforeAll(async () => {
  server = await serve((request) => {
    requests.push(request);
    return request.body.includes('Action=AssumeRole')
      ? sts()
      : xml(
          '<ListResourceRecordSetsResponse><IsTruncated>false</IsTruncated></ListResourceRecordSetsResponse>',
        );
  });
  process.env = { ...before, ...server.environment };
});
afterEach(() => {
  requests.splice(0);
});
afterAll(async () => {
  process.env = before;
  await server.close();
});

const askedSts = () => requests.filter(({ body }) => body.includes('Action=AssumeRole'));

describe('a client of another account', () => {
  test('assumes the role with its external ID once, and signs with its credentials', async () => {
    sts = () => credentials(KEYS + TOKEN + inHours(1));
    const client = route53Client({ role });
    const api = route53RecordsApi(client);
    await api.list('Z1', {});
    await api.list('Z1', {});
    expect(askedSts().map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
      {
        Action: 'AssumeRole',
        ExternalId: role.externalId,
        RoleArn: role.roleArn,
        RoleSessionName: 'cutover',
        Version: '2011-06-15',
      },
    ]);
    const calls = requests.filter(({ path }) => path.includes('hostedzone'));
    expect(calls).toHaveLength(2);
    for (const { headers } of calls) {
      expect(headers.authorization).toContain('Credential=ASIAOTHER/');
      expect(headers['x-amz-security-token']).toBe('token');
    }
    client.destroy();
  });

  test('assumes the role again before its credentials expire', async () => {
    sts = () => credentials(KEYS + TOKEN + inHours(0.01));
    const client = route53Client({ role });
    await route53RecordsApi(client).list('Z1', {});
    await route53RecordsApi(client).list('Z1', {});
    expect(askedSts().length).toBeGreaterThan(1);
    client.destroy();
  });

  test('calls STS in the Region of the client, and without an external ID where there is none', async () => {
    sts = () => credentials(KEYS);
    const { roleArn } = role;
    expect(await assumedRole({ roleArn }, 'us-west-2')()).toEqual({
      accessKeyId: 'ASIAOTHER',
      secretAccessKey: 'secret',
    });
    const [request] = askedSts();
    expect(request?.headers.authorization).toContain('/us-west-2/sts/');
    expect(request?.body).not.toContain('ExternalId');
  });

  test('fails with what STS says, whose remedy names both roles', async () => {
    const message =
      'User: arn:aws:sts::111122223333:assumed-role/Preflight/one is not authorized to perform: ' +
      `sts:AssumeRole on resource: ${role.roleArn}`;
    sts = () => xmlError('AccessDenied', message, 403);
    const client = elbClient({ role });
    const read = elbTargetHealth(client).targets('arn:aws:elasticloadbalancing:eu-west-1:4:targetgroup/a/b');
    const error = await read.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: 'AccessDenied', message });
    expect(accessRemedy(error)).toContain(
      `allow the role Preflight of account 111122223333 sts:AssumeRole on ${role.roleArn}`,
    );
    client.destroy();
  });

  test('fails when STS answers without credentials', async () => {
    sts = () => credentials('');
    await expect(assumedRole(role)()).rejects.toThrow(`STS answered without credentials for ${role.roleArn}`);
  });
});
