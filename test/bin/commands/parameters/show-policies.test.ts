import { expect, it } from 'vitest';
import { showPolicies } from '../../../../bin/commands/parameters/show-policies.ts';

it('shows policies in words, whatever the order of the policies and of their fields', () => {
  const expires = {
    Type: 'Expiration',
    Version: '1.0',
    Attributes: { Timestamp: '2027-01-31T22:00:00.000Z' },
  };
  const warns = { Attributes: { Unit: 'Days', Before: '15' }, Type: 'ExpirationNotification' };
  const unchanged = { Type: 'NoChangeNotification', Attributes: { After: '20', Unit: 'Hours' } };
  const words =
    'Expiration 2027-01-31T22:00:00.000Z, ExpirationNotification 15 Days, NoChangeNotification 20 Hours';
  expect(showPolicies([expires, warns, unchanged])).toBe(words);
  expect(showPolicies([unchanged, expires, warns])).toBe(words);
});

it('shows no policies as nothing, and one that it cannot read by its type alone', () => {
  expect(showPolicies([])).toBe('');
  expect(showPolicies([{ Type: 'Rotation', Attributes: 'x' }, 'x', null])).toBe(', , Rotation');
});
