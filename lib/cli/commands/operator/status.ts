import type { CutoverReading } from '../../../operator/cutover-view';
import { printView, progressText } from '../../output/operator/view-text';
import { EXIT, type Terminal } from '../../output/terminal';
import { type DeploymentOptions, type OperatorDependencies, withConnection } from './connection';
import { follow } from './follow';
import { exitCodeOf, readNamedCutover } from './named-cutover';

/** The options of `cutover status`. */
export interface StatusOptions extends DeploymentOptions {
  readonly wait?: boolean;
  /** Seconds. */
  readonly timeout?: number;
}

/**
 * Prints how a cutover is, or waits for its end.
 * @returns 0; with `--wait`, the exit code of the cutover, or 124 when the time was over before
 */
export function statusCommand(
  given: string | undefined,
  options: StatusOptions,
  terminal: Terminal,
  dependencies: OperatorDependencies,
): Promise<number> {
  return withConnection(dependencies, options, async ({ source }) => {
    const first = await readNamedCutover(source, given);
    const print = ({ view }: typeof first) =>
      terminal.out(
        options.json === true
          ? `${JSON.stringify(view, null, 2)}\n`
          : printView(view, source.now(), terminal.columns),
      );
    if (options.wait !== true) {
      print(first);
      return EXIT.succeeded;
    }
    return awaitEnd(first, { source, print, terminal, ...dependencies, timeoutSeconds: options.timeout });
  });
}

/** What is said when AWS does not answer while somebody waits. */
export const UNREAD = 'the cutover goes on, and cannot be read now';

/** What waiting for the end of a cutover needs. */
export interface EndWait {
  readonly source: Parameters<typeof follow>[0];
  /** Prints the cutover when it has ended, or the time is over. */
  readonly print: (reading: CutoverReading) => void;
  readonly terminal: Terminal;
  readonly sleep: (ms: number) => Promise<void>;
  readonly timeoutSeconds: number | undefined;
}

/** Waits for the end of a cutover; progress goes to standard error. @returns the exit code */
export async function awaitEnd(first: CutoverReading, waiting: EndWait): Promise<number> {
  const { source, print, terminal, sleep, timeoutSeconds } = waiting;
  let last = '';
  const ended = await follow(
    source,
    first,
    {
      entry: ({ at, what }) => terminal.err(`${at} ${what}\n`),
      unread: (reason) => terminal.err(`${UNREAD}: ${reason}\n`),
      view: (view, now) => {
        const { phase, percent, stage, paused } = view;
        const key = JSON.stringify([phase, percent, stage, paused]);
        if (key !== last) {
          last = key;
          terminal.err(`${view.name}: ${progressText(view, now)}\n`);
        }
      },
    },
    { sleep, timeoutSeconds },
  );
  if (ended === null) {
    terminal.err(
      `the cutover has not ended within ${timeoutSeconds} s; it goes on, and` +
        ` cutover status ${first.view.execution} --wait waits for it again\n`,
    );
    print(first);
    return EXIT['timed-out'];
  }
  print(ended);
  return exitCodeOf(ended) as number;
}
