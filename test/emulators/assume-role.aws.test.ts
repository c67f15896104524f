import { randomInt } from 'node:crypto';
import { RequestCertificateCommand } from '@aws-sdk/client-acm';
import { describe, expect, test } from '@jest/globals';
import { acmClient } from '../../lambdas/adapters/clients/acm';
import { elbClient } from '../../lambdas/adapters/clients/elb';
import { acmCertificates } from '../../lambdas/adapters/preflight/acm-certificates';
import { certificatesByArn, targetsByArn } from '../../lambdas/adapters/preflight/by-place';
import { elbTargetHealth } from '../../lambdas/adapters/preflight/elb-target-health';
import { freshName } from './support/endpoints';
import { createTargetGroup } from './support/target-group';

/** moto keeps accounts and Regions apart: what stands in one cannot be seen from another. */

const roleIn = (account: string) => ({
  roleArn: `arn:aws:iam::${account}:role/cutover-access`,
  externalId: 'cutover',
});
const role = roleIn(`${randomInt(1e11, 1e12)}`);

describe('a role of another account, assumed on moto', () => {
  const targets = (roles: readonly { roleArn: string }[]) =>
    targetsByArn((place) => elbTargetHealth(elbClient(place)), roles);

  test('reads a target group there, which is not seen without the role', async () => {
    const arn = await createTargetGroup(elbClient({ role }));
    expect(arn.split(':')[4]).toBe(role.roleArn.split(':')[4]);
    expect(await targets([role]).targets(arn)).toEqual([]);
    expect(await targets([]).targets(arn)).toBeNull();
    expect(await targets([roleIn('999988887777')]).targets(arn)).toBeNull();
  });

  test('reads a certificate there in its Region', async () => {
    const client = acmClient({ region: 'us-east-1', role });
    const { CertificateArn = '' } = await client.send(
      new RequestCertificateCommand({ DomainName: `${freshName()}.example.com` }),
    );
    const of = (roles: readonly { roleArn: string }[]) =>
      certificatesByArn((place) => acmCertificates(acmClient(place)), roles).describe(CertificateArn);
    expect(CertificateArn.split(':').slice(3, 5)).toEqual(['us-east-1', role.roleArn.split(':')[4]]);
    expect(await of([role])).toMatchObject({ status: 'PENDING_VALIDATION' });
    expect(await of([])).toBeNull();
  });
});

test('a certificate of the own account is read in the Region of its ARN', async () => {
  const { CertificateArn = '' } = await acmClient({ region: 'us-east-1' }).send(
    new RequestCertificateCommand({ DomainName: `${freshName()}.example.com` }),
  );
  const certificates = certificatesByArn((place) => acmCertificates(acmClient(place)));
  expect(await certificates.describe(CertificateArn)).toMatchObject({ status: 'PENDING_VALIDATION' });
  expect(await acmCertificates(acmClient()).describe(CertificateArn)).toBeNull();
});
