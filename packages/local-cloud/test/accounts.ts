/** The account in which the tests take place. It is nobody's. */
export const accountId = '0'.repeat(12);

/** Another account, for what may not reach over the border of one. */
export const otherAccountId = '1'.repeat(12);
