import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { AcceptedCommand, RefusedCommand } from '../../../lambdas/core/operate/operate-answer';
import { parseRequest } from '../../../lambdas/core/operate/operate-request';
import { describeProblems } from '../../../lambdas/core/validation/problems';
import { contentPolicy } from '../report/assets';
import type { DashboardSource } from './dashboard-source';
import { dashboardPage, pageScripts } from './page';
import { pageState } from './state';

/** The page, while it is served. */
export interface Served {
  /** With the token, without which nothing answers. */
  readonly url: string;
  close(): Promise<void>;
}

/** The only address that the page is served at. */
const LOOPBACK = '127.0.0.1';

/**
 * Serves the page on loopback, and nowhere else. Its path begins with a random token: another user of the
 * machine, or a page in another tab, cannot guess it. The host and the origin are checked too, because a name
 * of an attacker may lead to loopback (DNS rebinding).
 * @param port 0: any that is free
 * @throws Error with the code `EADDRINUSE` when the port is taken
 */
export async function serveDashboard(watched: DashboardSource, port: number): Promise<Served> {
  const token = randomBytes(24).toString('base64url');
  const server = createAdaptorServer({ fetch: application(watched, token, () => origin()).fetch });
  const origin = () => `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  return {
    url: `${origin()}/${token}/`,
    close: async () => {
      server.close();
      if ('closeAllConnections' in server) {
        server.closeAllConnections();
      }
      await once(server, 'close');
    },
  };
}

function application(watched: DashboardSource, token: string, origin: () => string): Hono {
  const codes = pageScripts();
  const stateOf = pageState(watched);
  const policy = `${contentPolicy(codes)}; connect-src 'self'; img-src data:; frame-ancestors 'none'`;
  const app = new Hono();
  app.use(async (context, next) => {
    const { req } = context;
    const from = req.header('origin');
    const isOwn = req.header('host') === new URL(origin()).host && (from === undefined || from === origin());
    if (!isOwn || !isSame(new URL(req.url).pathname.split('/')[1] ?? '', token)) {
      return context.json({ error: 'give the address that cutover dashboard has printed' }, 403);
    }
    await next();
    context.header('content-security-policy', policy);
    context.header('cache-control', 'no-store');
    context.header('x-content-type-options', 'nosniff');
    context.header('referrer-policy', 'no-referrer');
    return;
  });
  app.get('/:token/', (context) => context.html(dashboardPage(watched, codes)));
  app.get('/:token/api/state', async (context) => {
    const state = await stateOf(context.req.query('execution') ?? null);
    return context.json({ ...state, speed: watched.speed?.() ?? null, pollMs: watched.pollMs });
  });
  app.post('/:token/api/command', async (context) => {
    // A form of another page cannot send this type.
    if (context.req.header('content-type') !== 'application/json') {
      return context.json({ message: 'must be application/json' }, 415);
    }
    return context.json({ message: await answerTo(watched, await context.req.text()) });
  });
  app.onError((error, context) => context.json({ error: error.message, message: error.message }, 500));
  app.notFound((context) => context.json({ error: 'there is no such page' }, 404));
  return app;
}

/** Sends what somebody has confirmed on the page. @returns what to say about it */
async function answerTo({ send }: DashboardSource, body: string): Promise<string> {
  const request = parseRequest(withoutNull(body));
  if (!request.ok) {
    return `Nothing was sent: ${describeProblems(request.problems)}`;
  }
  if (request.value.kind === 'start') {
    return 'Nothing was sent: the page starts no cutover; use cutover start';
  }
  const { kind } = request.value;
  const answer = JSON.parse((await send(request.value)).body) as AcceptedCommand | RefusedCommand;
  return answer.accepted
    ? `${kind} was accepted from ${answer.by}; ${answer.next}`
    : `${kind} was refused, and nothing was done: ${answer.reason}`;
}

/** A command that is for no percent has none. */
function withoutNull(body: string): string {
  try {
    const { atPercent, ...rest } = JSON.parse(body) as { readonly atPercent?: unknown };
    return JSON.stringify(atPercent === null ? rest : { ...rest, atPercent });
  } catch {
    return body;
  }
}

function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}
