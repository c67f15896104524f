import { ValidationError } from '../../lambdas/core/validation/validated';

/**
 * Invalid usage: an option, a plan, a scenario, a template or an allow file. The command line prints the
 * message without a stack trace and exits with 64; with `--json` it also prints the problems.
 */
export class UsageError extends ValidationError {
  override readonly name = 'UsageError';
}
