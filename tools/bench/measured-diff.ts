import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How long `cutover diff` and the library behind `cdk diff` take for the same pair of templates. */
export interface MeasuredDiff {
  readonly resources: number;
  /** The whole process of `cutover diff`, in ms: the minimum of several runs. */
  readonly cutoverMs: number;
  /** `fullDiff` in a process of its own; null if it took longer than the limit. */
  readonly libraryMs: number | null;
}

const RUNS = 5;

/** Milliseconds after which the library is stopped: it judges all again for each link of a chain. */
export const LIBRARY_LIMIT_MS = 30_000;

/** Milliseconds within which `cutover diff` compares 500 resources in a chain. */
export const DIFF_LIMIT_MS = 2_000;

/** Compares two templates whose resources are a chain: each refers to the one before. All are replaced. */
export function measureDiff(resources: number, folder: string): MeasuredDiff {
  const pair = ['old', 'new'].map((name) => {
    const file = join(folder, `${name}-${resources}.json`);
    writeFileSync(file, JSON.stringify(chain(resources, name), null, 1));
    return file;
  });
  const command = [join(__dirname, '../../bin/cutover.cjs'), 'diff', ...pair];
  const times = Array.from({ length: RUNS }, () => wallMs(command, 2));
  return {
    resources,
    cutoverMs: Math.min(...times.map((ms) => ms ?? Number.POSITIVE_INFINITY)),
    libraryMs: wallMs(['-e', LIBRARY, ...pair], 0),
  };
}

const LIBRARY = `
const { readFileSync } = require('node:fs');
const { fullDiff } = require('@aws-cdk/cloudformation-diff');
const [old, fresh] = process.argv.slice(1).map((file) => JSON.parse(readFileSync(file, 'utf8')));
fullDiff(old, fresh);
`;

/** Milliseconds of a process, its start included; null if it was stopped at the limit. */
function wallMs(args: readonly string[], exitCode: number): number | null {
  const start = performance.now();
  const { status, error, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: LIBRARY_LIMIT_MS,
    cwd: join(__dirname, '../..'),
  });
  if (error !== undefined && (error as NodeJS.ErrnoException).code === 'ETIMEDOUT') {
    return null;
  }
  if (status !== exitCode) {
    throw new Error(`${args.join(' ')} ended with ${status}:\n${stderr}`);
  }
  return performance.now() - start;
}

function chain(resources: number, name: string): object {
  const topic = (i: number) => ({
    Type: 'AWS::SNS::Topic',
    Properties: {
      TopicName: i === 0 ? name : { 'Fn::GetAtt': [`Topic${i - 1}`, 'TopicName'] },
      DisplayName: i === 0 ? 'first' : { 'Fn::Sub': `after \${Topic${i - 1}}` },
    },
  });
  return {
    Resources: Object.fromEntries(Array.from({ length: resources }, (_, i) => [`Topic${i}`, topic(i)])),
  };
}
