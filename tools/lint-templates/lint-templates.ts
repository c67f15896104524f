import { SetupError } from '../python/python';
import { lintTemplates } from './lint';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());

lintTemplates(interrupted.signal).then(
  (clean) => {
    process.exitCode = clean ? 0 : 1;
  },
  (error: unknown) => {
    console.error(`lint:templates: ${error instanceof SetupError ? error.message : error}`);
    process.exitCode = 1;
  },
);
