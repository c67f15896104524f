import { CutoverApp } from '../lib/workflow/cutover-app';

/**
 * Which records it may shift, `cdk.json` says, or the command line:
 *
 *   npx cdk deploy -c cutover:routes='[{"hostedZoneId":"Z…","zoneName":"example.com","recordNames":["api.example.com"]}]'
 */
new CutoverApp();
