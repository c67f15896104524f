import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { deployedMachines, FORWARD_ARN } from '../../lib/rehearsal/deployed-machines';
import { goldens, goldenText, runGolden } from '../../tools/golden/golden-files';

const visited = new Set<string>();

describe('golden rehearsals have the results in their files', () => {
  test.each(goldens().map((golden) => [golden.name, golden] as const))('%s', async (_, golden) => {
    const run = await runGolden(golden);
    for (const place of run.visited) {
      visited.add(place);
    }
    expect(goldenText(run.result)).toBe(readFileSync(golden.resultFile, 'utf8'));
  });

  test('every result has its scenario', () => {
    const names = goldens().map((golden) => basename(golden.resultFile));
    expect(readdirSync(dirname(goldens()[0]?.resultFile as string)).sort()).toEqual(names.sort());
  });
});

describe('golden rehearsals together visit every state and branch', () => {
  const places = [...deployedMachines()].flatMap(([arn, machine]) =>
    Object.entries(machine.States).flatMap(([name, state]) => {
      const here = `${arn === FORWARD_ARN ? 'cutover' : 'revert'}.${name}`;
      const catches = state.Type === 'Task' ? state.Catch.map((_, i) => `${here} Catch[${i}]`) : [];
      const choices =
        state.Type === 'Choice'
          ? [...state.Choices.map((_, i) => `${here} Choices[${i}]`), `${here} Default`]
          : [];
      return [here, ...catches, ...choices];
    }),
  );

  test.each(places)('%s', (place) => {
    expect(visited).toContain(place);
  });
});
