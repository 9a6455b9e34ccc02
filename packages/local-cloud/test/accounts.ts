/** The account of the tests. It belongs to nobody. */
export const accountId = '0'.repeat(12);

/** Another account, for tests of cross-account access. */
export const otherAccountId = '1'.repeat(12);
