import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NODE_VERSIONS, nodeProgram } from '../../tools/node/node-versions';
import { startGroup } from '../../tools/python/process-group';
import { preparedPython, SetupError } from '../../tools/python/python';
import { type Emulator, endpointsOf, ready, startEmulators } from './emulators';
import { isOpen } from './ports';

/** Runs the test suites that need AWS against emulators, which it installs, starts and stops. */

const ROOT = join(__dirname, '../..');
const PARENT_CHECK_MS = 250;
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * No real credentials and no real endpoint: calls of an API without an emulator reach a port where nothing
 * listens.
 */
const env: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'eu-west-1',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  // The warning would come once for each suite, and `npm test` shows it already.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

async function main(stopOn: AbortSignal): Promise<number> {
  const python = await preparedPython(stopOn);
  // Before the suites, of which several need it at the same time.
  nodeProgram(NODE_VERSIONS.deployed);
  // Emulators leave files behind, such as the code of functions.
  const scratch = mkdtempSync(join(tmpdir(), 'cutover-emulators-'));
  try {
    const emulators = await startEmulators(python, { ...env, TMPDIR: scratch, STATE_DIR: scratch });
    try {
      await Promise.all(emulators.map((emulator) => ready(emulator, stopOn)));
      return await runSuites(emulators, stopOn);
    } finally {
      await stopEmulators(emulators);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function runSuites(emulators: readonly Emulator[], stopOn: AbortSignal): Promise<number> {
  const jest = require.resolve('jest/bin/jest');
  const args = [jest, '--config', join(ROOT, 'jest.aws.config.cjs'), ...process.argv.slice(2)];
  const suites = startGroup(process.execPath, args, {
    cwd: ROOT,
    env: { ...env, ...endpointsOf(emulators) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = () => void suites.stop();
  stopOn.addEventListener('abort', stop);
  const code = await suites.ended;
  await suites.stop();
  return code;
}

async function stopEmulators(emulators: readonly Emulator[]): Promise<void> {
  await Promise.all(emulators.map(({ group }) => group.stop()));
  for (const { kind, port } of emulators) {
    if (await isOpen(port)) {
      throw new SetupError(`${kind.name} was stopped, and port ${port} is still open`);
    }
  }
}

const interrupted = new AbortController();
let signalCode: number | undefined;
const interrupt = (code: number) => {
  signalCode ??= code;
  interrupted.abort();
};
for (const [signal, code] of Object.entries(SIGNALS)) {
  process.on(signal, () => interrupt(code));
}
// Killing npm kills its shell without a signal to this process, which then has another parent.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && interrupt(SIGNALS.SIGTERM), PARENT_CHECK_MS).unref();
main(interrupted.signal)
  .catch((error: unknown) => {
    if (signalCode === undefined) {
      process.stderr.write(`test:aws: ${error instanceof SetupError ? error.message : error}\n`);
    }
    return 1;
  })
  .then((code) => {
    process.exitCode = signalCode ?? code;
  });
