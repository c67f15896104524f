import { DnsLastApp } from './dns-last-app';

// npx cdk diff --app 'node --import tsx examples/dns-last/app.ts' -c deployment=add
new DnsLastApp();
