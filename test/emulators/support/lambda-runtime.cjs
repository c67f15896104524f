/**
 * The part of Lambda's Node.js runtime that a function depends on: loads the handler, calls it once with the
 * event from standard input, and writes `{ result }`, or `{ errorType, errorMessage, trace }` as the service
 * reports it, to file descriptor 3. Standard output is the function's log.
 */
const { readFileSync, writeSync } = require('node:fs');

function end(answer) {
  writeSync(3, JSON.stringify(answer));
  // Lambda freezes a function that has answered, even with timers left.
  process.exit(0);
}

function fail(error) {
  const { name = 'Error', message = String(error), stack = '' } = error ?? {};
  end({ errorType: name, errorMessage: message, trace: stack.split('\n') });
}

try {
  const { handler } = require(process.argv[2]);
  const context = {
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    awsRequestId: crypto.randomUUID(),
    getRemainingTimeInMillis: () => 1_000,
  };
  Promise.resolve(handler(JSON.parse(readFileSync(0, 'utf8')), context)).then(
    (result) => end({ result }),
    fail,
  );
} catch (error) {
  fail(error);
}
