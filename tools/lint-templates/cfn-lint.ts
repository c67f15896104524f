import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { IPolicyValidationContext, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import type { Linter } from './linter';

/** A finding, as far as it is told on. */
interface Match {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Filename: string;
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

/** Bits of the exit code: errors, warnings and information were found. Any other means that it did not run to its end. */
const FOUND = 2 | 4 | 8;

/** cfn-lint: errors and warnings. What it calls informational is taste, such as how a join is written. */
export class CfnLint implements Linter {
  readonly name = 'cfn-lint';
  readonly ruleCount: number;
  private readonly command: string;

  /** @param python the one of a virtual environment that cfn-lint is in */
  constructor(python: string) {
    this.command = join(dirname(python), 'cfn-lint');
    this.ruleCount = [...this.run(['--list-rules']).matchAll(/^[EW]\d{4}:/gm)].length;
  }

  validate({ templatePaths, stackTemplates }: IPolicyValidationContext): PolicyValidationPluginReport {
    const output = this.run(['--format', 'json', '--regions', 'us-east-1', '--', ...templatePaths]);
    const violations = (JSON.parse(output) as Match[]).map((match): PolicyViolation => {
      const [section, logicalId] = match.Location.Path ?? [];
      const stack = stackTemplates.find(({ templatePath }) => templatePath === match.Filename);
      const where =
        section === 'Resources' && typeof logicalId === 'string'
          ? { resourceLogicalId: logicalId }
          : { constructPath: `${stack?.stackConstructPath}` };
      return {
        ruleName: match.Rule.Id,
        description: match.Message,
        severity: 'error',
        violatingResources: [
          { ...where, templatePath: match.Filename, locations: [(match.Location.Path ?? []).join('/')] },
        ],
      };
    });
    return { success: violations.length === 0, violations };
  }

  private run(args: readonly string[]): string {
    // In a folder and with a home that have no settings: what a user ignores elsewhere counts here.
    const nowhere = tmpdir();
    const { status, stdout, stderr, error } = spawnSync(this.command, args, {
      cwd: nowhere,
      env: { ...process.env, HOME: nowhere },
      encoding: 'utf8',
      maxBuffer: 64 * 1_024 * 1_024,
    });
    if (error !== undefined || status === null || (status & ~FOUND) !== 0) {
      throw new Error(`cfn-lint did not run to its end (exit code ${status}): ${error?.message ?? stderr}`);
    }
    return stdout;
  }
}
