import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type TrafficCommandDependencies,
  type TrafficCommandOptions,
  trafficCommand,
} from '../../../lib/cli/commands/traffic';
import { runCli } from '../../../lib/cli/program';
import { edgeConfig, simulatedDistribution } from '../../support/edge/edge-browser';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) {
    server.close();
  }
});

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<string> {
  return await listen(createServer(answer));
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  opened.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders/1`;
}

/** A clock whose time passes only by sleeping. */
function virtualClock() {
  let now = 0;
  return {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

const options: TrafficCommandOptions = {
  users: 10,
  seconds: 10,
  rps: 4,
  concurrency: 4,
  timeoutMs: 30_000,
  identity: 'basic',
  newWhen: 'header:x-cutover-side=new',
};

async function traffic(
  url: string,
  changes: Partial<TrafficCommandOptions> = {},
  dependencies: Partial<TrafficCommandDependencies> = {},
) {
  let out = '';
  let err = '';
  const terminal = {
    out: (text: string) => (out += text),
    err: (text: string) => (err += text),
    columns: 100,
  };
  const code = await trafficCommand(url, { ...options, ...changes }, terminal as never, {
    clock: virtualClock(),
    stop: new AbortController().signal,
    progress: null,
    ...dependencies,
  });
  return { code, out, err };
}

const json = async (...args: Parameters<typeof traffic>) => {
  const { code, out } = await traffic(args[0], { ...args[1], json: true }, args[2]);
  return { code, ...JSON.parse(out) };
};

describe('traffic to a distribution with the deployed functions', () => {
  /** A local server that responds like CloudFront with the selected side. */
  async function distribution(percent: number) {
    const edge = simulatedDistribution(edgeConfig({ identity: { kind: 'basic' } }), {
      'traffic-split': `${percent}`,
    });
    const url = await serve(async ({ headers, url: uri = '' }, response) => {
      const { answer } = await edge.send({ uri, headers: { authorization: `${headers.authorization}` } });
      response.setHeader('x-cutover-side', answer.headers['x-cutover-side']?.value ?? '');
      response.end();
    });
    const set = (to: number) => {
      edge.environment.store = { 'traffic-split': `${to}` };
    };
    return { url, set };
  }

  test('exits with 0 and the counts if every user is on one side', async () => {
    const { url } = await distribution(50);
    const { code, users, ...counts } = await json(url, { users: 20, rps: 8, concurrency: 8 });
    expect(code).toBe(0);
    expect(counts).toMatchObject({
      sent: 80,
      planned: 80,
      unknown: {},
      failed: {},
      stopped: false,
      seconds: 9.875,
    });
    expect(counts.old + counts.new).toBe(80);
    expect(users).toMatchObject({ both: 0, movedBack: 0, unknown: 0 });
    expect(users.onlyOld + users.onlyNew).toBe(20);
    expect([users.onlyOld * 4, users.onlyNew * 4]).toEqual([counts.old, counts.new]);
    expect(Math.min(users.onlyOld, users.onlyNew)).toBeGreaterThan(0);
  });

  test('has users who move once while the percent rises, and back while it falls', async () => {
    const { url, set } = await distribution(0);
    /** Changes the percent at half time. */
    const changing = (before: number, after: number) => {
      const clock = virtualClock();
      const sleep = async (milliseconds: number) => {
        await clock.sleep(milliseconds);
        set(clock.now() < 5_000 ? before : after);
      };
      return { clock: { ...clock, sleep } };
    };
    const up = await json(url, { concurrency: 1 }, changing(0, 100));
    expect(up.users).toEqual({ onlyOld: 0, onlyNew: 0, both: 10, movedBack: 0, unknown: 0 });
    const down = await json(url, { concurrency: 1 }, changing(100, 0));
    expect(down.users).toEqual({ onlyOld: 0, onlyNew: 0, both: 10, movedBack: 10, unknown: 0 });
  });
});

describe('a user', () => {
  test.each([
    ['basic', 'authorization', `Basic ${Buffer.from('cutover-user-00001:cutover').toString('base64')}`],
    ['header:X-User', 'x-user', 'cutover-user-00001'],
    ['cookie:session', 'cookie', 'session=cutover-user-00001'],
  ])('is named by --identity %s', async (identity, header, value) => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers[header]);
      response.end();
    });
    await traffic(url, { identity, seconds: 1, users: 1 });
    expect(seen).toEqual(Array(4).fill(value));
  });
});

describe('the side of a response', () => {
  const answer = (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(302, { location: '/elsewhere', 'x-side': 'b' });
    response.end('{"version":{"major":2,"name":"b=c"},"list":[1,2]}');
  };
  test.each([
    ['status=302', { new: 4 }],
    ['status=200', { old: 4 }],
    ['header:X-Side=b', { new: 4 }],
    ['header:x-side=a', { old: 4 }],
    ['header:x-other=a', { unknown: { 'status 302': 4 } }],
    ['json:$.version.major=2', { new: 4 }],
    ['json:$.version.major=1', { old: 4 }],
    ["json:$.version[?@=='b=c']=b", { old: 4 }],
    ['json:$.list[*]=2', { new: 4 }],
    ['json:$.none=1', { unknown: { 'status 302': 4 } }],
  ])('is determined by --new-when %s', async (newWhen, counts) => {
    const { code, ...result } = await json(await serve(answer), { newWhen, seconds: 1 });
    expect(result).toMatchObject({ old: 0, new: 0, unknown: {}, sent: 4, ...counts });
    expect(code).toBe('unknown' in counts ? 2 : 0);
  });

  test('is unknown for a body that is not JSON, which is read only to a limit', async () => {
    let written = 0;
    const url = await serve((_, response) => {
      const write = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000))) {
          written += 10_000;
        }
      };
      response.on('drain', write).on('error', () => undefined);
      write();
    });
    const result = await json(url, { seconds: 1, rps: 1, newWhen: 'json:$.a=1' });
    expect(result).toMatchObject({ code: 2, unknown: { 'status 200': 1 } });
    expect(written).toBeLessThan(20_000_000);
  });
});

describe('failed requests', () => {
  test('are counted by cause, without a side', async () => {
    let asked = 0;
    const url = await listen(
      createTcpServer((socket) => {
        asked += 1;
        socket.on('error', () => undefined);
        if (asked % 2 === 1) {
          socket.destroy();
        }
        opened.push({ close: () => socket.destroy() });
      }),
    );
    const { code, failed, users, ...counts } = await json(url, {
      seconds: 1,
      concurrency: 1,
      timeoutMs: 200,
    });
    expect(code).toBe(2);
    expect(counts).toMatchObject({ sent: 4, old: 0, new: 0, unknown: {} });
    expect(failed).toEqual({
      'timed out after 200 ms': 2,
      [Object.keys(failed).find((cause) => cause.startsWith('connection closed')) ?? 'closed']: 2,
    });
    expect(users).toEqual({ onlyOld: 0, onlyNew: 0, both: 0, movedBack: 0, unknown: 4 });
  });

  test('with a status are responses without a side', async () => {
    const url = await serve((_, response) => response.writeHead(401).end());
    const { code, out } = await traffic(url, { seconds: 1 });
    expect(code).toBe(2);
    expect(out).toContain('Responses that do not name their side:\n  4 × status 401');
    expect(out).toContain('Users without a response that names its side: 4');
  });
});

describe('requests that are not sent', () => {
  test('are reported if the command is interrupted', async () => {
    const stop = new AbortController();
    let asked = 0;
    const url = await serve((_, response) => {
      asked += 1;
      if (asked === 3) {
        stop.abort();
      }
      response.writeHead(200, { 'x-cutover-side': 'new' }).end();
    });
    const { code, out } = await traffic(url, { concurrency: 1 }, { stop: stop.signal });
    expect(code).toBe(2);
    expect(out).toContain(`Sent ${asked} requests in `);
    expect(out).toContain(`Not sent: ${40 - asked} (interrupted).`);
  });

  test('are reported if responses take too long', async () => {
    const clock = virtualClock();
    const url = await serve(async (_, response) => {
      await clock.sleep(3_000);
      response.writeHead(200, { 'x-cutover-side': 'old' }).end();
    });
    const { code, out } = await traffic(url, { concurrency: 1 }, { clock });
    expect(code).toBe(2);
    expect(out).toContain('Not sent: 36 (responses took too long; raise --concurrency or lower --rps).');
  });

  test('wait while --concurrency requests are in flight', async () => {
    let inFlight = 0;
    let most = 0;
    const url = await serve((_, response) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      setImmediate(() => {
        inFlight -= 1;
        response.writeHead(200, { 'x-cutover-side': 'old' }).end();
      });
    });
    expect((await traffic(url, { concurrency: 3 })).code).toBe(0);
    expect(most).toBeLessThanOrEqual(3);
  });
});

test('the progress bar is drawn only on the progress stream', async () => {
  const url = await serve((_, response) => response.writeHead(200, { 'x-cutover-side': 'new' }).end());
  const screen = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 100,
    cursorTo: () => true,
    clearLine: () => true,
    clearScreenDown: () => true,
    moveCursor: () => true,
  });
  const { out, err } = await traffic(url, { seconds: 1 }, { progress: screen });
  expect(`${screen.read()}`).toContain('0/4 requests');
  expect([out.includes('█'), err]).toEqual([false, '']);
});

describe('invalid usage', () => {
  test.each<[string, string[], string]>([
    ['no URL', [], "missing required argument 'url'"],
    ['a URL without a scheme', ['example.com'], 'url: is "example.com"; must be https://HOST/PATH'],
    ['another scheme', ['ftp://example.com'], 'url: is "ftp://example.com"; must be https://HOST/PATH'],
    ['plain http', ['http://example.com/'], 'url: is plain http (http://example.com)'],
    [
      'plain http to a name that begins like a local address',
      ['http://127.0.0.1.example.com/'],
      'is plain http',
    ],
    ['a password', ['https://a:b@example.com/'], 'url: has a user name or password; remove them'],
    ['no users', ['https://a', '--users', '0'], 'must be a whole number from 1 to 10000'],
    ['too many users', ['https://a', '--users', '10001'], 'must be a whole number from 1 to 10000'],
    ['a fractional rate', ['https://a', '--rps', '0.5'], 'must be a whole number from 1 to 200'],
    ['too high a concurrency', ['https://a', '--concurrency', '101'], 'must be a whole number from 1 to 100'],
    ['too long a duration', ['https://a', '--seconds', '3601'], 'must be a whole number from 1 to 3600'],
    ['too long a timeout', ['https://a', '--timeout-ms', '60001'], 'must be a whole number from 1 to 60000'],
    [
      'too many requests',
      ['https://a', '--seconds', '3600', '--rps', '100'],
      '--seconds: is 3600, which at --rps 100 is 360,000 requests; must be at most 100,000 requests',
    ],
    [
      'an invalid identity',
      ['https://a', '--identity', 'jwt:sub'],
      'must be header:NAME, cookie:NAME or basic',
    ],
    ['an invalid header name', ['https://a', '--identity', 'header:a b'], 'must be header:NAME'],
    ['the header host', ['https://a', '--identity', 'header:Host'], 'must be header:NAME'],
    [
      'an invalid rule',
      ['https://a', '--new-when', 'body=1'],
      'must be header:NAME=VALUE, status=CODE or json:',
    ],
    ['an invalid JSONPath', ['https://a', '--new-when', 'json:$[=1'], 'must be header:NAME=VALUE'],
    ['an invalid status', ['https://a', '--new-when', 'status=700'], 'must be header:NAME=VALUE'],
  ])('is reported in one message with exit code 64: %s', async (_, args, message) => {
    let err = '';
    const terminal = { out: () => undefined, err: (text: string) => (err += text), columns: 100 };
    expect(await runCli(['traffic', ...args], terminal as never)).toBe(64);
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
  });

  test('is reported with every invalid option at once', async () => {
    const failed = traffic('http://example.com/', { identity: 'jwt:sub', newWhen: 'body=1' });
    await expect(failed).rejects.toMatchObject({
      problems: [{ path: 'url' }, { path: '--identity' }, { path: '--new-when' }],
    });
  });
});
