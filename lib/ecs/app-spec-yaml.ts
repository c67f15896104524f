import { Scalar, stringify } from 'yaml';
import { type AppSpecService, appSpecBody } from '../../lambdas/core/deployments/appspec';

/**
 * An AppSpec as YAML. Its version must be written as 0.0: CodeDeploy accepts no other.
 * Source: CodeDeploy User Guide, "AppSpec file structure".
 */
export function appSpecYaml(service: AppSpecService): string {
  const version = new Scalar(0);
  version.minFractionDigits = 1;
  return stringify({ version, ...appSpecBody(service) }, { lineWidth: 0 });
}
