import type { AllowedChange } from './allowed-changes';

/**
 * What CloudFormation does to a resource. `Dynamic`: not known before the execution; `Move`: the same content
 * under another name.
 */
export type ChangeAction = 'Add' | 'Modify' | 'Remove' | 'Import' | 'Move' | 'Dynamic' | 'SyncWithActual';

/** Whether a modified resource is replaced by a new one. `unknown` must not be treated as `never`. */
export type Replacement = 'never' | 'maybe' | 'always' | 'unknown';

/**
 * A change of one resource, or of a part of a template that belongs to no single resource. Can be serialized
 * as JSON.
 */
export interface StackChange {
  /** The name of the stack, followed by the logical ids of nested stacks: `Api/Database`. */
  readonly stack: string;
  /** `Outputs.Url`, `Template.Transform` or `Stack.Tags` if the change is not of a resource. */
  readonly logicalId: string;
  /** The path of the construct in its CDK app; null if not known. */
  readonly path: string | null;
  readonly type: string;
  readonly action: ChangeAction;
  /** For a `Modify`, and for a `Remove` that depends on a condition; otherwise `never`. */
  readonly replacement: Replacement;
  /** False if only data that CloudFormation keeps about the resource changes, such as its metadata. */
  readonly touches: boolean;
  /** The properties and attributes that cause the change. */
  readonly causes: readonly string[];
  /** Explanations, one sentence each. */
  readonly notes: readonly string[];
  /**
   * The least risk of the change, because of what it attaches to or of what its template does not show; the
   * notes say why. Default: `safe`.
   */
  readonly leastRisk?: Risk;
}

/** The risk of a change for the resources that serve traffic today. */
export type Risk = 'safe' | 'medium' | 'high' | 'critical';

/** What to do about a change. */
export type ChangeVerdict = 'go' | 'investigate' | 'redesign' | 'stop';

/** A change with its risk. */
export interface JudgedChange extends StackChange {
  readonly risk: Risk;
  readonly verdict: ChangeVerdict;
  /** The entry of the allow file that accepts the change, or null. */
  readonly accepted: AllowedChange | null;
}

const VERDICTS: Readonly<Record<Risk, ChangeVerdict>> = {
  safe: 'go',
  medium: 'investigate',
  high: 'redesign',
  critical: 'stop',
};

/** What is not known counts as the highest possible risk. */
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

/** From the lowest to the highest. */
const RISK_ORDER: readonly Risk[] = ['safe', 'medium', 'high', 'critical'];

/** The highest of some risks; `safe` for an empty list. */
export function highestRisk(risks: readonly Risk[]): Risk {
  return RISK_ORDER.findLast((risk) => risks.includes(risk)) ?? 'safe';
}

/** The risk of a change. */
export function riskOf(change: StackChange): Risk {
  return highestRisk([ownRisk(change), change.leastRisk ?? 'safe']);
}

/** The risk by what CloudFormation does to the resource alone. */
function ownRisk({ action, replacement, touches }: StackChange): Risk {
  if (!touches) {
    return 'safe';
  }
  return action === 'Modify' ? MODIFY_RISKS[replacement] : RISKS[action];
}

/** Changes with their risks, and the entries of the allow file that accept no change. */
export interface JudgedChanges {
  readonly changes: readonly JudgedChange[];
  readonly unused: readonly AllowedChange[];
}

/** Assigns a risk to every change. An entry accepts every change that it matches. */
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

/** The changes that are neither safe nor accepted. If there are none, the deployment is additive. */
export function rejectedOf(changes: readonly JudgedChange[]): JudgedChange[] {
  return changes.filter(({ risk, accepted }) => risk !== 'safe' && accepted === null);
}

/**
 * A change on one line: `Modify Listener (AWS::ElasticLoadBalancingV2::Listener) of Api, may be replaced:
 * Port`.
 */
export function describeChange(change: StackChange): string {
  const { action, logicalId, type, stack, causes } = change;
  const replaced = action === 'Modify' ? `, ${describeReplacement(change.replacement)}` : '';
  return (
    `${action} ${logicalId} (${type}) of` +
    ` ${stack}${replaced}${causes.length === 0 ? '' : `: ${causes.join(', ')}`}`
  );
}

/** A replacement in words. */
export function describeReplacement(replacement: Replacement): string {
  return {
    never: 'not replaced',
    maybe: 'may be replaced',
    always: 'replaced',
    unknown: 'replacement unknown',
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
