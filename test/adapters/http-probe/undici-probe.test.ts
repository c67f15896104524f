import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, test } from '@jest/globals';
import {
  anyAddress,
  publicOnly,
  publicOrNetworks,
  publicOrPrivate,
} from '../../../lambdas/adapters/http-probe/address-guard';
import type { SocketOptions } from '../../../lambdas/adapters/http-probe/probe-socket';
import { undiciProbe } from '../../../lambdas/adapters/http-probe/undici-probe';
import type { ProbeRequest } from '../../../lambdas/ports';

const tlsFile = (name: string) => readFileSync(join(__dirname, '../../fixtures/tls', name), 'utf8');
const ca = tlsFile('authority.crt');
const key = tlsFile('gw.key');

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

const opened: { readonly server: TcpServer; readonly sockets: Set<Socket> }[] = [];

afterEach(async () => {
  for (const { server, sockets } of opened.splice(0)) {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) {
      socket.destroy();
    }
    await closed;
  }
});

/** Listens on the loopback interface, and counts the connections that reach it. */
async function listen(server: TcpServer) {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  });
  opened.push({ server, sockets });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    /** Resolves when every connection is closed. */
    idle: () => Promise.all([...sockets].map((socket) => once(socket, 'close'))),
  };
}

const serve = (listener: Listener, certificate = 'gw.crt') => {
  const server: Server = createServer({ key, cert: tlsFile(certificate) }, listener);
  server.on('tlsClientError', () => {});
  return listen(server);
};

/** A request to a server on the loopback interface, with the host name of its certificate. */
function requestTo(port: number, { host = 'gw-api.example.com', ...rest }: Changes = {}): ProbeRequest {
  return {
    method: 'GET',
    url: `https://${host}:${port}/health?a=b`,
    headers: {},
    connectTo: '127.0.0.1',
    // Far longer than any of these requests takes. Tests of timeouts have a short one.
    timeoutMs: 30_000,
    maxBytes: 1_000,
    ...rest,
  };
}

type Changes = Partial<ProbeRequest> & { readonly host?: string };

const send = (port: number, changes?: Changes, options: SocketOptions = {}) =>
  undiciProbe({ ca, guard: anyAddress, ...options }).send(requestTo(port, changes));

const toLoopback = async () => [{ address: '127.0.0.1', family: 4 }];

describe('a response', () => {
  it('has its status, headers, body and latency', async () => {
    const { port } = await serve((_, response) => {
      response.writeHead(503, { 'X-Version': '7', 'Set-Cookie': ['a=1', 'b=2'] });
      response.end('not wéll');
    });
    expect(await send(port)).toEqual({
      status: 503,
      headers: expect.objectContaining({ 'x-version': '7', 'set-cookie': 'a=1, b=2' }),
      body: 'not wéll',
      truncated: false,
      latencyMs: expect.any(Number),
    });
  });

  it('is the response to the unchanged request', async () => {
    const { port } = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk as Buffer);
      }
      const { method, url, headers, httpVersion } = request;
      response.end(
        JSON.stringify({ method, url, httpVersion, a: headers['x-a'], body: `${Buffer.concat(chunks)}` }),
      );
    });
    const answer = await send(port, { method: 'POST', headers: { 'X-A': '1' }, body: 'hello' });
    expect(JSON.parse('body' in answer ? answer.body : '')).toEqual({
      method: 'POST',
      url: '/health?a=b',
      httpVersion: '1.1',
      a: '1',
      body: 'hello',
    });
  });

  it.each([301, 302, 307])('with status %d is not followed', async (status) => {
    const { port, connections } = await serve((_, response) => {
      response.writeHead(status, { Location: '/next' });
      response.end();
    });
    expect(await send(port)).toMatchObject({ status, headers: { location: '/next' } });
    expect(connections()).toBe(1);
  });

  it('to a HEAD request has no body', async () => {
    const { port } = await serve((_, response) => response.end('hello'));
    expect(await send(port, { method: 'HEAD' })).toMatchObject({ status: 200, body: '', truncated: false });
  });
});

