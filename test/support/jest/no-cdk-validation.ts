/**
 * The validation that CDK brings takes most of every synth, and tests synthesize hundreds of times. `cdk synth` and `npm run lint:templates`
 * have it on.
 */
process.env.CDK_VALIDATION = 'false';
