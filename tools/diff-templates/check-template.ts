import type { StackChange } from '../../lambdas/core/stack-changes/stack-change';
import { diffStacks } from '../../lib/changes/diff-stacks';
import type { SourceStack } from '../../lib/changes/stack-source';
import { parseTemplate } from '../../lib/changes/template';
import { drawChanges } from './draw-change';
import { drawTemplate } from './draw-template';
import { FLAVOURS } from './spell';
import { writeTemplate } from './write';

/** A comparison that gave something else than it must. */
export interface WrongComparison {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  readonly old: string;
  readonly fresh: string;
}

/** What the comparisons of one drawn template gave. */
export interface CheckedTemplate {
  readonly comparisons: number;
  readonly wrong: readonly WrongComparison[];
  /** The text in each flavour, to see what has been drawn. */
  readonly texts: readonly string[];
}

/**
 * Compares a drawn template with itself, with other spellings of it, and with one line changed. Nothing
 * changes in the first two; in the third, what changes follows from how the template was drawn.
 */
export function checkTemplate(seed: number): CheckedTemplate {
  stacks.clear();
  const template = drawTemplate(seed);
  const texts = FLAVOURS.map((flavour, i) => writeTemplate(template, flavour, seed * 31 + i));
  const [first = ''] = texts;
  const changes = drawChanges(template, seed);
  const comparisons = [
    ...texts.flatMap((text, i) => [
      compared(`${FLAVOURS[i]} with itself`, text, text, {}),
      compared(
        `${FLAVOURS[i]} with other spellings`,
        text,
        writeTemplate(template, FLAVOURS[i] ?? 'json', seed * 37 + i),
        {},
      ),
      compared(`${FLAVOURS[0]} and ${FLAVOURS[i]}`, first, text, {}),
    ]),
    ...changes.map(({ what, template: changed, expected }, i) => {
      const flavour = (at: number) => FLAVOURS[(seed + i * at) % FLAVOURS.length] ?? 'json';
      const [old, fresh] = [
        writeTemplate(template, flavour(1), seed),
        writeTemplate(changed, flavour(2), seed + i),
      ];
      return compared(what, old, fresh, expected);
    }),
  ];
  return {
    comparisons: comparisons.length,
    wrong: comparisons.filter(({ expected, found }) => expected !== found),
    texts,
  };
}

function compared(
  what: string,
  old: string,
  fresh: string,
  expected: Readonly<Record<string, string>>,
): WrongComparison {
  const wanted = Object.entries(expected).map(([id, action]) => `${action} ${id}`);
  return { what, expected: sorted(wanted), found: found(old, fresh), old, fresh };
}

function found(old: string, fresh: string): string {
  try {
    // One object on both sides would be equal without a look.
    return sorted(
      diffStacks([stackOf(old)], [old === fresh ? parsedStack(fresh) : stackOf(fresh)]).map(lineOf),
    );
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

function lineOf({ action, logicalId }: StackChange): string {
  return `${action} ${logicalId}`;
}

function sorted(lines: readonly string[]): string {
  return [...lines].sort().join(', ');
}

/** The stacks of texts, because most are compared several times. */
const stacks = new Map<string, SourceStack>();

function stackOf(text: string): SourceStack {
  const known = stacks.get(text);
  if (known !== undefined) {
    return known;
  }
  const stack = parsedStack(text);
  stacks.set(text, stack);
  return stack;
}

function parsedStack(text: string): SourceStack {
  const template = parseTemplate(text, 'template');
  return { name: null, environment: null, template, tags: {}, parameters: {} };
}
