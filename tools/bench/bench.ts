import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { functionNames, registeredTask } from '../../lib/workflow/tasks';
import { handlerEnvironment } from './handler-environment';
import { limitOf, type MeasuredBundle, measureBundle } from './measured-bundle';
import { DIFF_LIMIT_MS, LIBRARY_LIMIT_MS, type MeasuredDiff, measureDiff } from './measured-diff';
import { type MeasuredPackage, type MeasuredStart, measurePackages } from './measured-package';

const RUNS = 9;

/** Milliseconds to load a file in a new process, without the start of Node.js itself. */
function importMs(file: string): number {
  const script = [
    'const start = performance.now()',
    `require(${JSON.stringify(file)})`,
    'process.stdout.write(String(performance.now() - start))',
  ].join(';');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    env: handlerEnvironment,
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`${file} does not load:\n${stderr}`);
  }
  return Number(stdout);
}

/** The minimum of several runs, because other load on the machine only makes a run longer. */
function coldImportMs({ handler, code }: MeasuredBundle, folder: string): number {
  // A handler may be in a folder of its own.
  const file = join(folder, `${handler.replaceAll('/', '-')}.cjs`);
  writeFileSync(file, code);
  return Math.min(...Array.from({ length: RUNS }, () => importMs(file)));
}

async function main(): Promise<void> {
  const bundles = await Promise.all(functionNames.map((name) => measureBundle(registeredTask(name).handler)));
  const folder = mkdtempSync(join(tmpdir(), 'cutover-bench-'));
  try {
    const measured = bundles.map((bundle) => ({ ...bundle, ms: coldImportMs(bundle, folder) }));
    const smallest = Math.min(...measured.map(({ bytes }) => bytes));
    const fastest = Math.min(...measured.map(({ ms }) => ms));
    const table = new Table({
      head: ['function', 'kB', 'limit', 'size ×', 'import ms', 'import ×', ''],
      colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'left'],
      style: { head: [], border: [] },
    });
    for (const one of measured.sort((a, b) => a.bytes - b.bytes)) {
      const limit = limitOf(one);
      const numbers = [one.bytes / smallest, one.ms, one.ms / fastest].map((value) => value.toFixed(1));
      const verdict = one.bytes < limit ? 'ok' : 'TOO BIG';
      table.push([one.handler, Math.round(one.bytes / 1_000), limit / 1_000, ...numbers, verdict]);
    }
    console.log(table.toString());
    console.log(`import: the minimum of ${RUNS} cold starts each, on ${process.version}, ${process.arch}`);
    const diffs = [100, 500].map((resources) => measureDiff(resources, folder));
    console.log(diffTable(diffs));
    const { packages, starts } = measurePackages();
    console.log(`${packageTable(packages)}\n${startTable(starts)}`);
    const isFast = diffs.every(({ cutoverMs }) => cutoverMs < DIFF_LIMIT_MS);
    process.exitCode = isFast && bundles.every((bundle) => bundle.bytes < limitOf(bundle)) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The times of whole processes, and how many times longer the library behind `cdk diff` takes. */
function diffTable(diffs: readonly MeasuredDiff[]): string {
  const table = new Table({
    head: ['chain of resources', 'cutover diff ms', 'limit', 'cdk diff ms', 'ratio', ''],
    colAligns: ['right', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const { resources, cutoverMs, libraryMs } of diffs) {
    const library = libraryMs ?? LIBRARY_LIMIT_MS;
    const more = libraryMs === null ? 'over ' : '';
    const ratio = `${more}${(library / cutoverMs).toFixed(1)}`;
    const verdict = cutoverMs < DIFF_LIMIT_MS ? 'ok' : 'TOO SLOW';
    const times = [cutoverMs.toFixed(0), DIFF_LIMIT_MS, `${more}${library.toFixed(0)}`];
    table.push([resources, ...times, ratio, verdict]);
  }
  return table.toString();
}

/** The package beside the smallest one of the same field, as ratios. */
function packageTable([own, peer]: readonly MeasuredPackage[]): string {
  const table = new Table({
    head: ['package', 'added MB', 'installed MB', 'installed ×', 'synth CPU s', 'synth ×'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const one of [own, peer] as readonly MeasuredPackage[]) {
    const { installedBytes = 1, synthSeconds = 1 } = peer ?? {};
    table.push([
      `${one.name} ${one.version}`,
      (one.addedBytes / 1e6).toFixed(1),
      (one.installedBytes / 1e6).toFixed(1),
      (one.installedBytes / installedBytes).toFixed(2),
      one.synthSeconds.toFixed(2),
      (one.synthSeconds / synthSeconds).toFixed(2),
    ]);
  }
  return table.toString();
}

/** How long the command line takes to start, in times of a script that does nothing. */
function startTable(starts: readonly MeasuredStart[]): string {
  const table = new Table({
    head: ['start of', 'CPU ms', '×'],
    colAligns: ['left', 'right', 'right'],
    style: { head: [], border: [] },
  });
  const fastest = starts[0]?.seconds ?? 1;
  for (const { what, seconds } of starts) {
    table.push([what, (seconds * 1_000).toFixed(0), (seconds / fastest).toFixed(2)]);
  }
  return table.toString();
}

void main();
