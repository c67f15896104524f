import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Certificates } from '../../lambdas/ports';
import { type Gaps, testUnless } from './gaps';

/** A certificate to be set up. */
export interface SeededCertificate {
  readonly domainName: string;
  readonly otherNames: readonly string[];
}

/** A source of certificates, and how a test creates them. */
export interface CertificatesHarness {
  readonly certificates: Certificates;
  /** The ARN of a certificate that does not exist. */
  readonly missingArn: string;
  /** Creates an issued certificate that is valid now, in the harness's time. @returns its ARN */
  seedIssued(certificate: SeededCertificate): Promise<string>;
  /** Creates a certificate that waits for its validation. @returns its ARN */
  seedPending(certificate: SeededCertificate): Promise<string>;
  /** Epoch milliseconds. */
  now(): number;
}

/** What every source of certificates must do. */
export function describeCertificates(
  name: string,
  make: () => Promise<CertificatesHarness>,
  gaps: Gaps<'pending ends' | 'missing certificates'> = {},
): void {
  describe(`${name} as certificates`, () => {
    let harness: CertificatesHarness;

    beforeEach(async () => {
      harness = await make();
    });

    test('reads an issued certificate', async () => {
      const arn = await harness.seedIssued({
        domainName: 'api.example.com',
        otherNames: ['*.api.example.com'],
      });
      const found = await harness.certificates.describe(arn);
      expect(found?.status).toBe('ISSUED');
      expect([...(found?.names ?? [])].sort()).toEqual(['*.api.example.com', 'api.example.com']);
      expect(found?.notAfter).toBeGreaterThan(harness.now());
    });

    test('lists each domain name once', async () => {
      const arn = await harness.seedIssued({
        domainName: 'api.example.com',
        otherNames: ['api.example.com'],
      });
      expect((await harness.certificates.describe(arn))?.names).toEqual(['api.example.com']);
    });

    test('reads a certificate that waits for its validation', async () => {
      const arn = await harness.seedPending({ domainName: 'api.example.com', otherNames: [] });
      expect(await harness.certificates.describe(arn)).toMatchObject({
        status: 'PENDING_VALIDATION',
        names: ['api.example.com'],
      });
    });

    testUnless(
      gaps['pending ends'],
      'reads no expiry date while a certificate waits for its validation',
      async () => {
        const arn = await harness.seedPending({ domainName: 'api.example.com', otherNames: [] });
        expect((await harness.certificates.describe(arn))?.notAfter).toBeNull();
      },
    );

    testUnless(
      gaps['missing certificates'],
      'returns null for a certificate that does not exist',
      async () => {
        expect(await harness.certificates.describe(harness.missingArn)).toBeNull();
      },
    );
  });
}
