const { createServer } = require('node:http');
const { ROUTES } = require('./settings.cjs');

/**
 * Longer than the idle time-out of a load balancer, which is 60 s by default. Otherwise the service may close
 * a connection just when the load balancer sends a request on it, which answers 502 then.
 */
const KEEP_ALIVE_MS = 65_000;

/**
 * The HTTP server of the service, which does not listen yet.
 * - `GET /` answers with color and version, `GET /health` with the status.
 * - The routes in `settings.failing` answer 500 once `failAfterSeconds` have passed.
 * @param now milliseconds since any point in time
 */
function createService(settings, now = () => performance.now()) {
  const startedMs = now();
  const { color, version, failing, failAfterSeconds } = settings;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const [path] = request.url.split('?');
    const { status, ...body } = answer(request.method, path);
    response.writeHead(status, {
      'content-type': 'application/json',
      // Once the server is closed, the load balancer must not send further requests on this connection.
      ...(server.listening ? {} : { connection: 'close' }),
    });
    response.end(`${JSON.stringify({ color, version, ...body })}\n`);
  });
  return server;

  function answer(method, path) {
    if (!ROUTES.includes(path)) {
      return { status: 404, error: `there is no ${path}; there are ${ROUTES.join(' and ')}` };
    }
    if (method !== 'GET' && method !== 'HEAD') {
      return { status: 405, error: `${method} is not allowed; use GET` };
    }
    const hasBegun = now() - startedMs >= failAfterSeconds * 1_000;
    return failing.includes(path) && hasBegun
      ? { status: 500, error: `${path} fails because FAIL names it` }
      : { status: 200 };
  }
}

module.exports = { createService };