describe('a body', () => {
  test.each([
    [5, 'hello', false],
    [6, 'hello', false],
    [4, 'hell', true],
    [0, '', true],
  ])('of 5 bytes with a limit of %d is %j', async (maxBytes, body, truncated) => {
    const { port } = await serve((_, response) => response.end('hello'));
    expect(await send(port, { maxBytes })).toMatchObject({ body, truncated });
  });

  it('is not cut in the middle of a character', async () => {
    const { port } = await serve((_, response) => response.end('aé'));
    expect(await send(port, { maxBytes: 2 })).toMatchObject({ body: 'a', truncated: true });
  });

  it('without an end is read up to the limit, and its connection is closed', async () => {
    const { port, idle } = await serve((_, response) => {
      const more = () => {
        while (response.write('x'.repeat(10_000))) {}
      };
      response.on('drain', more);
      more();
    });
    expect(await send(port)).toMatchObject({ status: 200, body: 'x'.repeat(1_000), truncated: true });
    await idle();
  });
});

describe('a connection', () => {
  it('is new for each request and closed after it', async () => {
    const said: (string | undefined)[] = [];
    const { port, connections, idle } = await serve((request, response) => {
      said.push(request.headers.connection);
      response.end();
    });
    const probe = undiciProbe({ ca, guard: anyAddress, resolve: toLoopback });
    for (let i = 0; i < 2; i += 1) {
      const url = `https://gw-api.example.com:${port}/`;
      await probe.send({ method: 'GET', url, headers: {}, timeoutMs: 30_000, maxBytes: 1 });
    }
    await idle();
    expect(connections()).toBe(2);
    expect(said).toEqual(['close', 'close']);
  });

  it('goes to connectTo, with the host of the URL in TLS and in the Host header', async () => {
    const server = createServer({ key, cert: tlsFile('gw.crt') });
    const names: unknown[] = [];
    server.on('secureConnection', (socket) => names.push(socket.servername));
    server.on('request', (request, response) => response.end(request.headers.host));
    const { port } = await listen(server);
    // A name that is resolved, and an address that is not.
    for (const connectTo of ['new-1.eu-west-1.elb.amazonaws.com', '127.0.0.1']) {
      const asked: string[] = [];
      const resolve = async (hostname: string) => {
        asked.push(hostname);
        return toLoopback();
      };
      const answer = await send(port, { connectTo, host: 'api.example.com' }, { resolve });
      expect(answer).toMatchObject({ status: 200, body: `api.example.com:${port}` });
      expect(asked).toEqual(connectTo === '127.0.0.1' ? [] : [connectTo]);
    }
    expect(names).toEqual(['api.example.com', 'api.example.com']);
  });
});

/** One text for every address, so that a plan cannot tell what is behind a name. */
const refused = {
  failure:
    'the address is not allowed: it must be public, or in one of the allowedPrivateNetworks of the' +
    ' deployment, at one of its ports',
  retryable: false,
  unreachable: true,
};

describe('the family of a connection', () => {
  it('is that of the request, for a host name', async () => {
    const families: unknown[] = [];
    const resolve: SocketOptions['resolve'] = async (_, { family }) => {
      families.push(family);
      return toLoopback();
    };
    const { port } = await serve((_, response) => response.end());
    for (const family of [4, 6] as const) {
      await send(port, { connectTo: 'new.example.net', family }, { resolve });
    }
    await send(port, { connectTo: 'new.example.net' }, { resolve });
    expect(families).toEqual([4, 6, 0]);
  });
});

