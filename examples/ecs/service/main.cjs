const { createService } = require('./service.cjs');
const { readSettings } = require('./settings.cjs');

/** ECS ends a task with SIGTERM, and kills it after 30 s (`stopTimeout` of a container). */
const LAST_REQUESTS_MS = 25_000;

/** Writes one line of JSON, which CloudWatch Logs Insights can query. */
function log(message, details) {
  process.stdout.write(`${JSON.stringify({ message, ...details })}\n`);
}

function main() {
  let settings;
  try {
    settings = readSettings(process.env);
  } catch (error) {
    log(error.message, { level: 'error' });
    process.exitCode = 1;
    return;
  }
  const server = createService(settings);
  server.on('error', ({ message }) => {
    log(`cannot listen: ${message}`, { level: 'error' });
    process.exitCode = 1;
  });
  server.listen(settings.port, () => log('listens', { ...settings, port: server.address().port }));
  process.once('SIGTERM', () => {
    log('ends after the requests that are under way');
    // This also closes the connections that are idle.
    server.close(() => log('has ended'));
    setTimeout(() => server.closeAllConnections(), LAST_REQUESTS_MS).unref();
  });
}

main();
