import * as v from 'valibot';
import { check, type Problem } from '../../lambdas/core/validation/problems';
import type { AllowedSecrets } from './iam/secret-statements';
import { orToken } from './routers/routes';
import { allowedSecretSchema } from './settings/given-schemas';

const MAX_SECRETS = 20;

const secretsSchema = v.strictObject({
  secrets: v.pipe(
    v.array(allowedSecretSchema(orToken)),
    v.maxLength(MAX_SECRETS, `must be a list of 0 to ${MAX_SECRETS} secrets`),
  ),
});

/** Problems of the prop `secrets`. An ARN that is known only at deployment is checked by the functions. */
export function secretsPropProblems(secrets: AllowedSecrets): Problem[] {
  const checked = check(secretsSchema, { secrets });
  if (!checked.ok) {
    return [...checked.problems];
  }
  const arns = secrets.map(({ arn }) => arn);
  return arns.flatMap((arn, i): Problem[] =>
    arns.indexOf(arn) === i ? [] : [{ path: `secrets[${i}].arn`, message: 'is named twice; remove it' }],
  );
}
