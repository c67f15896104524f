import { AdditiveApp } from './additive-app';

// npx cdk diff --app 'node --import tsx examples/additive/app.ts' -c deployment=add
new AdditiveApp();
