/** The keys by which an approval rule may choose patches (API reference, DescribePatchProperties and PatchFilter). */
export const filterKeys = [
  'PRODUCT',
  'PRODUCT_FAMILY',
  'PATCH_SET',
  'CLASSIFICATION',
  'SEVERITY',
  'MSRC_SEVERITY',
  'PRIORITY',
] as const;
export type FilterKey = (typeof filterKeys)[number];

/** How bad it is when an approved patch is missing (API reference, PatchComplianceLevel). */
export const complianceLevels = [
  'CRITICAL',
  'HIGH',
  'MEDIUM',
  'LOW',
  'INFORMATIONAL',
  'UNSPECIFIED',
] as const;
export type ComplianceLevel = (typeof complianceLevels)[number];

/** What the standard baseline of a system approves. */
export interface StandardRule {
  readonly filters: Readonly<Partial<Record<FilterKey, readonly string[]>>>;
  readonly complianceLevel: ComplianceLevel;
  /** Also updates that are not about security. */
  readonly includeNonSecurity?: true;
}

/** What Patch Manager can do on an operating system. */
export interface OperatingSystem {
  readonly filterKeys: readonly FilterKey[];
  /**
   * False when the repositories give no release dates. Every patch that a rule matches is then approved at
   * once.
   */
  readonly hasApprovalDelay: boolean;
  /** Only Linux has non-security updates and own repositories. */
  readonly isLinux: boolean;
  /** Only Windows Server can say what available but unapproved security updates count as. */
  readonly reportsAvailableSecurityUpdates: boolean;
  /** Whether a patch group has a baseline for it if it does not name its systems. */
  readonly isCommon: boolean;
  readonly standardRules: readonly StandardRule[];
}

/** Important security patches and, as in the predefined baselines of AWS, every bug fix. */
const rpmRules: readonly StandardRule[] = [
  {
    filters: { CLASSIFICATION: ['Security'], SEVERITY: ['Critical', 'Important'] },
    complianceLevel: 'CRITICAL',
  },
  { filters: { CLASSIFICATION: ['Bugfix'] }, complianceLevel: 'MEDIUM' },
];

const rpm: OperatingSystem = {
  filterKeys: ['PRODUCT', 'CLASSIFICATION', 'SEVERITY'],
  hasApprovalDelay: true,
  isLinux: true,
  reportsAvailableSecurityUpdates: false,
  isCommon: true,
  standardRules: rpmRules,
};

const deb: OperatingSystem = {
  ...rpm,
  filterKeys: ['PRODUCT', 'PRIORITY'],
  hasApprovalDelay: false,
  standardRules: [
    {
      filters: { PRIORITY: ['Required', 'Important', 'Standard', 'Optional', 'Extra'] },
      complianceLevel: 'CRITICAL',
    },
  ],
};

const retired = { isCommon: false };

/**
 * Every operating system that Patch Manager knows, by its name in the API (CreatePatchBaseline,
 * OperatingSystem; Fedora and FreeBSD are missing there). Everything else about patching reads this table.
 * Rocky Linux and AlmaLinux have no line in DescribePatchProperties and are assumed to be like Red Hat.
 * Raspberry Pi OS is assumed to be like Debian.
 */
export const operatingSystems = {
  AMAZON_LINUX: { ...rpm, ...retired },
  AMAZON_LINUX_2: rpm,
  AMAZON_LINUX_2022: { ...rpm, ...retired },
  AMAZON_LINUX_2023: rpm,
  REDHAT_ENTERPRISE_LINUX: rpm,
  ROCKY_LINUX: rpm,
  ALMA_LINUX: rpm,
  // Oracle rates many security patches as Moderate, and the baseline of AWS includes them.
  ORACLE_LINUX: {
    ...rpm,
    standardRules: [
      {
        filters: { CLASSIFICATION: ['Security'], SEVERITY: ['Critical', 'Important', 'Moderate'] },
        complianceLevel: 'CRITICAL',
      },
      ...rpmRules.slice(1),
    ],
  },
  // CentOS repositories classify nothing. Only "everything, about security or not" approves anything there.
  CENTOS: {
    ...rpm,
    ...retired,
    standardRules: [{ filters: { PRODUCT: ['*'] }, complianceLevel: 'CRITICAL', includeNonSecurity: true }],
  },
  SUSE: { ...rpm, standardRules: rpmRules.slice(0, 1) },
  UBUNTU: deb,
  DEBIAN: deb,
  RASPBIAN: { ...deb, ...retired },
  MACOS: {
    ...rpm,
    ...retired,
    isLinux: false,
    filterKeys: ['PRODUCT', 'CLASSIFICATION'],
    standardRules: [{ filters: { CLASSIFICATION: ['Security'] }, complianceLevel: 'CRITICAL' }],
  },
  WINDOWS: {
    ...rpm,
    isLinux: false,
    reportsAvailableSecurityUpdates: true,
    filterKeys: ['PRODUCT', 'PRODUCT_FAMILY', 'PATCH_SET', 'CLASSIFICATION', 'MSRC_SEVERITY'],
    standardRules: [
      {
        filters: {
          CLASSIFICATION: ['CriticalUpdates', 'SecurityUpdates'],
          MSRC_SEVERITY: ['Critical', 'Important'],
        },
        complianceLevel: 'CRITICAL',
      },
    ],
  },
} as const satisfies Record<string, OperatingSystem>;

/** The name of an operating system in the API of Patch Manager. */
export type SystemName = keyof typeof operatingSystems;

const isSystemName = (name: string): name is SystemName => Object.hasOwn(operatingSystems, name);

/** Every name, in the order of the table. */
export const systemNames: readonly SystemName[] = Object.keys(operatingSystems).filter(isSystemName);

/** What Patch Manager can do on a system. */
export function operatingSystem(name: SystemName): OperatingSystem {
  return operatingSystems[name];
}
