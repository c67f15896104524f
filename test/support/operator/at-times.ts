import type { Connection, OperatorDependencies } from '../../../lib/cli/commands/operator/connection';
import type { Terminal } from '../../../lib/cli/output/terminal';
import { RehearsedDeployment } from '../../../lib/operator/rehearsed/rehearsed-source';
import type { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';
import { type RehearsalInput, rehearse } from '../../../lib/rehearsal/rehearse';
import type { RehearsalResult } from '../../../lib/rehearsal/result';
import { START } from '../../../lib/rehearsal/world/world';
import { capturedTerminal } from '../cli/captured-terminal';

/** What a command printed, and its exit code. */
export interface Typed {
  readonly code: unknown;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in the simulated world. */
export type TypeCommand = (terminal: Terminal, dependencies: OperatorDependencies) => Promise<unknown>;

/**
 * Rehearses a plan while somebody types commands, each at its second of simulated time.
 * @returns the rehearsal, and what each command printed, in the order of the commands
 */
export async function atTimes(
  input: RehearsalInput,
  commands: readonly (readonly [at: number, command: TypeCommand])[],
  user = 'ada',
): Promise<{ readonly result: RehearsalResult; readonly typed: readonly Typed[] }> {
  const typed: Promise<Typed>[] = [];
  let deployment: RehearsedDeployment | undefined;
  let clock: VirtualClock | undefined;
  const { result } = await rehearse(input, {
    world: (world) => {
      const rehearsed = new RehearsedDeployment(world);
      deployment = rehearsed;
      clock = world.clock;
      const connection: Connection = {
        ...{ stack: 'Cutover', region: 'us-east-1', series: async () => null },
        source: rehearsed.source(),
        send: rehearsed.sender(user),
        schedule: async () => null,
        startExecution: async () => null,
        close: () => undefined,
      };
      const dependencies: OperatorDependencies = {
        connect: async () => connection,
        sleep: (ms) => world.clock.sleep(ms),
      };
      commands.forEach(([at, command], i) => {
        world.clock.schedule(START + 1_000 * at, () => {
          typed[i] = run(command, dependencies);
          world.clock.wake();
        });
      });
    },
    trace: (_, event, execution) => deployment?.trace(event, execution),
  });
  // Whoever follows the cutover looks once more after its end.
  return { result, typed: await (clock as VirtualClock).runUntil(Promise.all(typed)) };
}

async function run(command: TypeCommand, dependencies: OperatorDependencies): Promise<Typed> {
  const terminal = capturedTerminal();
  const code = await command(terminal, dependencies).catch(
    (error: Error) => `${error.name}: ${error.message}`,
  );
  return { code, ...terminal.texts };
}
