import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Certificates } from '../../lambdas/ports';
import { type Gaps, testUnless } from './gaps';

/** A certificate to be set up. */
export interface SeededCertificate {
  readonly domainName: string;
  readonly otherNames: readonly string[];
}

/** Certificates, and what a test puts into them. */
export interface CertificatesHarness {
  readonly certificates: Certificates;
  /** The ARN of a certificate that does not exist. */
  readonly missingArn: string;
  /** Creates an issued certificate, valid at this moment of the harness's time, and gives its ARN. */
  seedIssued(certificate: SeededCertificate): Promise<string>;
  /** Creates one that waits for its validation, and gives its ARN. */
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

    test('names each domain once', async () => {
      const arn = await harness.seedIssued({
        domainName: 'api.example.com',
        otherNames: ['api.example.com'],
      });
      expect((await harness.certificates.describe(arn))?.names).toEqual(['api.example.com']);
    });

    test('reads one that waits for its validation', async () => {
      const arn = await harness.seedPending({ domainName: 'api.example.com', otherNames: [] });
      expect(await harness.certificates.describe(arn)).toMatchObject({
        status: 'PENDING_VALIDATION',
        names: ['api.example.com'],
      });
    });

    testUnless(gaps['pending ends'], 'one that waits for its validation has no end yet', async () => {
      const arn = await harness.seedPending({ domainName: 'api.example.com', otherNames: [] });
      expect((await harness.certificates.describe(arn))?.notAfter).toBeNull();
    });

    testUnless(gaps['missing certificates'], 'null when there is no such certificate', async () => {
      expect(await harness.certificates.describe(harness.missingArn)).toBeNull();
    });
  });
}
