import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { WireRequest } from '../accounts/wire';

/** The secret of a caller, as AWS has it. */
export interface Secret {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The header `authorization` that a request to a function URL must have: AWS computes it the same way. */
export async function signatureOf(
  { method, path, headers, body }: Pick<WireRequest, 'method' | 'path' | 'headers' | 'body'>,
  credentials: Secret,
): Promise<string | undefined> {
  const { host = '' } = headers;
  const sessionToken = headers['x-amz-security-token'];
  const signer = new SignatureV4({
    ...{ service: 'lambda', region: 'eu-west-1', sha256: Sha256 },
    credentials: { ...credentials, ...(sessionToken === undefined ? {} : { sessionToken }) },
  });
  const date = headers['x-amz-date'] ?? '';
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const [hostname = '', port] = host.split(':');
  const signed = await signer.sign(
    {
      ...{ method, path, protocol: 'http:', hostname, port: Number(port), query: {}, body },
      headers: { host, 'content-type': headers['content-type'] ?? '' },
    },
    { signingDate: new Date(iso) },
  );
  return signed.headers.authorization;
}
