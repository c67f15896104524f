import type { AllowedChange } from './allowed-changes';

/** What CloudFormation does to a resource. `Dynamic`: it cannot tell before it does it; `Move`: the same content under another name. */
export type ChangeAction = 'Add' | 'Modify' | 'Remove' | 'Import' | 'Move' | 'Dynamic' | 'SyncWithActual';

/** Whether a resource that is modified is replaced by a new one. `unknown` is not `never`. */
export type Replacement = 'never' | 'maybe' | 'always' | 'unknown';

/** A change of one resource, or of a part of a template that no single resource stands for. Survives JSON. */
export interface StackChange {
  /** The stack's name, followed by the logical ids of the nested stacks that lead to it: `Api/Database`. */
  readonly stack: string;
  /** `Outputs.Url`, `Template.Transform` or `Stack.Tags` where the change is of no resource. */
  readonly logicalId: string;
  /** Path of the construct in its CDK app; null where nobody tells it. */
  readonly path: string | null;
  readonly type: string;
  readonly action: ChangeAction;
  /** Of a `Modify`, or of a `Remove` that may not come about; otherwise `never`. */
  readonly replacement: Replacement;
  /** False when only what CloudFormation keeps about it changes, such as its metadata. */
  readonly touches: boolean;
  /** The properties and attributes that bring the change about. */
  readonly causes: readonly string[];
  /** What a person should know of it, a sentence each. */
  readonly notes: readonly string[];
}

/** How bad a change may be for what serves traffic today. */
export type Risk = 'safe' | 'medium' | 'high' | 'critical';

/** What to do about a change. */
export type ChangeVerdict = 'go' | 'investigate' | 'redesign' | 'stop';

/** A change with what is thought of it. */
export interface JudgedChange extends StackChange {
  readonly risk: Risk;
  readonly verdict: ChangeVerdict;
  /** The entry of an allow file that accepts it, or null. */
  readonly accepted: AllowedChange | null;
}

const VERDICTS: Readonly<Record<Risk, ChangeVerdict>> = {
  safe: 'go',
  medium: 'investigate',
  high: 'redesign',
  critical: 'stop',
};

/** What is not known counts as the worst that it can be. */
const RISKS: Readonly<Record<Exclude<ChangeAction, 'Modify'>, Risk>> = {
  Add: 'safe',
  Import: 'medium',
  SyncWithActual: 'safe',
  Remove: 'critical',
  Move: 'critical',
  Dynamic: 'critical',
};

const MODIFY_RISKS: Readonly<Record<Replacement, Risk>> = {
  never: 'medium',
  maybe: 'high',
  unknown: 'high',
  always: 'critical',
};

/** The risk of a change. */
export function riskOf({ action, replacement, touches }: StackChange): Risk {
  if (!touches) {
    return 'safe';
  }
  return action === 'Modify' ? MODIFY_RISKS[replacement] : RISKS[action];
}

/** Changes as they are judged, and the entries that accept none of them. */
export interface JudgedChanges {
  readonly changes: readonly JudgedChange[];
  readonly unused: readonly AllowedChange[];
}

/** Judges every change. An entry accepts each change that it names. */
export function judgeChanges(
  changes: readonly StackChange[],
  allowed: readonly AllowedChange[] = [],
): JudgedChanges {
  const used = new Set<AllowedChange>();
  const judged = changes.map((change): JudgedChange => {
    const risk = riskOf(change);
    const accepted = risk === 'safe' ? null : (allowed.find((entry) => accepts(entry, change)) ?? null);
    if (accepted !== null) {
      used.add(accepted);
    }
    return { ...change, risk, verdict: VERDICTS[risk], accepted };
  });
  return { changes: judged, unused: allowed.filter((entry) => !used.has(entry)) };
}

/** The changes that are neither safe nor accepted. With none of them the deployment only adds. */
export function rejectedOf(changes: readonly JudgedChange[]): JudgedChange[] {
  return changes.filter(({ risk, accepted }) => risk !== 'safe' && accepted === null);
}

/** `Modify Listener (AWS::ElasticLoadBalancingV2::Listener) of Api, may be replaced: Port`. */
export function describeChange(change: StackChange): string {
  const { action, logicalId, type, stack, causes } = change;
  const replaced = action === 'Modify' ? `, ${describeReplacement(change.replacement)}` : '';
  return `${action} ${logicalId} (${type}) of ${stack}${replaced}${causes.length === 0 ? '' : `: ${causes.join(', ')}`}`;
}

/** In words. */
export function describeReplacement(replacement: Replacement): string {
  return {
    never: 'not replaced',
    maybe: 'may be replaced',
    always: 'replaced',
    unknown: 'not known whether replaced',
  }[replacement];
}

function accepts(entry: AllowedChange, { stack, logicalId, path, action }: StackChange): boolean {
  return (
    entry.stack === stack &&
    (entry.logicalId === undefined || entry.logicalId === logicalId) &&
    (entry.path === undefined || entry.path === path) &&
    (entry.action === undefined || entry.action === action)
  );
}
