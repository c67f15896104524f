import * as v from 'valibot';
import { accountRoleSchema } from '../../core/access/account-role';
import { gateName } from '../../core/gates/gate';
import { privateNetworkSchema } from '../../core/networks/private-network';
import { routeKeySchema } from '../../core/routers/route';
import { secretArn } from '../../core/secrets/secret-reference';
import { listOf, oneOf, text, textLike } from '../../core/validation/fields';
import { check } from '../../core/validation/problems';
import { validated } from '../../core/validation/validated';

/** A variable that holds JSON. */
export function json<Schema extends v.GenericSchema>(schema: Schema, must: string) {
  return v.pipe(v.string(must), v.parseJson(undefined, must), schema, v.description(must));
}

const deploymentGroup = v.object({
  applicationName: text(100, 'the name of an application in CodeDeploy'),
  deploymentGroupName: text(100, 'the name of a deployment group'),
});

/** Every variable of the functions. The construct sets them; a test compares the names on both sides. */
const variables = {
  LEDGER_TABLE: text(255, "the name of the ledger's table"),
  ALLOWED_HOSTS: json(
    listOf(text(253, 'a host pattern'), 1, 100, 'host patterns'),
    'must be a JSON list of the host patterns that smoke tests may call',
  ),
  ALLOWED_PRIVATE_NETWORKS: json(
    listOf(privateNetworkSchema(), 0, 20, 'private networks'),
    'must be a JSON list of the private networks that smoke tests may connect to',
  ),
  PRODUCTION_NAME_TEST: oneOf('required', 'if-reachable', 'waived'),
  REVERT_MACHINE_ARN: textLike(
    /^arn:[a-z-]+:states:[a-z0-9-]+:\d{12}:stateMachine:.+$/,
    'must be the ARN of the revert machine',
  ),
  CUTOVER_MACHINE_ARN: textLike(
    /^arn:[a-z-]+:states:[a-z0-9-]+:\d{12}:stateMachine:.+$/,
    'must be the ARN of the cutover machine',
  ),
  ROUTES: json(
    listOf(routeKeySchema, 1, 1_000, 'routes'),
    'must be a JSON list of the routes that this deployment may change',
  ),
  DEPLOYMENT_GROUPS: json(
    listOf(deploymentGroup, 0, 100, 'deployment groups'),
    'must be a JSON list of the deployment groups that stages may deploy to',
  ),
  SECRETS: json(
    listOf(secretArn, 0, 100, 'ARNs of secrets'),
    'must be a JSON list of the ARNs of the secrets that checks may refer to',
  ),
  GATES: json(
    v.array(
      v.strictObject({
        name: gateName,
        hosts: v.exactOptional(listOf(text(253, 'a host pattern'), 1, 20, 'host patterns')),
      }),
    ),
    'must be a JSON list of the gates that plans may name',
  ),
  GATE_FUNCTIONS: json(
    v.record(
      gateName,
      textLike(
        /^arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9-_]+(:[A-Za-z0-9-_$]+)?$/,
        'must be the ARN of a Lambda function, a version or an alias',
      ),
    ),
    'must be a JSON mapping of gates to the ARNs of their functions',
  ),
  STACK: text(128, "the name of the deployment's stack"),
  EVENT_BUS: text(1_600, 'the name or the ARN of the event bus that gets the decisions'),
  /** Roles of other accounts. Absent when the deployment has none. */
  ROLES: v.optional(
    json(
      listOf(accountRoleSchema, 0, 20, 'roles of other accounts'),
      'must be a JSON list of roles of other accounts',
    ),
  ),
  /** Absent when the deployment has no policy. Its readers check it, to keep that out of other bundles. */
  POLICY: v.optional(json(v.unknown(), "must be the deployment's policy as JSON")),
};

type Variables = { readonly [Name in keyof typeof variables]: v.InferOutput<(typeof variables)[Name]> };

/**
 * The variables that a handler needs. A handler reads them when it is loaded, so that a wrong deployment
 * fails before anything runs.
 * @throws ValidationError that lists every variable that is missing or not valid
 */
export function environment<Name extends keyof Variables>(
  names: readonly Name[],
  from: Readonly<Record<string, string | undefined>> = process.env,
): Pick<Variables, Name> {
  const wanted = Object.fromEntries(names.map((name) => [name, variables[name]]));
  const values: unknown = readVariables(wanted, from);
  return values as Pick<Variables, Name>;
}

/**
 * The variables that have a schema.
 * @throws ValidationError that lists every variable that is missing or not valid
 */
export function readVariables<Wanted extends v.ObjectEntries>(
  wanted: Wanted,
  from: Readonly<Record<string, string | undefined>>,
): v.InferOutput<v.StrictObjectSchema<Wanted, undefined>> {
  const given = Object.fromEntries(
    Object.keys(wanted).flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])),
  );
  const checked = check(v.strictObject(wanted), given);
  return validated("the function's environment is not valid", checked);
}
