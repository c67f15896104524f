import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type TrafficCommandDependencies,
  type TrafficOptions,
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

/** Time that passes by sleeping alone. */
function virtualClock() {
  let now = 0;
  return {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

const options: TrafficOptions = {
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
  changes: Partial<TrafficOptions> = {},
  outside: Partial<TrafficCommandDependencies> = {},
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
    ...outside,
  });
  return { code, out, err };
}

const json = async (...args: Parameters<typeof traffic>) => {
  const { code, out } = await traffic(args[0], { ...args[1], json: true }, args[2]);
  return { code, ...JSON.parse(out) };
};

describe('a distribution behind loopback, with the deployed functions', () => {
  /** Answers as CloudFront would, and counts what the side that was chosen got. */
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
      edge.outside.store = { 'traffic-split': `${to}` };
    };
    return { url, set };
  }

  test('every user is on one side: 0, with the counts', async () => {
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

  test('while the percent rises users move once, and none back; while it falls they do', async () => {
    const { url, set } = await distribution(0);
    /** The percent is another in the second half. */
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

describe('users are named by', () => {
  test.each([
    ['basic', 'authorization', `Basic ${Buffer.from('cutover-user-00001:cutover').toString('base64')}`],
    ['header:X-User', 'x-user', 'cutover-user-00001'],
    ['cookie:session', 'cookie', 'session=cutover-user-00001'],
  ])('%s', async (identity, header, value) => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers[header]);
      response.end();
    });
    await traffic(url, { identity, seconds: 1, users: 1 });
    expect(seen).toEqual(Array(4).fill(value));
  });
});

describe('an answer is from the new side when', () => {
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
  ])('%s', async (newWhen, counts) => {
    const { code, ...result } = await json(await serve(answer), { newWhen, seconds: 1 });
    expect(result).toMatchObject({ old: 0, new: 0, unknown: {}, sent: 4, ...counts });
    expect(code).toBe('unknown' in counts ? 2 : 0);
  });

  test('a body is not followed without end, and one that is no JSON tells nothing', async () => {
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

describe('what fails is counted by its cause and is of neither side', () => {
  test('connections that are refused, closed or answered too late', async () => {
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
    const { code, failed, users, ...counts } = await json(url, { seconds: 1, concurrency: 1, timeoutMs: 50 });
    expect(code).toBe(2);
    expect(counts).toMatchObject({ sent: 4, old: 0, new: 0, unknown: {} });
    expect(failed).toEqual({
      'timed out after 50 ms': 2,
      [Object.keys(failed).find((cause) => cause.startsWith('connection closed')) ?? 'closed']: 2,
    });
    expect(users).toEqual({ onlyOld: 0, onlyNew: 0, both: 0, movedBack: 0, unknown: 4 });
  });

  test('refusals are answers without a side', async () => {
    const url = await serve((_, response) => response.writeHead(401).end());
    const { code, out } = await traffic(url, { seconds: 1 });
    expect(code).toBe(2);
    expect(out).toContain('Answered without telling a side:\n  4 × status 401');
    expect(out).toContain('4 users got no answer that tells a side.');
  });
});

describe('requests that are not sent are told', () => {
  test('when it is stopped', async () => {
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
    expect(out).toContain(`${asked} requests in `);
    expect(out).toContain(`${40 - asked} were not sent: it was stopped.`);
  });

  test('when answers take longer than there is time', async () => {
    const clock = virtualClock();
    const url = await serve(async (_, response) => {
      await clock.sleep(3_000);
      response.writeHead(200, { 'x-cutover-side': 'old' }).end();
    });
    const { code, out } = await traffic(url, { concurrency: 1 }, { clock });
    expect(code).toBe(2);
    expect(out).toContain('36 were not sent: answers took too long; raise --concurrency or lower --rps.');
  });

  test('no more are under way than may be', async () => {
    let underWay = 0;
    let most = 0;
    const url = await serve((_, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      setImmediate(() => {
        underWay -= 1;
        response.writeHead(200, { 'x-cutover-side': 'old' }).end();
      });
    });
    expect((await traffic(url, { concurrency: 3 })).code).toBe(0);
    expect(most).toBeLessThanOrEqual(3);
  });
});

test('a progress bar is drawn where somebody looks, and nowhere else', async () => {
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

describe('bad usage is one clear message and 64, before anything is sent', () => {
  test.each<[string, string[], string]>([
    ['no URL', [], "missing required argument 'url'"],
    ['a URL that is none', ['example.com'], '"example.com" is no URL; give https://HOST/PATH'],
    ['another scheme', ['ftp://example.com'], 'is no URL'],
    ['plain http', ['http://example.com/'], 'http://example.com is plain http'],
    ['plain http to a name that only looks local', ['http://127.0.0.1.example.com/'], 'is plain http'],
    ['a password', ['https://a:b@example.com/'], 'the URL holds a user or password'],
    ['no users', ['https://a', '--users', '0'], 'must be a whole number from 1 to 10000'],
    ['too many users', ['https://a', '--users', '10001'], 'must be a whole number from 1 to 10000'],
    ['half a request', ['https://a', '--rps', '0.5'], 'must be a whole number from 1 to 200'],
    ['too much at once', ['https://a', '--concurrency', '101'], 'must be a whole number from 1 to 100'],
    ['too long', ['https://a', '--seconds', '3601'], 'must be a whole number from 1 to 3600'],
    ['no time', ['https://a', '--timeout-ms', '60001'], 'must be a whole number from 1 to 60000'],
    [
      'too much in all',
      ['https://a', '--seconds', '3600', '--rps', '100'],
      '--seconds 3600 at --rps 100 are 360,000 requests; at most 100,000 are sent',
    ],
    [
      'an identity that is none',
      ['https://a', '--identity', 'jwt:sub'],
      'must be header:NAME, cookie:NAME or basic',
    ],
    ['a header that is none', ['https://a', '--identity', 'header:a b'], 'must be header:NAME'],
    ['the header host', ['https://a', '--identity', 'header:Host'], 'must be header:NAME'],
    [
      'a rule that is none',
      ['https://a', '--new-when', 'body=1'],
      'must be header:NAME=VALUE, status=CODE or json:',
    ],
    ['a path that is none', ['https://a', '--new-when', 'json:$[=1'], 'must be header:NAME=VALUE'],
    ['a status that is none', ['https://a', '--new-when', 'status=700'], 'must be header:NAME=VALUE'],
  ])('%s', async (_, args, message) => {
    let err = '';
    const terminal = { out: () => undefined, err: (text: string) => (err += text), columns: 100 };
    expect(await runCli(['traffic', ...args], terminal as never)).toBe(64);
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
  });
});
