/** The families of distributions, which are also the endings of their packages. */
export const families = ['rpm', 'deb'] as const;
type Family = (typeof families)[number];

/** The setting `treatAs`: derivatives, and the distribution that each is like. */
export type TreatAs = Readonly<Record<string, string>>;

/**
 * The distributions that the installer knows, by the family of their packages: those of
 * documents/scripts/linux/distributions.sh. A test compares the two.
 */
const distributions: Readonly<Record<Family, readonly string[]>> = {
  rpm: [
    ...['amzn', 'rhel', 'centos', 'rocky', 'almalinux', 'ol', 'fedora', 'sles', 'sles_sap'],
    ...['opensuse', 'opensuse-leap', 'opensuse-tumbleweed', 'opensuse-slowroll'],
  ],
  deb: ['ubuntu', 'debian', 'raspbian'],
};

/** The distributions of a family, or all of them. */
export function listDistributions(family?: Family): readonly string[] {
  return family === undefined ? Object.values(distributions).flat() : distributions[family];
}

/** The family of a distribution; undefined for one that the installer does not know. */
export function familyOf(id: string): Family | undefined {
  return families.find((family) => distributions[family].includes(id));
}

/**
 * A key of systems or packages, and the more general ones that its systems have too, in the order of `list_keys` in
 * documents/scripts/linux/system.sh. Empty for a key that no system has.
 */
export function listKeys(key: string, treatAs: TreatAs): string[] {
  if (key === 'any') return [key];
  if (families.some((family) => family === key)) return [key, 'any'];
  const own = listDistributions().map((id) => [id, id] as const);
  const treated = new Map([...own, ...Object.entries(treatAs)]);
  const id = [key, key.replace(/-\d[^-]*$/, '')].find((each) => treated.has(each));
  if (id === undefined) return [];
  const like = treated.get(id) ?? id;
  const major = key.replace(/(-\d[^-.]*)\.[^-]*$/, '$1');
  return [...new Set([key, major, id, like, familyOf(like) ?? [], 'any'].flat())];
}
