import { describe, expect, it, test } from '@jest/globals';
import { redirectOf } from '../../../lambdas/core/smoke-test/redirect';

const url = 'https://gw-api.example.com/a/b?c=d';
const redirect = (status: number, location?: string, method = 'GET') =>
  redirectOf(
    { method, url },
    { status, headers: location === undefined ? {} : { location }, body: '', truncated: false, latencyMs: 1 },
  );

describe('a response is not a redirect', () => {
  test.each([200, 201, 300, 304, 305, 306, 309, 404])('if its status is %d', (status) => {
    expect(redirect(status, '/x')).toBeNull();
  });

  it('if it has no location', () => {
    expect(redirect(302)).toBeNull();
  });
});

describe('a redirect to the same host', () => {
  test.each([
    ['/x?y=z#f', 'https://gw-api.example.com/x?y=z'],
    ['x', 'https://gw-api.example.com/a/x'],
    ['', 'https://gw-api.example.com/a/b?c=d'],
    ['https://GW-API.example.com:443/x', 'https://gw-api.example.com/x'],
    ['//gw-api.example.com/x', 'https://gw-api.example.com/x'],
    ['https://user:word@gw-api.example.com/x', 'https://gw-api.example.com/x'],
  ])('is followed: %s', (location, expected) => {
    for (const status of [301, 302, 303, 307, 308]) {
      expect(redirect(status, location)).toMatchObject({ url: expected, method: 'GET' });
    }
  });
});

describe('a redirect to another host or protocol', () => {
  test.each([
    ['https://evil.example.org/secret?q', 'redirected to evil.example.org, away from gw-api.example.com'],
    ['//evil.example.org/secret', 'redirected to evil.example.org, away from gw-api.example.com'],
    ['https://api.example.com/', 'redirected to api.example.com, away from gw-api.example.com'],
    [
      'https://gw-api.example.com:8443/',
      'redirected to gw-api.example.com:8443, away from gw-api.example.com',
    ],
    [
      'https://gw-api.example.com@evil.example.org/',
      'redirected to evil.example.org, away from gw-api.example.com',
    ],
    ['http://gw-api.example.com/secret', 'redirected away from https, to gw-api.example.com'],
    ['data:text/plain,secret', 'redirected away from https, to no host'],
    ['https://', 'redirected to a location that is not a URL'],
  ])('is refused, and only the host is named: %s', (location, refused) => {
    expect(redirect(302, location)).toEqual({ refused });
  });

  it('is refused from http to https', () => {
    const from = { method: 'GET', url: 'http://api.example.com/a' };
    const to = (location: string) =>
      redirectOf(from, { status: 302, headers: { location }, body: '', truncated: false, latencyMs: 1 });
    expect(to('/x')).toMatchObject({ url: 'http://api.example.com/x' });
    expect(to('https://api.example.com/x')).toEqual({
      refused: 'redirected away from http, to api.example.com',
    });
  });

  it('is refused with a long host name cut', () => {
    expect(redirect(302, `https://${'a'.repeat(500)}.org/`)).toEqual({
      refused: `redirected to ${'a'.repeat(99)}…, away from gw-api.example.com`,
    });
    expect(redirect(302, `http://${'a'.repeat(500)}.org/`)).toEqual({
      refused: `redirected away from https, to ${'a'.repeat(99)}…`,
    });
  });
});

describe('the method of the next request', () => {
  test.each([
    [301, 'POST', 'GET', false],
    [302, 'POST', 'GET', false],
    [303, 'POST', 'GET', false],
    [307, 'POST', 'POST', true],
    [308, 'POST', 'POST', true],
    [301, 'PUT', 'PUT', true],
    [302, 'DELETE', 'DELETE', true],
    [303, 'PUT', 'GET', false],
    [303, 'HEAD', 'HEAD', true],
    [302, 'HEAD', 'HEAD', true],
  ])('after status %d of a %s is %s, with the body: %p', (status, method, next, keepsBody) => {
    expect(redirect(status, '/x', method)).toEqual({
      url: 'https://gw-api.example.com/x',
      method: next,
      keepsBody,
    });
  });
});
