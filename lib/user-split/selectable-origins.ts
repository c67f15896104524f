import { Lazy, Stack } from 'aws-cdk-lib';
import type { CfnDistribution, Distribution, IOrigin } from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { refuseProps } from '../shared/refuse-props';

type OriginProperty = CfnDistribution.OriginProperty;

/**
 * The properties of each new path's origin in the distribution. An origin with its own id keeps it.
 * @throws Error at synth for an origin group, because a function cannot select an origin group by its id
 */
export function bindOrigins(
  scope: Construct,
  origins: readonly IOrigin[],
  idOf: (index: number) => string,
  distributionId: () => string,
): readonly OriginProperty[] {
  const bound = origins.map((origin, i) => {
    const originId = idOf(i);
    return origin.bind(new Construct(scope, originId), {
      originId,
      distributionId: Lazy.string({ produce: distributionId }),
    });
  });
  const message = 'is an origin group; must be a single origin';
  refuseProps(
    scope,
    bound.flatMap(({ originProperty, failoverConfig }, i) =>
      originProperty !== undefined && failoverConfig === undefined
        ? []
        : [{ path: `newPaths[${i}].origin`, message }],
    ),
  );
  return bound.flatMap(({ originProperty }) => originProperty ?? []);
}

/**
 * Adds origins that no cache behavior uses, for a function to select. CDK itself only adds the origins of
 * behaviors.
 */
export function addSelectableOrigins(distribution: Distribution, origins: readonly OriginProperty[]): void {
  const { resource, config } = configOf(distribution);
  const ofBehaviors = config.origins;
  resource.distributionConfig = {
    ...config,
    origins: Lazy.any({ produce: () => [...Stack.of(distribution).resolve(ofBehaviors), ...origins] }),
  };
}

/** The origin of the default cache behavior, as far as it is known at synth. */
export function defaultOrigin(distribution: Distribution): OriginProperty {
  return Stack.of(distribution).resolve(configOf(distribution).config.origins)[0];
}

function configOf(distribution: Distribution) {
  const resource = distribution.node.defaultChild as CfnDistribution;
  return { resource, config: resource.distributionConfig as CfnDistribution.DistributionConfigProperty };
}
