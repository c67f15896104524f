import { logger } from '../adapters/clients/logger';
import { powertoolsLog } from '../adapters/shared/powertools-log';
import { systemClock } from '../adapters/shared/system-clock';
import { shorten } from '../core/health/verdict';
import type { Clock, Log } from '../ports';

interface Tools {
  readonly log: Log;
  readonly clock: Clock;
}

const tools: Tools = { log: powertoolsLog(logger()), clock: systemClock };

/**
 * The handler of a state: the step, with its start and its end in the log. An error goes on as it came, because the state
 * machine tells errors apart by their `name`.
 */
export const taskHandler =
  <Input extends object, Output extends object>(
    state: string,
    step: (input: Input) => Promise<Output>,
    { log, clock }: Tools = tools,
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

/** Verdict, reason and the like. What has parts of its own stays out: a plan carries headers and bodies. */
function plainValues(output: object): Record<string, unknown> {
  const plain = Object.entries(output).filter(([, value]) => value === null || typeof value !== 'object');
  return Object.fromEntries(
    plain.map(([name, value]) => [name, typeof value === 'string' ? shorten(value) : value]),
  );
}
