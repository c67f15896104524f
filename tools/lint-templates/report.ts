import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';

/** What CDK writes beside the templates, as far as it is read here. */
interface ValidationReport {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly Violation[];
    readonly suppressedViolations?: readonly (Violation & Acknowledged)[];
  }[];
}

interface Violation {
  readonly ruleName: string;
  readonly violatingConstructs: readonly unknown[];
}

interface Acknowledged {
  readonly acknowledgedId: string;
  readonly acknowledgedAt: string;
  readonly reason: string;
}

/** An acknowledgement with the number of findings that it answers. */
export interface Acknowledgement {
  readonly id: string;
  readonly reason: string;
  readonly findings: number;
}

export interface LintReport {
  /** Findings that nobody has acknowledged, by linter. */
  readonly findings: ReadonlyMap<string, number>;
  /** Findings that somebody has, by linter. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** Each reason once. */
  readonly acknowledgements: readonly Acknowledgement[];
  /** Acknowledgements of what is not found: the fault is gone, or was never there. */
  readonly stale: readonly string[];
}

/** Reads the report of an app that was synthesized with linters. */
export function readReport(app: App, folder: string): LintReport {
  const report: ValidationReport = JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8'));
  const counted = (violations: readonly Violation[] = []) =>
    violations.reduce((sum, { violatingConstructs }) => sum + violatingConstructs.length, 0);
  const byLinter = (pick: 'violations' | 'suppressedViolations') =>
    new Map(report.pluginReports.map((one) => [one.pluginName, counted(one[pick])]));
  const suppressed = report.pluginReports.flatMap(({ suppressedViolations = [] }) => suppressedViolations);
  const answered = new Map<string, Acknowledgement>();
  for (const { acknowledgedId: id, reason, violatingConstructs } of suppressed) {
    const key = `${id} ${reason}`;
    const findings = (answered.get(key)?.findings ?? 0) + violatingConstructs.length;
    answered.set(key, { id, reason, findings });
  }
  const used = new Set(suppressed.map((one) => `${one.acknowledgedId} at ${one.acknowledgedAt}`));
  return {
    findings: byLinter('violations'),
    acknowledged: byLinter('suppressedViolations'),
    acknowledgements: [...answered.values()],
    stale: acknowledgementsOf(app).filter((one) => !used.has(one)),
  };
}

/** CDK's constructs acknowledge by themselves what its own linter may find, in templates where it finds nothing as well. */
const OF_CDK = 'CloudFormation-Validate::';

function acknowledgementsOf(app: App): string[] {
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.keys(data))
      .filter((id) => !id.startsWith(OF_CDK))
      .map((id) => `${id} at ${node.path}`),
  );
}
