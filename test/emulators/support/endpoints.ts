/** Where `npm run test:aws` serves an API. @param api as the SDK names it, such as `ROUTE_53` */
export function endpointOf(api: string): string {
  const endpoint = process.env[`AWS_ENDPOINT_URL_${api}`];
  if (endpoint === undefined) {
    throw new Error(`there is no emulator for ${api}; start these tests with: npm run test:aws`);
  }
  return endpoint;
}

/**
 * A name that is unused since the emulators started, so that each test has a zone, table or group of its own.
 */
export const freshName = (): string => `t${crypto.randomUUID().slice(0, 13)}`;
