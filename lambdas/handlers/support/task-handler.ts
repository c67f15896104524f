import { logger } from '../../adapters/clients/logger';
import { powertoolsLog } from '../../adapters/shared/powertools-log';
import { systemClock } from '../../adapters/shared/system-clock';
import { shorten } from '../../core/health/verdict';
import type { Clock, Log } from '../../ports';

/** What every handler logs with. */
interface HandlerTools {
  readonly log: Log;
  readonly clock: Clock;
}

const tools: HandlerTools = { log: powertoolsLog(logger()), clock: systemClock };

/**
 * The handler of a Task state: runs the step and logs its start and its end. Rethrows an error unchanged,
 * because the state machine distinguishes errors by their `name`.
 */
export const taskHandler =
  <Input extends object, Output extends object>(
    state: string,
    step: (input: Input) => Promise<Output>,
    { log, clock }: HandlerTools = tools,
  ) =>
  async (input: Input): Promise<Output> => {
    const startedAt = clock.now();
    const about = { state, ...pick(input, ['route', 'execution']) };
    log.info('started', about);
    try {
      const output = await step(input);
      log.info('ended', { ...about, durationMs: clock.now() - startedAt, result: plainValues(output) });
      return output;
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      const reason = shorten(message);
      log.error('failed', { ...about, durationMs: clock.now() - startedAt, error: name, reason });
      throw error;
    }
  };

function pick(input: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([name]) => names.includes(name)));
}

/**
 * The primitive values of an output, such as verdict and reason. Objects are left out: a plan contains
 * headers and bodies.
 */
function plainValues(output: object): Record<string, unknown> {
  const plain = Object.entries(output).filter(([, value]) => value === null || typeof value !== 'object');
  return Object.fromEntries(
    plain.map(([name, value]) => [name, typeof value === 'string' ? shorten(value) : value]),
  );
}
