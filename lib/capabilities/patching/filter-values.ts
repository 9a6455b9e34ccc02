import {
  type FilterKey,
  filterKeys,
  operatingSystem,
  type SystemName,
  systemNames,
} from './operating-systems.ts';

/** What a mistake in a baseline is about, below the system that the baseline is for. */
export interface BaselineMistake {
  readonly path: readonly PropertyKey[];
  readonly input: unknown;
  readonly message: string;
}

/** The values of a rule for each key. */
export type Filters = Readonly<Partial<Record<FilterKey, readonly string[]>>>;

/** Stands for every value of a key (API reference, PatchFilter). */
const anyValue = '*';

const updates = ['Security', 'Bugfix', 'Enhancement', 'Recommended', 'Newpackage'] as const;
const rpmLists: Filters = {
  CLASSIFICATION: updates,
  // The API reference of 2018 says Medium for Red Hat; Red Hat itself and AWS's predefined baselines say Moderate.
  SEVERITY: ['Critical', 'Important', 'Moderate', 'Medium', 'Low', 'None'],
};
const amazonLists: Filters = {
  CLASSIFICATION: updates,
  SEVERITY: ['Critical', 'Important', 'Medium', 'Low'],
};
const debLists: Filters = { PRIORITY: ['Required', 'Important', 'Standard', 'Optional', 'Extra'] };

/**
 * The values that the API takes for a key. It refuses all others: "Invalid Filter Value: All for Key: PRODUCT, valid
 * values are: ..." (ValidationException). The lists stand in the API reference of 2018 (PatchFilter); today the answer
 * of DescribePatchProperties holds them.
 */
const fixedLists: Readonly<Record<SystemName, Filters>> = {
  AMAZON_LINUX: amazonLists,
  AMAZON_LINUX_2: amazonLists,
  AMAZON_LINUX_2022: amazonLists,
  AMAZON_LINUX_2023: amazonLists,
  REDHAT_ENTERPRISE_LINUX: rpmLists,
  ROCKY_LINUX: rpmLists,
  ALMA_LINUX: rpmLists,
  ORACLE_LINUX: rpmLists,
  CENTOS: rpmLists,
  SUSE: {
    CLASSIFICATION: ['Security', 'Recommended', 'Optional', 'Feature', 'Document', 'Yast'],
    SEVERITY: ['Critical', 'Important', 'Moderate', 'Low'],
  },
  UBUNTU: debLists,
  DEBIAN: debLists,
  RASPBIAN: debLists,
  MACOS: { CLASSIFICATION: updates },
  WINDOWS: {
    PATCH_SET: ['OS', 'APPLICATION'],
    CLASSIFICATION: [
      'CriticalUpdates',
      'DefinitionUpdates',
      'Drivers',
      'FeaturePacks',
      'SecurityUpdates',
      'ServicePacks',
      'Tools',
      'UpdateRollups',
      'Updates',
      'Upgrades',
    ],
    MSRC_SEVERITY: ['Critical', 'Important', 'Moderate', 'Low', 'Unspecified'],
  },
};

/**
 * How the products of a system begin. New versions come all the time, so the versions are not listed. A system without
 * a line has products whose names are not documented.
 */
const productForms: Readonly<Partial<Record<SystemName, { form: RegExp; example: string }>>> = {
  AMAZON_LINUX: { form: /^AmazonLinux20\d\d\.\d\d$/, example: 'AmazonLinux2018.03' },
  AMAZON_LINUX_2: { form: /^AmazonLinux2(\.\d+)?$/, example: 'AmazonLinux2' },
  AMAZON_LINUX_2022: { form: /^AmazonLinux2022(\.\d+)*$/, example: 'AmazonLinux2022' },
  AMAZON_LINUX_2023: { form: /^AmazonLinux2023(\.\d+)*$/, example: 'AmazonLinux2023' },
  REDHAT_ENTERPRISE_LINUX: { form: /^RedhatEnterpriseLinux\d/, example: 'RedhatEnterpriseLinux9.4' },
  ROCKY_LINUX: { form: /^RockyLinux\d/, example: 'RockyLinux9.4' },
  ALMA_LINUX: { form: /^AlmaLinux\d/, example: 'AlmaLinux9.4' },
  ORACLE_LINUX: { form: /^OracleLinux\d/, example: 'OracleLinux9.4' },
  CENTOS: { form: /^CentOS/, example: 'CentOS7.9' },
  SUSE: { form: /^Suse\d/, example: 'Suse15.5' },
  UBUNTU: { form: /^Ubuntu\d\d\.\d\d$/, example: 'Ubuntu24.04' },
  DEBIAN: { form: /^Debian\d/, example: 'Debian12' },
};

/** The keys and values of a rule's filters that the API does not take for a system. */
export function findFilterMistakes(name: SystemName, filters: Filters): BaselineMistake[] {
  const { filterKeys: known } = operatingSystem(name);
  return filterKeys.flatMap((key): BaselineMistake[] => {
    const values = filters[key];
    if (values === undefined) return [];
    if (!known.includes(key))
      return [{ path: ['filters', key], input: values, message: `for ${name} only ${known.join(', ')}` }];
    return values.flatMap((value, index) => {
      const allowed = value === anyValue ? undefined : findAllowed(name, key, value);
      return allowed === undefined ? [] : [{ path: ['filters', key, index], input: value, message: allowed }];
    });
  });
}

/** The products of a repository that are no versions of the system. */
export function findSourceMistakes(
  name: SystemName,
  sources: readonly { readonly products: readonly string[] }[] = [],
): BaselineMistake[] {
  return sources.flatMap(({ products }, at) =>
    products.flatMap((value, index) => {
      const allowed = value === anyValue ? undefined : findAllowed(name, 'PRODUCT', value);
      return allowed === undefined
        ? []
        : [{ path: ['sources', at, 'products', index], input: value, message: allowed }];
    }),
  );
}

/** What is allowed instead of a value; nothing when the value is right. */
function findAllowed(name: SystemName, key: FilterKey, value: string): string | undefined {
  const list = fixedLists[name][key];
  if (list !== undefined)
    return list.includes(value) ? undefined : `for ${name} one of ${[...list, anyValue].join(', ')}`;
  if (key !== 'PRODUCT') return undefined;
  const products = productForms[name];
  if (products !== undefined && !products.form.test(value))
    return `the name of a version of ${name}, such as ${products.example}, or ${anyValue}`;
  const owner = products === undefined ? systemNames.find((each) => isProductOf(each, value)) : undefined;
  return owner === undefined ? undefined : `a product of ${name}, and not of ${owner}`;
}

function isProductOf(name: SystemName, value: string): boolean {
  return productForms[name]?.form.test(value) ?? false;
}
