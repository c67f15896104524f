import type { BatchAnswer, BatchRequest } from './messages';
import { runBatch } from './run-batch';

const send = (answer: BatchAnswer) => process.send?.(answer);

process.on('message', (request: BatchRequest) => {
  runBatch(request, (done) => send({ done })).then(
    (totals) => send({ totals }),
    (error: unknown) =>
      send({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
// Without its parent, nobody takes the results.
process.on('disconnect', () => process.exit(1));
