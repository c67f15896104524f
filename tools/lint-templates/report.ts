import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';

/** The report that CDK writes next to the templates, with the fields that are used here. */
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

/** An acknowledgement with the number of its findings. */
export interface Acknowledgement {
  readonly id: string;
  readonly reason: string;
  readonly findings: number;
}

export interface LintReport {
  /** The number of findings that are not acknowledged, by linter. */
  readonly findings: ReadonlyMap<string, number>;
  /** The number of acknowledged findings, by linter. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** One entry for each id and reason. */
  readonly acknowledgements: readonly Acknowledgement[];
  /** Acknowledgements that match no finding. */
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
  const counts = new Map<string, Acknowledgement>();
  for (const { acknowledgedId: id, reason, violatingConstructs } of suppressed) {
    const key = `${id} ${reason}`;
    const findings = (counts.get(key)?.findings ?? 0) + violatingConstructs.length;
    counts.set(key, { id, reason, findings });
  }
  const used = new Set(suppressed.map((one) => `${one.acknowledgedId} at ${one.acknowledgedAt}`));
  return {
    findings: byLinter('violations'),
    acknowledged: byLinter('suppressedViolations'),
    acknowledgements: [...counts.values()],
    stale: acknowledgementsOf(app).filter((one) => !used.has(one)),
  };
}

/** CDK's own constructs acknowledge possible findings of its built-in linter, also where there are none. */
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
