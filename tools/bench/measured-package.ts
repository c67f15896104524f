import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newest } from '../package/peers.json';

const ROOT = join(__dirname, '../..');

/** The smallest package of constructs in the same field, in its newest version for Node.js 20. */
const PEER = '@seek/aws-codedeploy-infra';
const PEER_VERSION = '3.1.0';

/** The smallest app that each package can synthesize. */
const APPS: Readonly<Record<string, string>> = {
  '@cutover/cutover': `
    const { App } = require('aws-cdk-lib');
    const { CutoverStack } = require('@cutover/cutover');
    const app = new App();
    const zone = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };
    new CutoverStack(app, 'Cutover', { routes: [{ ...zone, recordNames: ['api.example.com'] }] });
    app.synth();`,
  [PEER]: `
    const { App } = require('aws-cdk-lib');
    const { HookStack } = require('${PEER}');
    const app = new App();
    new HookStack(app);
    app.synth();`,
};

const SYNTHS = 5;
const STARTS = 15;

/** The package beside its peer. Sizes are in bytes, times in seconds of processor time. */
export interface MeasuredPackage {
  readonly name: string;
  readonly version: string;
  /** What an app gets beside aws-cdk-lib, constructs and what these need. */
  readonly addedBytes: number;
  readonly installedBytes: number;
  readonly synthSeconds: number;
}

/** The start of the command line, and of a script that does nothing. */
export interface MeasuredStart {
  readonly what: string;
  readonly seconds: number;
}

/**
 * Installs the packed package and its peer into empty folders, each with the same aws-cdk-lib, and measures
 * both in turn.
 * @throws Error when a package cannot be installed or an app cannot be synthesized
 */
export function measurePackages(): {
  packages: readonly MeasuredPackage[];
  starts: readonly MeasuredStart[];
} {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-bench-package-'));
  try {
    const tarball = pack(folder);
    const bare = install(join(folder, 'bare'));
    const all = [
      { name: '@cutover/cutover', folder: join(folder, 'cutover'), source: tarball },
      { name: PEER, folder: join(folder, 'peer'), source: `${PEER}@${PEER_VERSION}` },
    ].map((one) => ({ ...one, installedBytes: install(one.folder, one.source) }));
    for (const { name, folder } of all) {
      writeFileSync(join(folder, 'app.cjs'), `${APPS[name]}`);
    }
    // In turn, so that other load on the machine meets both.
    const runs = Array.from({ length: SYNTHS }, () =>
      all.map((one) => processorSeconds(one.folder, 'app.cjs')),
    );
    const packages = all.map(({ name, folder, installedBytes }, i) => ({
      name,
      version: require(join(folder, 'node_modules', name, 'package.json')).version,
      installedBytes,
      addedBytes: installedBytes - bare,
      synthSeconds: Math.min(...runs.map((run) => run[i] as number)),
    }));
    return { packages, starts: measureStarts(join(folder, 'cutover')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureStarts(folder: string): readonly MeasuredStart[] {
  writeFileSync(join(folder, 'empty.cjs'), '');
  const cli = 'node_modules/@cutover/cutover/dist/cli/cutover.mjs';
  const scripts = [
    ['an empty script', 'empty.cjs'],
    ['cutover --version', cli, '--version'],
    ['cutover --help', cli, '--help'],
  ] as const;
  const runs = Array.from({ length: STARTS }, () =>
    scripts.map(([, file, ...args]) => processorSeconds(folder, file, args)),
  );
  return scripts.map(([what], i) => ({ what, seconds: Math.min(...runs.map((run) => run[i] as number)) }));
}

function pack(folder: string): string {
  const { stdout } = run('npm', ['pack', '--silent', '--pack-destination', folder], ROOT);
  return join(folder, `${stdout.trim().split('\n').at(-1)}`);
}

/** @returns the bytes that are installed */
function install(folder: string, ...sources: readonly string[]): number {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"name":"measured","version":"0.0.0"}');
  const peers = Object.entries(newest).map(([name, version]) => `${name}@${version}`);
  run('npm', ['install', '--no-audit', '--no-fund', ...peers, ...sources], folder);
  return bytesIn(join(folder, 'node_modules'));
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

/** Prints the processor time of a process when it ends, in microseconds. */
const MEASURE = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write('\\ncpu ' + (user + system));
});
`;

/** Processor time of a script in a process of its own, user and system. */
function processorSeconds(folder: string, file: string, args: readonly string[] = []): number {
  writeFileSync(join(folder, 'measure.cjs'), MEASURE);
  const { stderr } = run(process.execPath, ['--require', './measure.cjs', file, ...args], folder);
  const [, microseconds] = /cpu (\d+)\s*$/.exec(stderr) ?? [];
  if (microseconds === undefined) {
    throw new Error(`${file} did not say how much processor time it took:\n${stderr}`);
  }
  return Number(microseconds) / 1e6;
}

function run(command: string, args: readonly string[], cwd: string) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', env, maxBuffer: 64_000_000 });
  if (result.status !== 0) {
    throw new Error(`${[command, ...args].join(' ')} failed:\n${result.stdout}${result.stderr}`);
  }
  return result;
}
