import { CutoverApp } from '../lib/workflow/cutover-app';

/**
 * The CDK app. The context in `cdk.json` or on the command line sets which routes it may shift:
 *
 *   npx cdk deploy -c cutover:routes='[{"hostedZoneId":"Z…","zoneName":"example.com","recordNames":["…"]}]'
 */
new CutoverApp();
