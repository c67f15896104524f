/** What `npm audit --json` has to say, in one of three ways. */
export type AuditVerdict =
  /** The registry answered; `findings` has a line for each vulnerability of the level or above. */
  | { readonly answered: true; readonly findings: readonly string[]; readonly scanned: number }
  /** The registry did not answer the question, which says nothing about the packages. */
  | { readonly answered: false; readonly reason: string }
  /** npm could not ask, because something here is wrong. */
  | { readonly answered: null; readonly reason: string };

/** Severities of advisories, the mildest first. */
const SEVERITIES = ['info', 'low', 'moderate', 'high', 'critical'] as const;

/** A severity of an advisory. */
export type Severity = (typeof SEVERITIES)[number];

interface Report {
  readonly auditReportVersion: 2;
  readonly vulnerabilities: Readonly<Record<string, Vulnerability>>;
  readonly metadata: { readonly dependencies: { readonly total: number } };
}

interface Vulnerability {
  readonly name: string;
  readonly severity: string;
  /** Advisories of the package itself, and names of vulnerable packages that it depends on. */
  readonly via: readonly (string | { readonly title: string; readonly url: string })[];
  readonly range: string;
  readonly nodes: readonly string[];
  readonly fixAvailable: boolean | { readonly name: string; readonly version: string };
}

/** An error of npm. One of its own has a code; one of the registry has a message beside an empty `error`. */
interface Failure {
  readonly message?: string;
  readonly error?: { readonly code?: string; readonly summary?: string };
}

/**
 * Judges the output of `npm audit --json`. Its exit code is 1 both for a vulnerability and for a registry
 * that does not answer, so only the output can tell the two apart.
 * @param output standard output of npm; null when npm was ended because it took too long
 * @param level the mildest severity that counts
 * @param names the packages that count; absent: every package of the lock file
 */
export function judgeAudit(
  output: string | null,
  level: Severity,
  names?: ReadonlySet<string>,
): AuditVerdict {
  if (output === null) {
    return { answered: false, reason: 'it took too long' };
  }
  const document = parsed(output);
  if (document === null) {
    return { answered: null, reason: `npm audit printed no JSON: ${output.trim().slice(0, 200)}` };
  }
  if ('auditReportVersion' in document) {
    return judgeReport(document, level, names);
  }
  const { message, error } = document;
  if (message !== undefined && error?.code === undefined) {
    return { answered: false, reason: message };
  }
  const reason = [error?.code, error?.summary].filter((part) => part !== undefined).join(': ');
  return { answered: null, reason: `npm audit failed: ${reason === '' ? 'for no reason given' : reason}` };
}

function judgeReport(
  { vulnerabilities, metadata }: Report,
  level: Severity,
  names: ReadonlySet<string> | undefined,
): AuditVerdict {
  const counted = SEVERITIES.slice(SEVERITIES.indexOf(level)) as readonly string[];
  // A severity that is not known counts: it must not pass because npm has a new word.
  const counts = ({ name, severity }: Vulnerability) =>
    (names?.has(name) ?? true) &&
    (counted.includes(severity) || !(SEVERITIES as readonly string[]).includes(severity));
  return {
    answered: true,
    findings: Object.values(vulnerabilities).filter(counts).map(describe),
    scanned: names?.size ?? metadata.dependencies.total,
  };
}

function describe({ name, severity, via, range, nodes, fixAvailable }: Vulnerability): string {
  const why = via.map((one) => (typeof one === 'string' ? `through ${one}` : `${one.title} (${one.url})`));
  const fix =
    typeof fixAvailable === 'object'
      ? `fixed with ${fixAvailable.name} ${fixAvailable.version}`
      : fixAvailable
        ? 'fixed by npm audit fix'
        : 'no fix is available';
  return `${severity}: ${name} ${range} at ${nodes.join(', ')}: ${why.join('; ')}; ${fix}`;
}

function parsed(output: string): Report | Failure | null {
  try {
    const document = JSON.parse(output);
    return typeof document === 'object' && document !== null && !Array.isArray(document) ? document : null;
  } catch {
    return null;
  }
}
