/** The routes, which are also what FAIL can name. */
const ROUTES = ['/', '/health'];

/**
 * Reads the settings of the service from environment variables:
 * - COLOR: what the service says of itself. Default: blue.
 * - VERSION: likewise. Default: 1.
 * - PORT: 0 to 65535; 0 takes a free one. Default: 8080.
 * - FAIL: the routes that answer 500, separated by commas, such as "/" or "/,/health". Default: none.
 * - FAIL_AFTER_SECONDS: how long the service works before these routes fail. Default: 0, from the start.
 *
 * Throws an error that lists every problem.
 */
function readSettings({ COLOR = 'blue', VERSION = '1', PORT = '8080', FAIL = '', FAIL_AFTER_SECONDS = '0' }) {
  const failing = FAIL.split(',').filter((route) => route !== '');
  const problems = [
    ...required({ COLOR, VERSION }),
    ...wholeNumber({ PORT }, 65_535),
    ...wholeNumber({ FAIL_AFTER_SECONDS }, 86_400),
    ...failing
      .filter((route) => !ROUTES.includes(route))
      .map((route) => `FAIL has "${route}"; must have only ${ROUTES.join(' and ')}, separated by a comma`),
  ];
  if (problems.length > 0) {
    throw new Error(`the settings are not valid: ${problems.join('. ')}`);
  }
  return {
    color: COLOR,
    version: VERSION,
    port: Number(PORT),
    failing,
    failAfterSeconds: Number(FAIL_AFTER_SECONDS),
  };
}

function required(variables) {
  return Object.entries(variables).flatMap(([name, value]) =>
    value === '' ? [`${name} is empty; give a value, or leave the variable out`] : [],
  );
}

function wholeNumber(variables, max) {
  return Object.entries(variables).flatMap(([name, value]) =>
    /^\d{1,5}$/.test(value) && Number(value) <= max
      ? []
      : [`${name} is "${value}"; must be a whole number from 0 to ${max}`],
  );
}

module.exports = { ROUTES, readSettings };
