import { plural } from '../../lambdas/core/shared/plural';
import { Equivalents } from './equivalent';
import type { FileResult, Survivor } from './results';
import { type MutationScope, scopeOf, scopes } from './scopes';

export interface Report {
  readonly text: string;
  readonly passes: boolean;
}

interface Score {
  readonly scope: MutationScope;
  readonly files: number;
  readonly mutants: number;
  readonly equivalent: number;
  readonly survived: number;
}

/** The survivors by file, the scores by scope, and whether every threshold is reached. */
export function reportOf(results: ReadonlyMap<string, FileResult>): Report {
  const equivalents = new Equivalents();
  const judged = [...results].map(([file, result]) => {
    const compiled = result.survivors.filter(({ compiles }) => compiles !== false);
    const left = compiled.filter((survivor) => !equivalents.isListed(file, survivor));
    const mutants = result.mutants - (result.survivors.length - compiled.length);
    return { file, mutants, equivalent: compiled.length - left.length, left };
  });
  const scores = scopes.flatMap((scope): Score[] => {
    const mine = judged.filter(({ file }) => scopeOf(file) === scope);
    const sum = (count: (one: (typeof mine)[number]) => number) => mine.reduce((n, one) => n + count(one), 0);
    const survived = sum(({ left }) => left.length);
    const equivalent = sum((one) => one.equivalent);
    const mutants = sum((one) => one.mutants);
    return mutants === 0 ? [] : [{ scope, files: mine.length, mutants, equivalent, survived }];
  });
  const stale = equivalents.stale(new Set(results.keys()));
  const lines = [
    ...judged.flatMap(({ file, left }) => (left.length === 0 ? [] : [file, ...left.map(describe), ''])),
    ...scores.map(summary),
    ...stale.map((one) => `equivalent.json has a mutant that is caught or does not exist: ${one}`),
  ];
  return { text: `${lines.join('\n')}\n`, passes: stale.length === 0 && scores.every(passes) };
}

function describe({ line, original, replacement, mutator, reached }: Survivor): string {
  const short = (text: string) => {
    const flat = text.replaceAll(/\s+/g, ' ');
    return flat.length > 60 ? `${flat.slice(0, 59)}…` : flat;
  };
  const note = reached ? '' : ' (no test reaches it)';
  return `  ${line}: ${short(original)} → ${short(replacement)} (${mutator})${note}`;
}

const percentOf = ({ mutants, equivalent, survived }: Score) =>
  (100 * (mutants - equivalent - survived)) / Math.max(1, mutants - equivalent);

const passes = (score: Score) => score.survived === 0 || percentOf(score) >= score.scope.threshold;

function summary(score: Score): string {
  const { scope, files, mutants, equivalent, survived } = score;
  return (
    `${scope.name}: ${percentOf(score).toFixed(1)} % caught (at least ${scope.threshold} %),` +
    ` ${plural(mutants, 'mutant')} in ${plural(files, 'file')}, ${equivalent} equivalent,` +
    ` ${survived} survived` +
    `${passes(score) ? '' : ' — too many'}`
  );
}
