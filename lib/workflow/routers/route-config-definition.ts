import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Problem } from '../../../lambdas/core/validation/problems';
import type { Permission } from '../tasks';

/** The permissions of a Task whose statements depend on the kinds of the routes. */
export type RoutePermission = Extract<
  Permission,
  | 'read-route'
  | 'write-route'
  | 'read-records'
  | 'write-records'
  | 'read-change'
  | 'read-health-checks'
  | 'read-zones'
>;

/**
 * Everything that a deployment knows of one kind of route beyond the schema in the core. Nothing in it is
 * optional: what a kind does not say does not compile.
 * @typeParam Config an entry of `routes` with every default filled in
 * @typeParam R the router of a checked plan
 */
export interface RouteConfigDefinition<Config, R> {
  /** What is wrong with an entry beyond what each of its fields shows. Paths start at the entry. */
  problems(config: Config): readonly Problem[];
  /** What no two entries may share, named for a sentence. */
  identifiers(config: Config): readonly string[];
  /**
   * Whether the entry may cover the router of a plan, as far as that is known at synth. The first state of
   * the workflow checks the rest.
   */
  mayCover(config: Config, router: R): boolean;
  /** The names of the zones that the entry covers: smoke tests may call `gw-*` in them by default. */
  zoneNames(config: Config): readonly string[];
  /** The statements of each permission for all entries of the kind; there is at least one. */
  readonly statements: Readonly<Record<RoutePermission, RouteStatements<Config>>>;
}

/** The statements that a permission comes to for these entries. */
export type RouteStatements<Config> = (scope: Construct, configs: readonly Config[]) => PolicyStatement[];

/** A permission that comes to nothing for a kind of route. */
export const noStatements = (): PolicyStatement[] => [];
