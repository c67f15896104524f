/**
 * Switches off CDK's own template validation, which takes most of the time of a synth: tests synthesize
 * hundreds of times. `cdk synth` and `npm run lint:templates` keep it on.
 */
process.env.CDK_VALIDATION = 'false';
