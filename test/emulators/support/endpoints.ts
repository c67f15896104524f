/** Where `npm run test:aws` runs an API, in the SDK's words: `ROUTE_53`. */
export function endpointOf(api: string): string {
  const endpoint = process.env[`AWS_ENDPOINT_URL_${api}`];
  if (endpoint === undefined) {
    throw new Error(`there is no emulator for ${api}; start these tests with: npm run test:aws`);
  }
  return endpoint;
}

/** A name that nobody has used since the emulators started: each test has a zone, table or group of its own. */
export const freshName = (): string => `t${crypto.randomUUID().slice(0, 13)}`;
