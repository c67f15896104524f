import { App } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { addEdgeExample } from './example';

addEdgeExample(new App({ context: recommendedFlags }));
