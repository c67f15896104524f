import { type ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import type { Certificates } from '../../ports';
import { answerOf, isNamed } from '../shared/service-errors';

/** Reads ACM certificates in the Region of the client. */
export const acmCertificates = (client: Pick<ACMClient, 'send'>): Certificates => ({
  describe: async (certificateArn) => {
    try {
      const { Certificate } = await answerOf(
        client.send(new DescribeCertificateCommand({ CertificateArn: certificateArn })),
      );
      const { Status, DomainName, SubjectAlternativeNames = [], NotAfter } = Certificate ?? {};
      return {
        status: Status ?? 'unknown',
        names: [...new Set([DomainName, ...SubjectAlternativeNames])].filter((name) => name !== undefined),
        notAfter: NotAfter?.getTime() ?? null,
      };
    } catch (error) {
      if (isNamed(error, 'ResourceNotFoundException')) {
        return null;
      }
      throw error;
    }
  },
});
