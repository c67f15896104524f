import { EdgeApp } from './edge-app';

// cd examples/edge && npx cdk deploy --all
new EdgeApp();
