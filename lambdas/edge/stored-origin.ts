import type { RequestOrigin } from 'cloudfront';

const STORED_URL = /^https:\/\/([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)(\/[!-~]{0,254})?$/;

/**
 * The origin for a URL in the key value store, such as
 * `https://abc.execute-api.eu-west-1.amazonaws.com/prod/`.
 * @throws Error when it is not an https URL, or has a query or a fragment
 */
export function storedOrigin(url: string): RequestOrigin {
  const found = STORED_URL.exec(url);
  if (found === null || /[?#]/.test(url)) {
    throw new Error('the store holds a URL that is not https://HOST or https://HOST/PATH');
  }
  const path = (found[2] ?? '').replace(/\/+$/, '');
  return Object.assign(
    {
      domainName: found[1] as string,
      // The custom headers and the access control of the old origin must not be sent to another host.
      customHeaders: {},
      originAccessControlConfig: { enabled: false as const },
      customOriginConfig: { port: 443, protocol: 'https' as const, sslProtocols: ['TLSv1.2'] },
    },
    // An empty path is not allowed. Without one, the path of the old origin is inherited; the construct
    // ensures that it has none.
    path === '' ? {} : { originPath: path },
  );
}
