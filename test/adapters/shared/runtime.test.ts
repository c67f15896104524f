import { Logger } from '@aws-lambda-powertools/logger';
import { afterEach, describe, expect, test } from '@jest/globals';
import { defaultProvider } from '../../../lambdas/adapters/shared/env-credentials';
import { powertoolsLog } from '../../../lambdas/adapters/shared/powertools-log';
import { systemClock } from '../../../lambdas/adapters/shared/system-clock';

test('the clock returns milliseconds and sleeps', async () => {
  const before = Date.now();
  await systemClock.sleep(0);
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  expect(systemClock.now()).toBeLessThanOrEqual(Date.now());
});

test('the log writes each detail as a key', () => {
  const lines: unknown[][] = [];
  const note =
    (level: string): Logger['info'] =>
    (...line) => {
      lines.push([level, ...line]);
    };
  const log = powertoolsLog({ info: note('info'), error: note('error') });
  log.info('shifted', { percent: 10 });
  log.error('refused', { route: 'api.example.com' });
  expect(lines).toEqual([
    ['info', 'shifted', { percent: 10 }],
    ['error', 'refused', { route: 'api.example.com' }],
  ]);
});

test('the log accepts a Powertools logger', () => {
  expect(Object.keys(powertoolsLog(new Logger()))).toEqual(['info', 'error']);
});

describe('credentials', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  test('are read from the environment', async () => {
    process.env.AWS_ACCESS_KEY_ID = 'AKIDEXAMPLE';
    process.env.AWS_SECRET_ACCESS_KEY = 'example';
    process.env.AWS_SESSION_TOKEN = 'token';
    await expect(defaultProvider()()).resolves.toMatchObject({
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'example',
      sessionToken: 'token',
    });
  });

  test('are not read from anywhere else', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
    await expect(defaultProvider()()).rejects.toThrow('Unable to find environment variable credentials');
  });
});