describe('an address that is not public', () => {
  const guarded = { guard: publicOnly };

  it('is refused if a name resolves to it', async () => {
    const { port, connections } = await serve((_, response) => response.end());
    const options = { ...guarded, resolve: toLoopback };
    expect(await send(port, { connectTo: 'gw-api.example.com' }, options)).toEqual(refused);
    // Node.js does not parse it as an address and resolves it: the system's resolver returns the loopback
    // address.
    expect(await send(port, { connectTo: '0x7f.1' }, options)).toEqual(refused);
    expect(connections()).toBe(0);
  });

  it('is refused in connectTo and in the URL', async () => {
    const { port, connections } = await serve((_, response) => response.end());
    const probe = undiciProbe({ ca });
    const request = { method: 'GET', headers: {}, timeoutMs: 30_000, maxBytes: 1 };
    expect(await send(port, {}, guarded)).toEqual(refused);
    for (const host of ['127.0.0.1', '0x7f.1', '2130706433']) {
      expect(await probe.send({ ...request, url: `https://${host}:${port}/` })).toEqual(refused);
    }
    for (const host of ['[::1]', '[::ffff:127.0.0.1]', '[64:ff9b::a00:1]']) {
      expect(await probe.send({ ...request, url: `https://${host}:${port}/` })).toEqual(refused);
      expect(await send(port, { connectTo: host }, { guard: publicOrPrivate })).toEqual(refused);
    }
    expect(connections()).toBe(0);
  });

  it('has one failure whatever its port does: it is never connected to', async () => {
    const listening = await serve((_, response) => response.end());
    const silent = await listen(createTcpServer());
    const closing = await listen(createTcpServer((socket) => socket.destroy()));
    const guard = publicOrNetworks([{ cidr: '10.0.0.0/8', ports: [443] }]);
    const ports = [listening.port, silent.port, closing.port, 1];
    for (const port of ports) {
      expect(await send(port, {}, { guard })).toEqual(refused);
      expect(await send(port, { connectTo: 'gw-api.example.com' }, { guard, resolve: toLoopback })).toEqual(
        refused,
      );
      // The network is allowed, and this port is not.
      expect(await send(port, { connectTo: '10.0.0.1' }, { guard })).toEqual(refused);
    }
    expect([listening, silent, closing].map(({ connections }) => connections())).toEqual([0, 0, 0]);
  });

  it('is refused by default', async () => {
    const url = 'https://10.0.0.1/';
    expect(
      await undiciProbe().send({ method: 'GET', url, headers: {}, timeoutMs: 30_000, maxBytes: 1 }),
    ).toEqual(refused);
  });
});

