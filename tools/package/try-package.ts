import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { handlerEnvironment } from '../bench/handler-environment';
import { NODE_VERSIONS, nodeProgram } from '../node/node-versions';
import { appKinds, writeAppFiles } from './consumer/app-kinds';
import { packageProblems } from './package-content';
import peers from './peers.json';

const ROOT = join(__dirname, '../..');
type Peer = keyof typeof peers;

/** Every kind at one of the two versions of the peers: what `.ci/run` tries. */
const ALTERNATING: readonly (readonly [kind: string, peer: Peer])[] = [
  ['typescript', 'newest'],
  ['javascript', 'lowest'],
  ['esm', 'newest'],
  ['ts-node', 'lowest'],
  ['examples', 'newest'],
];

/** Packs the package, installs it in empty folders, and uses it there as teams do. */
function main(): void {
  const { kind, peer, keep } = new Command('try-package')
    .description('Packs the package, installs it into empty folders, and uses it there as teams do.')
    .addOption(new Option('--kind <kind>', 'The kind of app. Default: each.').choices(Object.keys(appKinds)))
    .addOption(
      new Option(
        '--peer <peer>',
        'Versions of aws-cdk-lib and constructs: see peers.json. Default: in turn.',
      ).choices([...Object.keys(peers), 'both']),
    )
    .option('--keep', 'Keeps the folders, and prints where they are.')
    .parse()
    .opts<{ kind?: string; peer?: Peer | 'both'; keep?: boolean }>();
  const folder = mkdtempSync(join(tmpdir(), 'cutover-package-'));
  try {
    const tarball = pack(folder);
    tryPlan(join(folder, 'plan'), tarball);
    const chosen = peer === undefined ? ALTERNATING : combinations(peer);
    for (const [one, version] of chosen.filter(([one]) => kind === undefined || one === kind)) {
      tryApp(join(folder, `${one}-${version}`), one, version, tarball);
    }
  } finally {
    if (keep === true) {
      console.log(`kept in ${folder}`);
    } else {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function combinations(peer: Peer | 'both'): readonly (readonly [string, Peer])[] {
  const versions = peer === 'both' ? (Object.keys(peers) as Peer[]) : [peer];
  return Object.keys(appKinds).flatMap((kind) => versions.map((version) => [kind, version] as const));
}

/** @returns the file of the package */
function pack(folder: string): string {
  const output = run('npm', ['pack', '--json', '--pack-destination', folder], ROOT);
  const [packed] = JSON.parse(output.slice(output.search(/^\[$/m)));
  const problems = packageProblems(packed, (file) => readFileSync(join(ROOT, file), 'utf8'));
  if (problems.length > 0) {
    throw new Error(`the package:\n${problems.join('\n')}`);
  }
  const megabytes = (packed.size / 1e6).toFixed(1);
  report(`packed ${packed.filename}: ${packed.entryCount} files, ${megabytes} MB`);
  return join(folder, packed.filename);
}

/** A folder with a plan, where the package is installed and its command is run. */
function tryPlan(folder: string, tarball: string): void {
  mkdirSync(folder);
  writeFileSync(join(folder, 'plan.yaml'), readFileSync(join(ROOT, 'examples/api.yaml')));
  run('npm', ['init', '--yes'], folder);
  run('npm', ['install', '--no-audit', '--no-fund', tarball], folder);
  const healthy = run('npx', ['--no-install', 'cutover', 'rehearse', 'plan.yaml'], folder);
  if (!/^Expected +yes/m.test(healthy)) {
    throw new Error(`a rehearsal by the installed command did not end as expected:\n${healthy}`);
  }
  for (const args of [
    ['plan', 'plan.yaml'],
    ['rehearse', 'plan.yaml', '--scenario', 'all'],
    ['schema', 'plan'],
  ]) {
    run('npx', ['--no-install', 'cutover', ...args], folder);
  }
  report('plan: npx cutover plan, rehearse and schema');
  const installed = join(folder, 'node_modules/@cutover/cutover');
  for (const version of Object.values(NODE_VERSIONS)) {
    const command = join(installed, 'dist/cli/cutover.mjs');
    run(nodeProgram(version), [command, 'rehearse', 'plan.yaml', '--scenario', 'all'], folder);
    report(`plan: a rehearsal on Node.js ${version}`);
  }
  // Functions are for the runtime that is deployed, and no older one.
  const files = Object.keys(functionHashes(installed)).map(
    (handler) => `./dist/functions/${handler}/index.js`,
  );
  const load = `for (const file of ${JSON.stringify(files)}) require(file).handler.call`;
  run(nodeProgram(NODE_VERSIONS.deployed), ['-e', load], installed, handlerEnvironment);
  report(`every function loads on Node.js ${NODE_VERSIONS.deployed}`);
}

function tryApp(folder: string, kind: string, peer: Peer, tarball: string): void {
  const { language, devDependencies = {}, files, commands } = appKinds[kind] as (typeof appKinds)[string];
  mkdirSync(folder);
  if (language !== undefined) {
    run(
      join(ROOT, 'node_modules/.bin/cdk'),
      ['init', 'app', '--language', language, '--generate-only'],
      folder,
    );
  }
  writeAppFiles(folder, files);
  const file = join(folder, 'package.json');
  const app = JSON.parse(readFileSync(file, 'utf8'));
  const whole = {
    ...app,
    dependencies: { ...peers[peer], '@cutover/cutover': `file:${tarball}` },
    devDependencies: { ...app.devDependencies, ...devDependencies },
  };
  writeFileSync(file, JSON.stringify(whole, null, 2));
  run('npm', ['install', '--no-audit', '--no-fund'], folder);
  for (const [name = '', ...args] of commands) {
    run(join(folder, 'node_modules/.bin', name), args, folder);
    report(`${kind} with aws-cdk-lib ${peers[peer]['aws-cdk-lib']}: ${[name, ...args].join(' ')}`);
  }
  checkAssets(folder);
}

/** The last synthesis staged only functions that the package carries: nothing was bundled. */
function checkAssets(folder: string): void {
  const carried = new Set(Object.values(functionHashes(join(folder, 'node_modules/@cutover/cutover'))));
  const staged = readdirSync(join(folder, 'cdk.out'))
    .map((name) => join(folder, 'cdk.out', name, 'index.js'))
    // CDK's own functions have an entry point of their own.
    .filter((file) => existsSync(file) && !existsSync(join(dirname(file), '__entrypoint__.js')));
  const others = staged.filter((file) => !carried.has(sha256(readFileSync(file))));
  if (staged.length === 0 || others.length > 0) {
    throw new Error(`of ${staged.length} functions that were staged, the package lacks ${others.length}`);
  }
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The hash of each function that an installed package carries. */
function functionHashes(installed: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(installed, 'dist/functions/hashes.json'), 'utf8'));
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  variables?: Readonly<Record<string, string>>,
): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64_000_000,
    // As outside of npm: a script of npm sets these for the commands that it runs.
    env:
      variables ??
      Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))),
  });
  if (status !== 0) {
    // The end: an error of Node.js begins with the line of code, which may be a whole bundle.
    const said = `${stdout ?? ''}\n${stderr ?? ''}\n${error?.message ?? ''}`.trim().slice(-4_000);
    throw new Error(`${[command, ...args].join(' ')} failed in ${cwd}:\n${said}`);
  }
  return stdout;
}

const started = performance.now();
function report(what: string): void {
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${what}`);
}

try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
