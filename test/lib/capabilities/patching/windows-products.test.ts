import { describe, expect, it } from 'vitest';
import { findProductMistakes } from '../../../../lib/capabilities/patching/windows-products.ts';

const applications = { PATCH_SET: ['APPLICATION'] };

describe('the products of a rule for Windows', () => {
  it.each([
    { PRODUCT: ['WindowsServer2022', 'MicrosoftDefenderAntivirus'] },
    { PRODUCT: ['WindowsServer2022'], PRODUCT_FAMILY: ['Windows'], PATCH_SET: ['OS'] },
    { ...applications, PRODUCT: ['Office 2016'] },
    { ...applications, PRODUCT: ['Office 2016'], PRODUCT_FAMILY: ['Office'] },
    {
      ...applications,
      PRODUCT_FAMILY: ['Active Directory'],
      PRODUCT: ['Active Directory Rights Management Services Client 2.0'],
    },
    { ...applications, PRODUCT: ['Microsoft SQL Server 2019', 'Office 2016'], PRODUCT_FAMILY: ['*'] },
    { PATCH_SET: ['OS', 'APPLICATION'], PRODUCT: ['WindowsServer2022', 'Office 2016'] },
    { PRODUCT: ['*'] },
  ])('may be %j', (filters) => {
    expect(findProductMistakes(filters)).toEqual([]);
  });

  it.each([
    ['an application in the set of Windows itself', { PRODUCT: ['Office 2016'] }, ['PRODUCT']],
    [
      'a family of applications in the set of Windows itself',
      { PRODUCT_FAMILY: ['Office'], PRODUCT: ['Office 2016'] },
      ['PRODUCT', 'PRODUCT_FAMILY'],
    ],
    ['an application beside the set OS', { PATCH_SET: ['OS'], PRODUCT: ['Office 2016'] }, ['PRODUCT']],
    ['Windows among applications', { ...applications, PRODUCT: ['WindowsServer2022'] }, ['PRODUCT']],
    [
      'the family Windows among applications',
      { ...applications, PRODUCT_FAMILY: ['Windows'] },
      ['PRODUCT_FAMILY'],
    ],
    [
      'a product of another family',
      { ...applications, PRODUCT_FAMILY: ['SQL Server'], PRODUCT: ['Office 2016'] },
      ['PRODUCT'],
    ],
  ])('may not be %s', (_, filters, keys) => {
    expect(findProductMistakes(filters).map(({ path }) => path[1])).toEqual(keys);
  });

  it('tell what they need', () => {
    const [office] = findProductMistakes({ PRODUCT: ['Office 2016'] });
    expect(office?.message).toContain('applications need PATCH_SET APPLICATION, and PRODUCT_FAMILY');
    const [stranger] = findProductMistakes({
      ...applications,
      PRODUCT_FAMILY: ['SQL Server'],
      PRODUCT: ['Office 2016'],
    });
    expect(stranger?.message).toBe('a product of the family SQL Server; the family of this one is Office');
  });
});