describe('TLS', () => {
  const never: Listener = (_, response) => {
    response.end('this must never be requested');
  };

  it('refuses a certificate for another name', async () => {
    const { port } = await serve(never);
    expect(await send(port, { host: 'gw-other.example.com' })).toEqual({
      failure: 'TLS certificate is not valid for gw-other.example.com',
      retryable: false,
    });
  });

  it('checks the certificate for the host of the URL, not for connectTo', async () => {
    const { port } = await serve(never);
    const request = { host: 'gw-other.example.com', connectTo: 'gw-api.example.com' };
    expect(await send(port, request, { resolve: toLoopback })).toMatchObject({
      failure: 'TLS certificate is not valid for gw-other.example.com',
    });
    // For an address as the host of the URL no server name is sent, but the certificate is checked for it.
    expect(await send(port, { ...request, host: '192.0.2.1' }, { resolve: toLoopback })).toMatchObject({
      failure: 'TLS certificate is not valid for 192.0.2.1',
    });
  });

  it('refuses an expired certificate', async () => {
    const { port } = await serve(never, 'expired.crt');
    expect(await send(port)).toEqual({ failure: 'TLS certificate has expired', retryable: false });
  });

  const unknownIssuer = {
    failure: 'TLS certificate has an unknown issuer (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
    retryable: false,
  };

  it('refuses an unknown issuer', async () => {
    const { port } = await serve(never);
    expect(await undiciProbe({ guard: anyAddress }).send(requestTo(port))).toEqual(unknownIssuer);
  });

  it('cannot be turned off by the environment', async () => {
    const { port } = await serve(never);
    // Node.js reads the real environment, which a test cannot change. So this runs in a separate process.
    const script = `
      const { undiciProbe } = require('./lambdas/adapters/http-probe/undici-probe.ts');
      const probe = undiciProbe({ guard: () => null });
      probe.send(${JSON.stringify(requestTo(port))}).then((answer) => console.log(JSON.stringify(answer)));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--require', 'tsx/cjs', '--eval', script],
      { cwd: join(__dirname, '../../..'), env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
    );
    expect(JSON.parse(stdout)).toEqual(unknownIssuer);
  }, 30_000);

  it('fails with a server that does not use TLS', async () => {
    const { port } = await listen(createTcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n')));
    expect(await send(port)).toEqual({
      failure: expect.stringMatching(/^TLS handshake failed \([A-Z_]+\)$/),
      retryable: true,
    });
  });
});

describe('a server that asks for a client certificate', () => {
  const clientCertificate = { certificate: tlsFile('gw.crt'), privateKey: key };
  const serveMutual = () => {
    const options = { key, cert: tlsFile('gw.crt'), ca, requestCert: true, rejectUnauthorized: true };
    const server = createServer(options, (request, response) => {
      response.end((request.socket as TLSSocket).getPeerCertificate().subject.CN);
    });
    server.on('tlsClientError', () => {});
    return listen(server);
  };

  it('gets it, and the certificate of the server is still checked', async () => {
    const { port } = await serveMutual();
    expect(await send(port, { clientCertificate })).toMatchObject({
      status: 200,
      body: 'Cutover test server',
    });
    expect(await send(port, { clientCertificate, host: 'gw-other.example.com' })).toMatchObject({
      failure: 'TLS certificate is not valid for gw-other.example.com',
    });
    expect(
      await undiciProbe({ guard: anyAddress }).send(requestTo(port, { clientCertificate })),
    ).toMatchObject({ failure: expect.stringContaining('unknown issuer') });
  });

  it('fails without one, and says what to add', async () => {
    const { port } = await serveMutual();
    expect(await send(port)).toEqual({
      failure: 'the server asks for a client certificate; add clientCertificate to the check',
      retryable: false,
    });
  });

  test.each([
    ['a certificate that is no PEM', { ...clientCertificate, certificate: 'canary' }],
    ['a key that is no PEM', { ...clientCertificate, privateKey: 'canary' }],
    ['the key of another certificate', { ...clientCertificate, certificate: ca }],
  ])('is not connected to with %s, and nothing of it is quoted', async (_, given) => {
    const { port, connections } = await serveMutual();
    const answer = await send(port, { clientCertificate: given });
    expect(answer).toEqual({
      failure: expect.stringMatching(/^the client certificate cannot be used; both parts must be PEM/),
      retryable: false,
    });
    expect(JSON.stringify(answer)).not.toContain('canary');
    expect(connections()).toBe(0);
  });

  it('is not a test listener of plain http', async () => {
    const only = { host: '127.0.0.1', port: 80, plainHttp: true };
    expect(await send(80, { url: 'http://api.example.com/', clientCertificate }, { only })).toEqual({
      failure: 'the check has a client certificate, and the test listener is plain http',
      retryable: false,
    });
  });
});

describe('a timeout', () => {
  const late = { failure: 'timed out after 150 ms', retryable: true };
  const cases: [string, Listener][] = [
    ['a response that never starts', () => {}],
    [
      'a body that stops',
      (_, response) => {
        response.write('x');
      },
    ],
    [
      'a slow body without an end',
      (_, response) => {
        const drip = setInterval(() => response.write('x'), 10);
        response.on('close', () => clearInterval(drip));
      },
    ],
  ];
  test.each(cases)('ends %s and closes the connection', async (_, listener) => {
    const { port, idle } = await serve(listener);
    expect(await send(port, { timeoutMs: 150, maxBytes: 1_000_000 })).toEqual(late);
    await idle();
  });

  it('ends a handshake that never completes and closes the connection', async () => {
    const { port, idle } = await listen(createTcpServer((socket) => socket.resume()));
    expect(await send(port, { timeoutMs: 150 })).toEqual(late);
    await idle();
  });

  it('ends a DNS lookup that never completes', async () => {
    const resolve = () => new Promise<never>(() => {});
    expect(await send(1, { connectTo: 'gw-api.example.com', timeoutMs: 150 }, { resolve })).toEqual(late);
  });
});

describe('a probe with one destination', () => {
  const plain = () =>
    listen(createHttpServer((request, response) => response.end(`${request.headers.host}`)));
  const only = (port: number, plainHttp = true): SocketOptions => ({
    only: { host: '127.0.0.1', port, plainHttp },
  });
  const url = 'http://api.example.com/health';

  it('uses plain http with the host of the URL', async () => {
    const { port } = await plain();
    expect(await send(port, { url, connectPort: port }, only(port))).toMatchObject({
      status: 200,
      body: 'api.example.com',
    });
  });

  it('uses https without plainHttp, on the requested port', async () => {
    const { port } = await serve((request, response) => response.end(`${request.headers.host}`));
    const asked = { url: 'https://gw-api.example.com/', connectPort: port };
    expect(await send(port, asked, only(port, false))).toMatchObject({
      status: 200,
      body: 'gw-api.example.com',
    });
  });

  test.each<[string, Changes, boolean, string]>([
    [
      'another host',
      { url, connectTo: '127.0.0.2' },
      true,
      'the request is for 127.0.0.2:PORT, not for the test listener',
    ],
    [
      'another port',
      { url, connectPort: 1 },
      true,
      'the request is for 127.0.0.1:1, not for the test listener',
    ],
    [
      'the default port',
      { url, connectPort: undefined as never },
      true,
      'the request is for 127.0.0.1:80, not for the test listener',
    ],
    ['https', { url: 'https://api.example.com/' }, true, 'the URL is not an http URL'],
    ['http instead of https', { url }, false, 'the URL is not an https URL'],
  ])('refuses %s before connecting', async (_, changes, plainHttp, failure) => {
    const { port, connections } = await plain();
    expect(await send(port, { connectPort: port, ...changes }, only(port, plainHttp))).toEqual({
      failure: failure.replace('PORT', `${port}`),
      retryable: false,
    });
    expect(connections()).toBe(0);
  });

  it('refuses private addresses unless they are allowed', async () => {
    const answer = await send(1, { url, connectPort: 1 }, { ...only(1), guard: publicOnly });
    expect(answer).toEqual(refused);
  });
});

describe('a failure', () => {
  const failing = (code: string) => async () => {
    throw Object.assign(new Error('hunter2'), { code });
  };
  test.each([
    ['ENOTFOUND', 'DNS name gw-api.example.com not found'],
    ['EAI_AGAIN', 'DNS lookup of gw-api.example.com failed temporarily'],
    ['ESOMETHING', 'request failed (ESOMETHING)'],
    ['something secret', 'request failed (no code)'],
  ])('of the resolver, %s, is reported', async (code, failure) => {
    const answer = await send(1, { connectTo: 'gw-api.example.com' }, { resolve: failing(code) });
    expect(answer).toEqual({ failure, retryable: true });
  });

  it('to connect is reported', async () => {
    const { port } = await serve(() => {});
    const server = opened.splice(0)[0]?.server as TcpServer;
    server.close();
    await once(server, 'close');
    expect(await send(port)).toEqual({ failure: 'connection to 127.0.0.1 refused', retryable: true });
  });

  const ends: [string, Listener][] = [
    ['before the response', (request) => request.socket.destroy()],
    [
      'in the body',
      (_, response) => {
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('x', () => response.socket?.destroy());
      },
    ],
  ];
  test.each(ends)('of the connection %s is reported', async (_, listener) => {
    const { port } = await serve(listener);
    expect(await send(port)).toEqual({
      failure: expect.stringMatching(/^connection closed before the response was complete \([A-Z_]+\)$/),
      retryable: true,
    });
  });

  it('because of too long headers is reported', async () => {
    const { port } = await serve((_, response) => {
      response.writeHead(200, { 'X-A': 'x'.repeat(40_000) });
      response.end();
    });
    expect(await send(port)).toEqual({
      failure: 'the response has too many or too long headers',
      retryable: true,
    });
  });

  test.each(['http://gw-api.example.com/', 'ftp://gw-api.example.com/', 'nonsense', 'https://'])(
    'is returned for a URL that is not https: %s',
    async (url) => {
      expect(await send(1, { url })).toEqual({ failure: 'the URL is not an https URL', retryable: false });
    },
  );

  it('is returned for a Host header, which would replace the host of the URL', async () => {
    for (const name of ['Host', 'host']) {
      expect(await send(1, { headers: { [name]: 'gw-other.example.com' } })).toEqual({
        failure: 'the header host must not be set; the URL defines it',
        retryable: false,
      });
    }
  });

  test.each<[Record<string, string>, string]>([
    [{ 'Transfer-Encoding': 'hunter2' }, 'UND_ERR_INVALID_ARG'],
    [{ 'X-A': 'hunter2\n' }, 'UND_ERR_INVALID_ARG'],
    [{ Expect: 'hunter2' }, 'UND_ERR_NOT_SUPPORTED'],
  ])('is returned for invalid headers: %j', async (headers, code) => {
    const { port } = await serve(() => {});
    expect(await send(port, { headers })).toEqual({
      failure: `the request is not valid (${code})`,
      retryable: false,
    });
  });
});
