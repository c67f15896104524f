import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { IPolicyValidationContext, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import type { Linter } from './linter';

/** A finding in the output of cfn-lint, with the fields that are used here. */
interface Match {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Filename: string;
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

/**
 * The bits of the exit code for findings: errors, warnings, information. Any other bit means that cfn-lint
 * failed.
 */
const FOUND = 2 | 4 | 8;

/**
 * cfn-lint with its errors and warnings. Informational findings only concern style, such as the form of a
 * join.
 */
export class CfnLint implements Linter {
  readonly name = 'cfn-lint';
  readonly ruleCount: number;
  private readonly command: string;

  /** @param python the Python executable of a virtual environment in which cfn-lint is installed */
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
    // Without the settings of the user: a folder and a home directory that have no configuration files.
    const nowhere = tmpdir();
    const { status, stdout, stderr, error } = spawnSync(this.command, args, {
      cwd: nowhere,
      env: { ...process.env, HOME: nowhere },
      encoding: 'utf8',
      maxBuffer: 64 * 1_024 * 1_024,
    });
    if (error !== undefined || status === null || (status & ~FOUND) !== 0) {
      throw new Error(`cfn-lint failed (exit code ${status}): ${error?.message ?? stderr}`);
    }
    return stdout;
  }
}
