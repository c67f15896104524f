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
import { join } from 'node:path';
import { Command, Option } from 'commander';
import pLimit from 'p-limit';
import { handlerEnvironment } from '../bench/handler-environment';
import { NODE_VERSIONS, nodeProgram } from '../node/node-versions';
import { appKinds, writeAppFiles } from './consumer/app-kinds';
import { packageProblems } from './package-content';
import peers from './peers.json';
import { run } from './run-command';

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

/** Apps that are tried at the same time. */
const AT_ONCE = 2;
/** A stack has at least so many functions. */
const FUNCTIONS_OF_A_STACK = 20;

/** Packs the package, installs it in empty folders, and uses it there as teams do. */
async function main(): Promise<void> {
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
  const limited = pLimit(AT_ONCE);
  try {
    const tarball = await pack(folder);
    const chosen = peer === undefined ? ALTERNATING : combinations(peer);
    const apps = chosen.filter(([one]) => kind === undefined || one === kind);
    await Promise.all([
      limited(() => tryPlan(join(folder, 'plan'), tarball)),
      ...apps.map(([one, version]) =>
        limited(() => tryApp(join(folder, `${one}-${version}`), one, version, tarball)),
      ),
    ]);
  } finally {
    // After a failure, apps that wait are not begun.
    limited.clearQueue();
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
async function pack(folder: string): Promise<string> {
  const output = await run('npm', ['pack', '--json', '--pack-destination', folder], ROOT);
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
async function tryPlan(folder: string, tarball: string): Promise<void> {
  mkdirSync(folder);
  writeFileSync(join(folder, 'plan.yaml'), readFileSync(join(ROOT, 'examples/api.yaml')));
  await run('npm', ['init', '--yes'], folder);
  await run('npm', ['install', '--no-audit', '--no-fund', tarball], folder);
  const healthy = await run('npx', ['--no-install', 'cutover', 'rehearse', 'plan.yaml'], folder);
  if (!/^Expected +yes/m.test(healthy)) {
    throw new Error(`a rehearsal by the installed command did not end as expected:\n${healthy}`);
  }
  for (const args of [
    ['plan', 'plan.yaml'],
    ['rehearse', 'plan.yaml', '--scenario', 'all'],
    ['schema', 'plan'],
  ]) {
    await run('npx', ['--no-install', 'cutover', ...args], folder);
  }
  report('plan: npx cutover plan, rehearse and schema');
  const installed = join(folder, 'node_modules/@cutover/cutover');
  for (const version of Object.values(NODE_VERSIONS)) {
    const command = join(installed, 'dist/cli/cutover.mjs');
    await run(nodeProgram(version), [command, 'rehearse', 'plan.yaml', '--scenario', 'all'], folder);
    report(`plan: a rehearsal on Node.js ${version}`);
  }
  // Functions are for the runtime that is deployed, and no older one.
  const files = Object.keys(functionHashes(installed)).map(
    (handler) => `./dist/functions/${handler}/index.js`,
  );
  const load = `for (const file of ${JSON.stringify(files)}) require(file).handler.call`;
  await run(nodeProgram(NODE_VERSIONS.deployed), ['-e', load], installed, handlerEnvironment);
  report(`every function loads on Node.js ${NODE_VERSIONS.deployed}`);
}

async function tryApp(folder: string, kind: string, peer: Peer, tarball: string): Promise<void> {
  const { language, devDependencies = {}, files, commands } = appKinds[kind] as (typeof appKinds)[string];
  mkdirSync(folder);
  if (language !== undefined) {
    await run(
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
  await run('npm', ['install', '--no-audit', '--no-fund'], folder);
  for (const [name = '', ...args] of commands) {
    await run(join(folder, 'node_modules/.bin', name), args, folder);
    report(`${kind} with aws-cdk-lib ${peers[peer]['aws-cdk-lib']}: ${[name, ...args].join(' ')}`);
  }
  checkAssets(folder);
}

/** The last synthesis staged the functions that the package carries. */
function checkAssets(folder: string): void {
  const carried = new Set(Object.values(functionHashes(join(folder, 'node_modules/@cutover/cutover'))));
  const staged = readdirSync(join(folder, 'cdk.out'))
    .map((name) => join(folder, 'cdk.out', name, 'index.js'))
    .filter((file) => existsSync(file));
  const found = new Set(staged.map((file) => sha256(readFileSync(file))).filter((hash) => carried.has(hash)));
  if (found.size < FUNCTIONS_OF_A_STACK) {
    throw new Error(`only ${found.size} functions of the package were staged, in ${folder}`);
  }
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The hash of each function that an installed package carries. */
function functionHashes(installed: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(installed, 'dist/functions/hashes.json'), 'utf8'));
}

const started = performance.now();
function report(what: string): void {
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${what}`);
}

main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
