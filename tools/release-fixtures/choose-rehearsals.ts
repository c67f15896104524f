import type { RehearsalInput } from '../../lib/rehearsal/rehearse';
import { taskNames } from '../../lib/workflow/tasks';
import { type Recording, recordRehearsal } from './record-rehearsal';
import type { RecordedRehearsal } from './recorded-rehearsal';

/** The most steps that a recording may have to be chosen for what only it enters. */
const MAX_STEPS = 150;

/**
 * Every rehearsal of the first list, and of the second one those that enter a state, a Catch or a function
 * which no other does, the shortest first.
 */
export async function chooseRehearsals(
  always: readonly RehearsalInput[],
  others: readonly RehearsalInput[],
): Promise<readonly RecordedRehearsal[]> {
  const chosen = await recordAll(always);
  const entered = new Set(chosen.flatMap(placesOf));
  const candidates = (await recordAll(others))
    .filter(({ rehearsal }) => rehearsal.steps.length <= MAX_STEPS)
    .sort((one, other) => one.rehearsal.steps.length - other.rehearsal.steps.length);
  for (const recording of candidates) {
    const places = placesOf(recording);
    if (places.some((place) => !entered.has(place)) && (await isSteady(recording))) {
      chosen.push(recording);
      for (const place of places) {
        entered.add(place);
      }
    }
  }
  return chosen.map(({ rehearsal }) => rehearsal);
}

/**
 * Whether a rehearsal ends alike when every call comes some milliseconds later. One that does not, such as an
 * abort in the moment of the end, says nothing of an upgrade.
 */
async function isSteady({ rehearsal, input }: Recording): Promise<boolean> {
  const upgrade = { kind: 'upgrade', at: 0, forSeconds: 1, failSeconds: 0 } as const;
  const scenario = { ...input.scenario, faults: [...input.scenario.faults, upgrade] };
  const later = (await recordRehearsal({ ...input, scenario })).rehearsal;
  return later.outcome === rehearsal.outcome && later.percent === rehearsal.percent;
}

async function recordAll(inputs: readonly RehearsalInput[]): Promise<Recording[]> {
  const recordings: Recording[] = [];
  for (const input of inputs) {
    recordings.push(await recordRehearsal(input));
  }
  return recordings;
}

/** The states and their Catches, and the functions beside the Tasks. */
function placesOf({ rehearsal, visited }: Recording): string[] {
  const guards = rehearsal.steps.flatMap(({ task }) => (isTask(task) ? [] : [`function ${task}`]));
  return [...[...visited].filter((place) => !place.includes('Choices')), ...guards];
}

function isTask(name: RecordedRehearsal['steps'][number]['task']): boolean {
  return (taskNames as readonly string[]).includes(name);
}
