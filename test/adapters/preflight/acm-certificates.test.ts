import { ACMClient } from '@aws-sdk/client-acm';
import { expect, test } from '@jest/globals';
import { acmCertificates } from '../../../lambdas/adapters/preflight/acm-certificates';
import { describeCertificates, type SeededCertificate } from '../../contracts/certificates.contract';
import { inTurn, json, jsonError, type WireAnswer, wire } from '../../support/accounts/wire';

const arn = (name: string) => `arn:aws:acm:eu-west-1:111122223333:certificate/${name}`;
const now = Date.parse('2026-11-20T12:00:00Z');
const certificatesOf = (...answers: WireAnswer[]) =>
  acmCertificates(new ACMClient(wire(inTurn(...answers)).config));

describeCertificates('acmCertificates', async () => {
  const known = new Map<string, WireAnswer>();
  const { config } = wire(
    ({ body }) =>
      known.get(JSON.parse(body).CertificateArn) ??
      jsonError('ResourceNotFoundException', 'Could not find it'),
  );
  const seed = async ({ domainName, otherNames }: SeededCertificate, more: object) => {
    const seeded = arn(`certificate-${known.size}`);
    const SubjectAlternativeNames = [domainName, ...otherNames];
    known.set(seeded, json({ Certificate: { DomainName: domainName, SubjectAlternativeNames, ...more } }));
    return seeded;
  };
  return {
    certificates: acmCertificates(new ACMClient(config)),
    missingArn: arn('missing'),
    seedIssued: (certificate) => seed(certificate, { Status: 'ISSUED', NotAfter: now / 1000 + 86_400 }),
    seedPending: (certificate) => seed(certificate, { Status: 'PENDING_VALIDATION' }),
    now: () => now,
  };
});

test('the expiry time is in milliseconds', async () => {
  const certificates = certificatesOf(json({ Certificate: { Status: 'ISSUED', NotAfter: 1_800_000_000 } }));
  expect(await certificates.describe(arn('a'))).toEqual({
    status: 'ISSUED',
    names: [],
    notAfter: 1_800_000_000_000,
  });
});

test('a response without a certificate has the status unknown', async () => {
  expect(await certificatesOf(json({})).describe(arn('a'))).toMatchObject({ status: 'unknown' });
});

test('throttling is a ServiceBusyError', async () => {
  const certificates = certificatesOf(jsonError('ThrottlingException', 'Rate exceeded'));
  await expect(certificates.describe(arn('a'))).rejects.toMatchObject({ name: 'ServiceBusyError' });
});

test('any other error is thrown, and is not a missing certificate', async () => {
  const certificates = certificatesOf(jsonError('InvalidArnException', 'not an ARN'));
  await expect(certificates.describe(arn('a'))).rejects.toMatchObject({ name: 'InvalidArnException' });
});
