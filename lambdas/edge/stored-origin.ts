import type { RequestOrigin } from 'cloudfront';

const STORED_URL = /^https:\/\/([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)(\/[!-~]{0,254})?$/;

/**
 * The origin at a URL of the store, such as `https://abc.execute-api.eu-west-1.amazonaws.com/prod/`.
 * @throws Error when it is no https URL of a host with at most a path
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
      // What is set for the old path is not for whoever the store names.
      customHeaders: {},
      originAccessControlConfig: { enabled: false as const },
      customOriginConfig: { port: 443, protocol: 'https' as const, sslProtocols: ['TLSv1.2'] },
    },
    // An empty path is not allowed; left out, that of the old origin would be inherited, which the construct takes care has none.
    path === '' ? {} : { originPath: path },
  );
}
