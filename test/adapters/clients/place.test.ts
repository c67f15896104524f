import { describe, expect, test } from '@jest/globals';
import { everywhere } from '../../../lambdas/adapters/clients/everywhere';
import { oncePerPlace, type Place, placeOfArn, settingsAt } from '../../../lambdas/adapters/clients/place';

const role = { roleArn: 'arn:aws:iam::444455556666:role/a', externalId: 'e1' };

describe('the place of an ARN', () => {
  test.each([
    ['arn:aws:acm:us-east-1:111122223333:certificate/1', { region: 'us-east-1' }],
    ['arn:aws:acm:us-east-1:444455556666:certificate/1', { region: 'us-east-1', role }],
    ['arn:aws:cloudfront::444455556666:key-value-store/1', { role }],
    ['api-5xx', {}],
  ])('%s is its Region, and the role of its account', (arn, place) => {
    expect(placeOfArn(arn, [role])).toEqual(place);
  });

  test('has no role where there are none', () => {
    expect(placeOfArn('arn:aws:acm:us-east-1:444455556666:certificate/1')).toEqual({ region: 'us-east-1' });
  });
});

describe('what is made for each place', () => {
  test('is made once, when it is first needed', () => {
    const made: Place[] = [];
    const at = oncePerPlace((place) => {
      made.push(place);
      return made.length;
    });
    expect(made).toEqual([]);
    const places: Place[] = [
      {},
      { region: 'us-east-1' },
      { region: 'us-east-1', role },
      { region: 'us-east-1', role: { roleArn: role.roleArn } },
    ];
    expect(places.map(at)).toEqual([1, 2, 3, 4]);
    expect(places.map(at)).toEqual([1, 2, 3, 4]);
    expect(made).toEqual(places);
  });

  test('is one client of the own place, and others beside it', () => {
    const make = (place: Place = {}) => ({ place });
    const own = everywhere(make, [role]);
    expect(own.place).toEqual({});
    const arn = 'arn:aws:cloudwatch:us-east-1:444455556666:alarm:a';
    expect(own.elsewhere?.forArn(arn).place).toEqual({ region: 'us-east-1', role });
    expect(own.elsewhere?.inRegion('us-east-1').place).toEqual({ region: 'us-east-1' });
    expect(own.elsewhere?.inRegion('us-east-1')).toBe(own.elsewhere?.inRegion('us-east-1'));
    expect(everywhere(make).elsewhere?.forArn(arn).place).toEqual({ region: 'us-east-1' });
  });
});

test('the settings of a client name a Region and credentials only where its place does', () => {
  expect(Object.keys(settingsAt())).toEqual(['maxAttempts', 'requestHandler']);
  expect(settingsAt({ region: 'us-east-1' })).toMatchObject({ region: 'us-east-1' });
  expect(Object.keys(settingsAt({ role }))).toEqual(['maxAttempts', 'requestHandler', 'credentials']);
});
