/**
 * What an operator can do about a certificate of this status. Only one that waits for its validation can
 * still be issued.
 * Source: AWS Certificate Manager API Reference, CertificateDetail, "Status".
 */
export function certificateStatusRemedy(status: string): string {
  return status === 'PENDING_VALIDATION'
    ? 'create the CNAME records that ACM asks for, and wait until the certificate is ISSUED'
    : 'request or import a new certificate, let the new path use it, and set preflight.certificateArn to' +
        ` it; one that is ${status} stays so`;
}
