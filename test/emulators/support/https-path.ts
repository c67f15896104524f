import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { anyAddress } from '../../../lambdas/adapters/http-probe/address-guard';
import { undiciProbe } from '../../../lambdas/adapters/http-probe/undici-probe';
import type { HttpProbe } from '../../../lambdas/ports';

const tlsFile = (name: string) => join(__dirname, '../../fixtures/tls', name);
/** File of the authority that signed the certificate of every path. */
export const AUTHORITY = tlsFile('authority.crt');

/**
 * The address of the new path in plans. Deployed smoke tests never connect to a loopback address, so that
 * the bundles of an assembly connect to the services here in its place; see `assembly.ts`.
 */
export const STAND_IN_ADDRESS = '10.0.0.1';

const probe = undiciProbe({ guard: anyAddress, ca: readFileSync(AUTHORITY, 'utf8') });

/** What the records of a live route hold. A deployed smoke test never connects to it. */
export const RECORD_VALUE = '127.0.0.1';

const deployed = undiciProbe();

/**
 * A probe that trusts the test authority and connects to the loopback address, except for what a deployed one
 * refuses: the targets of the new record.
 */
export const loopbackProbe: HttpProbe = {
  send: (request) =>
    request.connectTo === RECORD_VALUE
      ? deployed.send(request)
      : probe.send({ ...request, connectTo: '127.0.0.1' }),
};

/** A service on the loopback address, as `gw-api.example.com` and `api.example.com`. */
export interface HttpsPath {
  readonly name: string;
  readonly port: number;
  /** What a user gets: the name of the path that answered, or why there was no answer. */
  visit(): Promise<string>;
  close(): Promise<void>;
}

/** Starts such a service. @param health the status of `/health` */
export async function httpsPath(name: string, health = 200): Promise<HttpsPath> {
  const tls = { key: readFileSync(tlsFile('gw.key')), cert: readFileSync(tlsFile('gw.crt')) };
  const server = createServer(tls, ({ url }, response) => {
    response.writeHead(url === '/health' ? health : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ path: name }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    name,
    port,
    visit: async () => {
      const url = `https://api.example.com:${port}/`;
      const request = { method: 'GET', url, headers: {}, maxBytes: 1_000 };
      const answer = await loopbackProbe.send({ ...request, timeoutMs: 10_000 });
      return 'failure' in answer ? answer.failure : JSON.parse(answer.body).path;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
