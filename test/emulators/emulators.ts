import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type ProcessGroup, startGroup } from '../../tools/python/process-group';
import { SetupError } from '../../tools/python/python';
import { freePort, HOST } from './ports';

interface Kind {
  readonly name: string;
  /** The Python module that serves, and its arguments. */
  readonly args: (port: number) => readonly string[];
  readonly env: (port: number) => Readonly<Record<string, string>>;
  /** A path that answers 200 once everything runs. */
  readonly ready: string;
  /**
   * The APIs that it serves, as the SDK names them in `AWS_ENDPOINT_URL_<API>`. Decision 8 has the reasons.
   */
  readonly apis: readonly string[];
}

const ministack = (port: number) => ({
  GATEWAY_PORT: `${port}`,
  BIND_HOST: HOST,
  // Keeps it from listening on further ports and from cleaning up containers.
  IOT_MTLS_ENABLED: '0',
  SFTP_ENABLED: '0',
  DOCKER_HOST: 'unix:///no-docker-here',
  LOG_LEVEL: 'WARNING',
});

const KINDS: readonly Kind[] = [
  {
    name: 'ministack',
    args: () => ['ministack'],
    env: ministack,
    ready: '/_ministack/ready',
    apis: ['ROUTE_53', 'CLOUDWATCH', 'DYNAMODB', 'AUTO_SCALING'],
  },
  {
    // For stacks: it checks every call of a role against the role's policies.
    name: 'ministack with IAM',
    args: () => ['ministack'],
    env: (port) => ({
      ...ministack(port),
      AUTH: 'true',
      // Passed on to the functions that it runs.
      AWS_ENDPOINT_URL: `http://${HOST}:${port}`,
      NODE_EXTRA_CA_CERTS: join(__dirname, '../fixtures/tls/authority.crt'),
    }),
    ready: '/_ministack/ready',
    apis: ['CLOUDFORMATION', 'SFN', 'S3', 'SSM', 'LAMBDA'],
  },
  {
    name: 'moto',
    args: (port) => ['moto.server', '-H', HOST, '-p', `${port}`],
    env: () => ({}),
    ready: '/moto-api/data.json',
    apis: [
      ...['ELASTIC_LOAD_BALANCING_V2', 'ECS', 'ACM', 'CODEDEPLOY', 'SECRETS_MANAGER', 'STS'],
      // With a DynamoDB of its own, whose streams can be read.
      ...['EVENTBRIDGE', 'SNS'],
    ],
  },
];

const READY_LIMIT_MS = 60_000;
const POLL_MS = 100;

/** An emulator whose process runs. It may not answer yet. */
export interface Emulator {
  readonly kind: Kind;
  readonly port: number;
  readonly group: ProcessGroup;
}

/**
 * Starts every emulator on a port of its own.
 * @param env their environment variables, without those that an emulator needs for itself
 */
export async function startEmulators(python: string, env: NodeJS.ProcessEnv): Promise<Emulator[]> {
  const ports = await Promise.all(KINDS.map(freePort));
  return KINDS.map((kind, i) => {
    const port = ports[i] as number;
    const args = [join(__dirname, 'emulator.py'), ...kind.args(port)];
    const group = startGroup(python, args, {
      env: { ...env, ...kind.env(port) },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return { kind, port, group };
  });
}

/** Waits until an emulator answers. */
export async function ready({ kind, port, group }: Emulator, stopOn: AbortSignal): Promise<void> {
  let hasEnded = false;
  void group.ended.then(() => {
    hasEnded = true;
  });
  for (const end = Date.now() + READY_LIMIT_MS; Date.now() < end; await wait(POLL_MS)) {
    stopOn.throwIfAborted();
    if (hasEnded) {
      throw new SetupError(`${kind.name} ended before it answered:\n${group.output()}`);
    }
    const status = await fetch(`http://${HOST}:${port}${kind.ready}`).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) {
      return;
    }
  }
  throw new SetupError(`${kind.name} did not answer within ${READY_LIMIT_MS / 1000} s:\n${group.output()}`);
}

/** The settings by which the SDK finds the emulators. */
export function endpointsOf(emulators: readonly Emulator[]): Record<string, string> {
  const pairs = emulators.flatMap(({ kind, port }) =>
    kind.apis.map((api) => [`AWS_ENDPOINT_URL_${api}`, `http://${HOST}:${port}`]),
  );
  return Object.fromEntries(pairs);
}
