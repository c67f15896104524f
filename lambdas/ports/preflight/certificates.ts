import type { CertificateReading } from '../../core/shared/readings';

/** TLS certificates. */
export interface Certificates {
  /** Null when there is no such certificate. */
  describe(certificateArn: string): Promise<CertificateReading | null>;
}
