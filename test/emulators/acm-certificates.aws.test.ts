import { DeleteCertificateCommand, RequestCertificateCommand } from '@aws-sdk/client-acm';
import { afterAll } from '@jest/globals';
import { acmClient } from '../../lambdas/adapters/clients/acm';
import { acmCertificates } from '../../lambdas/adapters/preflight/acm-certificates';
import { describeCertificates, type SeededCertificate } from '../contracts/certificates.contract';

const client = acmClient();
afterAll(() => client.destroy());

/** A certificate of a private authority needs no validation. */
const AUTHORITY = `arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/${crypto.randomUUID()}`;

async function requestCertificate(certificate: SeededCertificate, authority: object): Promise<string> {
  const { CertificateArn = '' } = await client.send(
    new RequestCertificateCommand({
      DomainName: certificate.domainName,
      SubjectAlternativeNames: certificate.otherNames.length === 0 ? undefined : [...certificate.otherNames],
      ValidationMethod: 'DNS',
      ...authority,
    }),
  );
  return CertificateArn;
}

describeCertificates(
  'acmCertificates on moto',
  async () => {
    const missingArn = await requestCertificate({ domainName: 'gone.example.com', otherNames: [] }, {});
    await client.send(new DeleteCertificateCommand({ CertificateArn: missingArn }));
    return {
      certificates: acmCertificates(client),
      missingArn,
      seedIssued: (certificate) => requestCertificate(certificate, { CertificateAuthorityArn: AUTHORITY }),
      seedPending: (certificate) => requestCertificate(certificate, {}),
      now: Date.now,
    };
  },
  { 'pending ends': 'moto sets the dates of a certificate before it is issued' },
);
