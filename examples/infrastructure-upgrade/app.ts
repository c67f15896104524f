import { UpgradeApp } from './upgrade-app';

// npx cdk diff --app 'node --import tsx examples/infrastructure-upgrade/app.ts' -c deployment=add
new UpgradeApp();
