import colors from 'picocolors';
import type { KeyChange, KeysSet } from '../commands/kvs/set-keys';
import { labelled } from './format';
import { textTable } from './text-table';

const LABEL_WIDTH = 7;

/** The store, each key with its old and its new URL, and how it ended. */
export function printKeysSet({ store, outcome, reason, keys }: KeysSet, columns: number): string {
  const line = (label: string, text: string) => labelled(label, text, LABEL_WIDTH, columns);
  const paint = outcome === 'rejected' ? colors.red : colors.green;
  const heads = ['key', 'before', outcome === 'succeeded' ? 'now' : 'asked for'];
  const cells = ({ key, before, after }: KeyChange) => [key, before ?? '(no such key)', after];
  return [
    line('Store', store),
    ...(keys.length === 0
      ? []
      : [
          textTable(
            heads.map((head) => ({ head })),
            keys.map(cells),
            columns,
          ),
        ]),
    line('Result', paint(`${outcome}: ${reason}`)),
    ...(outcome === 'succeeded' ? [line('Then', THEN)] : []),
    '',
  ].join('\n');
}

const THEN =
  'new values take seconds to reach all edge locations; a running cutover whose plan names one of the keys ' +
  'in router.configKeys takes this for a change by someone else, and reverts';
