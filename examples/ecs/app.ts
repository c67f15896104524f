import { App } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { addEcsExample } from './example';

addEcsExample(new App({ context: recommendedFlags }));
