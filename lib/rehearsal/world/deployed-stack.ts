import type { Clock } from '../../../lambdas/ports';
import { type FunctionName, functionNames } from '../../workflow/tasks';
import type { AslMachine } from '../asl/machine';
import type { FunctionFault, FunctionUpdates } from '../aws/functions';
import type { Random } from '../kernel/random';
import type { Tamper } from './world-functions';

/** What one release of Cutover deploys. */
export interface Release {
  /** Its state machines by ARN. */
  readonly machines: ReadonlyMap<string, AslMachine>;
  /** Changes its steps. @default - the steps of this code */
  readonly tamper?: Tamper | undefined;
}

/** How an upgrade goes. */
export interface Upgrade {
  /** Until the last function and the state machines are updated. */
  readonly seconds: number;
  /** For how long the invocations of a function fail from its update on. */
  readonly failSeconds: number;
}

/** What the stack of a world needs. */
export interface DeployedStackOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Pick<Random, 'between' | 'uniform'>;
  readonly release: Release;
  /** What an upgrade deploys. @default - the same release */
  readonly next?: Release | undefined;
}

/** State machine updates are eventually consistent (Step Functions API Reference, "UpdateStateMachine"). */
const MACHINE_LAG_MS = 5_000;
/** How much longer the first invocation of an updated function takes, in milliseconds. */
const COLD_START_MS = [200, 2_000] as const;

/**
 * The stack in a world, which may be upgraded while cutovers run. Running executions keep their definition
 * (Step Functions API Reference, "UpdateStateMachine"). Each function is updated at a time of its own: until
 * then its invocations run the code and the configuration of before, and those that are under way end with it
 * (AWS Lambda Developer Guide, "Lambda function states"). CloudFormation updates the state machines last,
 * because they refer to the functions.
 */
export class DeployedStack implements FunctionUpdates {
  private release: Release;
  private updatedAt: ReadonlyMap<FunctionName, number> = new Map();
  private machinesAt = Number.POSITIVE_INFINITY;
  private failMs = 0;
  private readonly cold = new Set<FunctionName>();

  constructor(private readonly options: DeployedStackOptions) {
    this.release = options.release;
  }

  /** The deployed machines. */
  readonly machines: Pick<ReadonlyMap<string, AslMachine>, 'get'> = {
    get: (arn) => this.machinesNow().get(arn),
  };

  /** Upgrades the stack to the next release. An upgrade that is under way is taken to be over. */
  upgrade({ seconds, failSeconds }: Upgrade): void {
    const { clock, random, next, release } = this.options;
    this.release = this.machinesAt === Number.POSITIVE_INFINITY ? release : (next ?? release);
    const now = clock.now();
    this.updatedAt = new Map(
      functionNames.map((name) => [name, now + Math.round(random.between(0, 1_000 * seconds))]),
    );
    this.machinesAt = now + 1_000 * seconds;
    this.failMs = 1_000 * failSeconds;
    for (const name of functionNames) {
      this.cold.add(name);
    }
  }

  /** What changes the steps of a function now. */
  tamperOf(task: FunctionName): Tamper | undefined {
    return this.isUpdated(task) ? this.after().tamper : this.release.tamper;
  }

  coldStartMs(task: FunctionName): number {
    const isCold = this.isUpdated(task) && this.cold.delete(task);
    return isCold ? Math.round(this.options.random.between(...COLD_START_MS)) : 0;
  }

  failing(task: FunctionName): FunctionFault | undefined {
    const at = this.updatedAt.get(task) ?? Number.POSITIVE_INFINITY;
    const now = this.options.clock.now();
    return now >= at && now < at + this.failMs
      ? { task, error: 'Lambda.ServiceException', delaySeconds: 0, afterEffect: false }
      : undefined;
  }

  private machinesNow(): ReadonlyMap<string, AslMachine> {
    const { clock, random } = this.options;
    const sinceMs = clock.now() - this.machinesAt;
    const isNew = sinceMs >= MACHINE_LAG_MS || (sinceMs >= 0 && random.uniform() < 0.5);
    return (isNew ? this.after() : this.release).machines;
  }

  private after(): Release {
    return this.options.next ?? this.release;
  }

  private isUpdated(task: FunctionName): boolean {
    return this.options.clock.now() >= (this.updatedAt.get(task) ?? Number.POSITIVE_INFINITY);
  }
}
