import { shorten } from '../../core/health/verdict';
import type { Log } from '../../ports';

/**
 * A step that writes metrics of its result. Metrics that cannot be written are logged, and change nothing:
 * nothing that moves traffic depends on them.
 */
export const measuredStep =
  <Input, Output>(
    step: (input: Input) => Promise<Output>,
    write: (input: Input, output: Output) => void,
    log: Pick<Log, 'error'>,
  ) =>
  async (input: Input): Promise<Output> => {
    const output = await step(input);
    try {
      write(input, output);
    } catch (error) {
      log.error('metrics not written', { reason: shorten(String(error)) });
    }
    return output;
  };
