import { Lazy, Stack } from 'aws-cdk-lib';
import type { CfnDistribution, Distribution, IOrigin } from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';

type OriginProperty = CfnDistribution.OriginProperty;

/**
 * What the distribution has to say about each origin. An origin that was given an id of its own keeps it.
 * @throws Error for a group of origins, of which none can be chosen by its id
 */
export function bindOrigins(
  scope: Construct,
  origins: readonly IOrigin[],
  idOf: (index: number) => string,
  distributionId: () => string,
): readonly OriginProperty[] {
  return origins.map((origin, i) => {
    const originId = idOf(i);
    const { originProperty, failoverConfig } = origin.bind(new Construct(scope, originId), {
      originId,
      distributionId: Lazy.string({ produce: distributionId }),
    });
    if (originProperty === undefined || failoverConfig !== undefined) {
      throw new Error(`${scope.node.path}: newPaths[${i}].origin is a group of origins; must be one alone`);
    }
    return originProperty;
  });
}

/** Adds origins that no behaviour leads to, for a function to choose. CDK's distribution knows none but those of its behaviours. */
export function addUndirectedOrigins(distribution: Distribution, origins: readonly OriginProperty[]): void {
  const { resource, config } = configOf(distribution);
  const directed = config.origins;
  resource.distributionConfig = {
    ...config,
    origins: Lazy.any({ produce: () => [...Stack.of(distribution).resolve(directed), ...origins] }),
  };
}

/** The origin of the default behaviour, as far as it is known at synth. */
export function defaultOrigin(distribution: Distribution): OriginProperty {
  return Stack.of(distribution).resolve(configOf(distribution).config.origins)[0];
}

function configOf(distribution: Distribution) {
  const resource = distribution.node.defaultChild as CfnDistribution;
  return { resource, config: resource.distributionConfig as CfnDistribution.DistributionConfigProperty };
}
