import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { DryRun, Trial, TrialResult, WorkerAnswer, WorkerRequest, WorkerSettings } from './messages';

/** The SDK's warning of Node.js versions, once for each process. */
const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

/** A process that tries mutants, one at a time, and that is replaced when a mutant makes it hang. */
export class WorkerProcess {
  private child: ChildProcess | null = null;

  constructor(private readonly settings: WorkerSettings) {}

  async dryRun(): Promise<DryRun> {
    const answer = await this.ask({ dryRun: true }, Number.POSITIVE_INFINITY);
    if (answer === null || !('dryRun' in answer)) {
      throw new Error('the worker ended during the dry run');
    }
    return answer.dryRun;
  }

  /**
   * A mutant that ends the process counts as timed out.
   * @param limitMs longest time of one test; beyond it the code loops without reaching the mutant, and is
   * stopped
   */
  async tryMutant(trial: Trial, limitMs: number): Promise<TrialResult> {
    const answer = await this.ask({ trial }, limitMs);
    const result = answer !== null && 'result' in answer ? answer.result : null;
    if (result === null || result.status === 'timed out') {
      this.stop();
    }
    return result ?? { status: 'timed out', test: null };
  }

  stop(): void {
    this.child?.kill('SIGKILL');
    this.child = null;
  }

  /** The answer; null when the process ends or takes too long. */
  private ask(request: WorkerRequest, limitMs: number): Promise<WorkerAnswer | null> {
    this.child ??= fork(join(__dirname, 'worker.ts'), {
      env: { ...process.env, ...QUIET, MUTATE: JSON.stringify(this.settings) },
      execArgv: process.execArgv,
    });
    const child = this.child;
    return new Promise((resolve) => {
      const startTimer = () => (Number.isFinite(limitMs) ? setTimeout(() => end(null), limitMs) : undefined);
      let timer = startTimer();
      const onMessage = (answer: WorkerAnswer) => {
        if ('alive' in answer) {
          clearTimeout(timer);
          timer = startTimer();
        } else {
          end(answer);
        }
      };
      const onExit = () => end(null);
      const end = (answer: WorkerAnswer | null) => {
        clearTimeout(timer);
        child.off('message', onMessage);
        child.off('exit', onExit);
        resolve(answer);
      };
      child.on('message', onMessage);
      child.on('exit', onExit);
      child.send(request);
    });
  }
}
