import type { BaselineMistake, Filters } from './filter-values.ts';

/** The products of the patch set OS: Windows itself, and the antivirus that comes with it. */
const osProduct = /^(Windows\S*|MicrosoftDefenderAntivirus)$/;
const osFamily = 'Windows';

/** The families whose products their names tell (user guide, "About patching applications released by Microsoft"). */
const familyForms: Readonly<Record<string, RegExp>> = {
  'Active Directory': /^Active Directory\b/,
  Office: /^Office\b/,
  'SQL Server': /\bSQL Server\b/,
};

/**
 * Patches of Windows are of one of two sets: OS, which is meant without a PATCH_SET, and APPLICATION. A product or a
 * family of the other set matches nothing, and the API refuses products of another family than the one beside them.
 */
export function findProductMistakes(filters: Filters): BaselineMistake[] {
  const sets = filters.PATCH_SET ?? ['OS'];
  const hasApplications = sets.some((set) => set === 'APPLICATION' || set === '*');
  const hasSystems = sets.some((set) => set !== 'APPLICATION');
  const inSet = (key: 'PRODUCT' | 'PRODUCT_FAMILY', isOfSystem: (value: string) => boolean) =>
    (filters[key] ?? []).flatMap((value, index): BaselineMistake[] => {
      if (value === '*' || (isOfSystem(value) ? hasSystems : hasApplications)) return [];
      const message = isOfSystem(value) ? needsApplication : needsSystem;
      return [{ path: ['filters', key, index], input: value, message }];
    });
  return [
    ...inSet('PRODUCT', (product) => osProduct.test(product)),
    ...inSet('PRODUCT_FAMILY', (family) => family === osFamily),
    ...findStrangers(filters),
  ];
}

const needsSystem =
  'Windows itself (WindowsServer2022) without PATCH_SET; applications need PATCH_SET APPLICATION, and PRODUCT_FAMILY is the ' +
  "product's own";
const needsApplication =
  'an application beside PATCH_SET APPLICATION; Windows itself needs PATCH_SET OS, or none';

/** Products whose family is known and is not among those of the rule. */
function findStrangers({ PRODUCT: products = [], PRODUCT_FAMILY: families }: Filters): BaselineMistake[] {
  if (families === undefined || families.includes('*')) return [];
  return products.flatMap((product, index) => {
    const family = familyOf(product);
    if (family === undefined || families.includes(family)) return [];
    const message = `a product of the family ${families.join(', ')}; the family of this one is ${family}`;
    return [{ path: ['filters', 'PRODUCT', index], input: product, message }];
  });
}

function familyOf(product: string): string | undefined {
  if (osProduct.test(product)) return osFamily;
  return Object.keys(familyForms).find((family) => familyForms[family]?.test(product));
}
