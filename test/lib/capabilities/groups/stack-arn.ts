/** The id of a stack that does not exist. */
export const stackArn = `arn:aws:cloudformation:eu-central-1:${'0'.repeat(12)}:stack/billing-prod/00000000-0000-4000-8000-000000000000`;
