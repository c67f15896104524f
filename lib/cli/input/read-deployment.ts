import { checkDeploymentFile, type DeploymentFile } from '../../deployment/deployment-file';
import { readChecked } from '../../shared/read-file';

/**
 * Reads a deployment file and checks it.
 * @throws UsageError that lists every problem
 */
export function readDeployment(file: string): DeploymentFile {
  return readChecked(file, 'deployment file', (value) => checkDeploymentFile(value));
}
