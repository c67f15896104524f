import { type ChildProcess, fork } from 'node:child_process';
import type { Batch } from './batches';
import { bundled } from './bundle';
import type { BatchAnswer, BatchSettings } from './messages';
import type { RunTotals } from './totals';

/** Most objects of a rehearsal live for a moment: with more room for them, it collects garbage less often. */
const YOUNG_GENERATION = ['--max-semi-space-size=64'];

export interface WorkersOptions {
  readonly count: number;
  readonly settings: BatchSettings;
  /** Called with the runs so far of a batch. */
  readonly progress: (batch: Batch, done: number) => void;
  /** Called with what a batch gave. @returns whether to go on; otherwise what other workers do is lost */
  readonly ended: (batch: Batch, totals: RunTotals) => boolean;
}

/**
 * Runs batches in processes of their own, each of which takes the next one when it has ended one.
 * @throws Error when a batch cannot be run or a process ends
 */
export async function runInWorkers(batches: readonly Batch[], options: WorkersOptions): Promise<void> {
  const queue = [...batches];
  const children: ChildProcess[] = [];
  const program = bundled('worker.ts');
  let isStopped = false;
  const work = async (): Promise<void> => {
    const child = fork(program.file, { execArgv: YOUNG_GENERATION });
    children.push(child);
    for (let batch = queue.shift(); batch !== undefined && !isStopped; batch = queue.shift()) {
      const totals = await answerOf(child, batch, options);
      isStopped = isStopped || !options.ended(batch, totals);
    }
  };
  let end = () => {};
  const stopped = new Promise<void>((resolve) => {
    end = resolve;
  });
  const running = Array.from({ length: Math.min(options.count, queue.length) }, () =>
    work().then(() => (isStopped ? end() : undefined)),
  );
  try {
    await Promise.race([Promise.all(running), stopped]);
  } finally {
    isStopped = true;
    for (const child of children) {
      child.removeAllListeners();
      child.kill();
    }
    program.remove();
  }
}

function answerOf(
  child: ChildProcess,
  batch: Batch,
  { settings, progress }: WorkersOptions,
): Promise<RunTotals> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: BatchAnswer) => {
      if ('done' in answer) {
        progress(batch, answer.done);
      } else {
        child.off('message', onMessage);
        child.off('exit', onExit);
        if ('failure' in answer) {
          reject(new Error(`the cases of seed ${batch.seed} could not be run: ${answer.failure}`));
        } else {
          resolve(answer.totals);
        }
      }
    };
    const onExit = (code: number | null) => reject(new Error(`a worker ended with exit code ${code}`));
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.send({ ...settings, batch });
  });
}
