import { stripVTControlCharacters } from 'node:util';
import type { CutoverView } from '../../../operator/view';
import { printHistoryEntry } from '../../output/operator/history-text';
import { printView, progressText } from '../../output/operator/view-text';
import { EXIT, type Terminal } from '../../output/terminal';
import { type DeploymentOptions, type OperatorDependencies, withConnection } from './connection';
import { follow } from './follow';
import { exitCodeOf, readNamedCutover } from './named-cutover';
import { UNREAD } from './status';

/** Removes the line that the cursor is in (ECMA-48, EL and CR). */
const CLEAR = '\r\u001b[2K';

/**
 * Follows a cutover until it has ended: everything that is decided, and a line of progress below.
 * @returns the exit code of the cutover
 */
export function watchCommand(
  given: string | undefined,
  options: DeploymentOptions,
  terminal: Terminal,
  dependencies: OperatorDependencies,
): Promise<number> {
  return withConnection(dependencies, options, async ({ source }) => {
    const first = await readNamedCutover(source, given);
    const follower = options.json === true ? events(terminal) : transcript(terminal);
    const ended = await follow(source, first, follower, dependencies);
    follower.end();
    if (options.json !== true && ended !== null) {
      terminal.out(`\n${printView(ended.view, source.now(), terminal.columns)}`);
    }
    return ended === null ? EXIT.succeeded : (exitCodeOf(ended) as number);
  });
}

/** One event a line, as JSON: each entry of the story, and the cutover whenever it has changed. */
function events(terminal: Terminal) {
  let last = '';
  const print = (event: object) => terminal.out(`${JSON.stringify(event)}\n`);
  return {
    entry: (entry: object) => print({ event: 'entry', ...entry }),
    view: (view: CutoverView, now: number) => {
      // The seconds that are left change each time.
      const { secondsLeft: _, ...lasting } = view;
      const text = JSON.stringify(lasting);
      if (text !== last) {
        last = text;
        print({ event: 'status', at: new Date(now).toISOString(), ...view });
      }
    },
    unread: (reason: string) => print({ event: 'unread', reason }),
    end: () => undefined,
  };
}

/** The entries of the story, and below them a line of progress, which an interactive terminal renews. */
function transcript(terminal: Terminal) {
  let shown = '';
  const clear = () => {
    if (terminal.isInteractive === true && shown !== '') {
      terminal.err(CLEAR);
    }
  };
  let last = '';
  return {
    entry: (entry: Parameters<typeof printHistoryEntry>[0]) => {
      clear();
      shown = '';
      terminal.out(printHistoryEntry(entry, terminal.columns));
    },
    view: (view: CutoverView, now: number) => {
      const line = `${view.name}: ${progressText(view, now)}`;
      if (terminal.isInteractive === true) {
        clear();
        shown = line;
        // Without its colours where it does not fit: half of an escape code would colour all that follows.
        const plain = stripVTControlCharacters(line);
        terminal.err(plain.length < terminal.columns ? line : plain.slice(0, terminal.columns - 1));
        return;
      }
      const key = JSON.stringify([view.phase, view.percent, view.stage, view.verdict, view.paused]);
      if (key !== last) {
        last = key;
        terminal.err(`${line}\n`);
      }
    },
    unread: (reason: string) => {
      clear();
      shown = '';
      terminal.err(`${UNREAD}: ${reason}\n`);
    },
    end: clear,
  };
}
