import { describeGoldensWith } from './goldens-with-another-router';

describeGoldensWith('cloudfront-kvs');
