/** The deployments of the example, in order: the API that exists, and the one that adds everything else. */
export const edgeDeployments = ['exists', 'add'] as const;
export type EdgeDeployment = (typeof edgeDeployments)[number];
