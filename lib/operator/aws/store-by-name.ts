import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { request } from 'undici';
import { AwsError } from '../../shared/aws-error';
import type { Signing } from './send-signed';

/** Where CloudFront answers, and who asks. */
export interface StoreLookup {
  /** The address of CloudFront's API, such as `https://cloudfront.amazonaws.com`. */
  readonly endpoint: string;
  readonly credentials: Signing['credentials'];
}

/** CloudFront's API is in this Region, and requests are signed for it. */
const REGION = 'us-east-1';
const TIMEOUT_MS = 20_000;

/**
 * The ARN of the key value store of a name in the caller's account. The client of the store's own API takes
 * ARNs alone, and this is the only call of CloudFront's other API, so it is signed here.
 * Source: Amazon CloudFront API Reference, DescribeKeyValueStore.
 * @param name letters, digits, `-` and `_`
 * @returns null when the account has no store of this name
 * @throws AwsError when CloudFront could not be reached, or refused the call
 */
export async function storeArnByName(
  name: string,
  { endpoint, credentials }: StoreLookup,
): Promise<string | null> {
  const url = new URL(`/2020-05-31/key-value-store/${name}`, endpoint);
  const { protocol, hostname, port, pathname, host } = url;
  const signer = new SignatureV4({ service: 'cloudfront', region: REGION, credentials, sha256: Sha256 });
  const signed = await signer.sign({
    ...{ method: 'GET', protocol, hostname, path: pathname, query: {}, headers: { host } },
    ...(port === '' ? {} : { port: Number(port) }),
  });
  const answer = await request(url, {
    ...{ method: 'GET', headers: signed.headers },
    ...{ headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS },
  }).catch((error: Error) => {
    throw new AwsError(
      `could not look up the key value store "${name}" at ${endpoint}: ${error.message}; see that this ` +
        'machine reaches AWS, or give the ARN of the store',
      { cause: error },
    );
  });
  const text = await answer.body.text();
  const code = elementIn(text, 'Code');
  if (answer.statusCode === 404 && code === 'EntityNotFound') {
    return null;
  }
  const arn = elementIn(text, 'ARN');
  if (answer.statusCode !== 200 || arn === null) {
    throw new AwsError(
      `could not look up the key value store "${name}": ${answer.statusCode} ${code ?? ''} ` +
        `${elementIn(text, 'Message') ?? text.slice(0, 200)}; allow cloudfront:DescribeKeyValueStore, or ` +
        'give the ARN of the store',
    );
  }
  return arn;
}

/** The text of the first element of a name. */
function elementIn(xml: string, element: string): string | null {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? null;
}
