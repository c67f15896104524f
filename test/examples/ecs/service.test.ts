import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type RunningService, startProcess, startService } from './running-service';

const { createService } = require('../../../examples/ecs/service/service.cjs') as {
  createService(settings: object, now: () => number): Server;
};
const { readSettings } = require('../../../examples/ecs/service/settings.cjs') as {
  readSettings(env: Readonly<Record<string, string>>): object;
};

const running: RunningService[] = [];
afterEach(async () => {
  await Promise.all(
    running.splice(0).map(async ({ process, end }) => process.exitCode === null && (await end('SIGKILL'))),
  );
});

async function start(env: Readonly<Record<string, string>> = {}): Promise<RunningService> {
  const service = await startService(env);
  running.push(service);
  return service;
}

async function get(url: string, init?: RequestInit) {
  const response = await fetch(url, init);
  return { status: response.status, ...((await response.json()) as object) };
}

describe('the service, as a process', () => {
  test('says its color and version, and is healthy', async () => {
    const { url } = await start({ COLOR: 'green', VERSION: '1.5.0' });
    const said = { color: 'green', version: '1.5.0' };
    expect(await get(`${url}/?of=load-balancer`)).toEqual({ status: 200, ...said });
    expect(await get(`${url}/health`)).toEqual({ status: 200, ...said });
  });

  test('is blue without COLOR', async () => {
    const { url } = await start();
    expect(await get(url)).toEqual({ status: 200, color: 'blue', version: '1' });
  });

  test.each([
    ['/', 500, 200],
    ['/health', 200, 500],
    ['/,/health', 500, 500],
  ])('with FAIL=%s answers %i at / and %i at /health', async (FAIL, root, health) => {
    const { url } = await start({ FAIL });
    expect((await get(url)).status).toBe(root);
    expect((await get(`${url}/health`)).status).toBe(health);
  });

  test('has no other route, and takes no other method', async () => {
    const { url } = await start();
    expect(await get(`${url}/admin`)).toMatchObject({
      status: 404,
      error: 'there is no /admin; there are / and /health',
    });
    expect((await get(`${url}//`)).status).toBe(404);
    expect(await get(url, { method: 'POST', body: '{}' })).toMatchObject({
      status: 405,
      error: 'POST is not allowed; use GET',
    });
  });

  test('with invalid settings names each variable and ends', async () => {
    const started = startProcess({
      ...{ PORT: '99999', FAIL: '/admin', FAIL_AFTER_SECONDS: 'soon', COLOR: '' },
    });
    const [line, [code]] = await Promise.all([started.nextLine(), once(started.process, 'exit')]);
    expect(line).toEqual({
      level: 'error',
      message:
        'the settings are not valid: COLOR is empty; give a value, or leave the variable out. ' +
        'PORT is "99999"; must be a whole number from 0 to 65535. ' +
        'FAIL_AFTER_SECONDS is "soon"; must be a whole number from 0 to 86400. ' +
        'FAIL has "/admin"; must have only / and /health, separated by a comma',
    });
    expect(code).toBe(1);
  });

  test('on a port that is taken says so and ends', async () => {
    const { url } = await start();
    const second = startProcess({ PORT: new URL(url).port });
    const [line, [code]] = await Promise.all([second.nextLine(), once(second.process, 'exit')]);
    expect([line.message, code]).toEqual([expect.stringMatching(/^cannot listen: .*EADDRINUSE/), 1]);
  });
});

describe('SIGTERM', () => {
  test('ends the service with code 0, although a client keeps its connection', async () => {
    const { url, end } = await start();
    // Kept alive by undici.
    await get(url);
    expect(await end('SIGTERM')).toBe(0);
  });

  test('lets a request that is under way be answered, and closes its connection', async () => {
    const { url, process, nextLine } = await start();
    const exited = once(process, 'exit');
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const closed = once(socket, 'close');
    let text = '';
    socket.on('data', (part) => {
      text += part;
    });
    socket.write('GET / HTTP/1.1\r\nHost: api.example.com\r\n');
    // The service has read the unfinished request when it has answered this later one.
    await get(`${url}/health`);
    process.kill('SIGTERM');
    expect((await nextLine()).message).toMatch(/^ends after the requests/);
    socket.write('\r\n');
    await closed;
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n(?=.*^connection: close\r\n).*"color":"blue"/ims);
    expect(await exited).toEqual([0, null]);
  });
});

test('FAIL_AFTER_SECONDS lets the routes work for as long', async () => {
  let nowMs = 5_000;
  const server = createService(readSettings({ FAIL: '/', FAIL_AFTER_SECONDS: '600' }), () => nowMs);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  nowMs += 599_999;
  expect((await get(url)).status).toBe(200);
  nowMs += 1;
  expect((await get(url)).status).toBe(500);
  expect((await get(`${url}/health`)).status).toBe(200);
  server.closeAllConnections();
  server.close();
});
