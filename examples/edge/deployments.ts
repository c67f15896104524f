/**
 * The deployments of the example, in order: the API that exists, everything that is added beside it, and the
 * old API closed to all but CloudFront.
 */
export const edgeDeployments = ['exists', 'add', 'close'] as const;
export type EdgeDeployment = (typeof edgeDeployments)[number];
