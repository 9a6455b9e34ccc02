import * as z from 'zod/mini';
import { type PolicyStatement, readStatement } from '../../domain/diagnosis/policy-statement.ts';

const texts = z.union([
  z.array(z.string()),
  z.pipe(
    z.string(),
    z.transform((text) => [text]),
  ),
]);
const statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.exactOptional(texts),
  NotAction: z.exactOptional(texts),
  Resource: z.exactOptional(texts),
  NotResource: z.exactOptional(z.unknown()),
  Principal: z.exactOptional(z.unknown()),
  NotPrincipal: z.exactOptional(z.unknown()),
  Condition: z.exactOptional(z.unknown()),
});
const policyDocument = z.object({ Statement: z.union([z.array(statement), statement]) });

/** The statements of a policy document. @throws for a text in another form. */
export function parsePolicy(json: string): PolicyStatement[] {
  const { Statement } = policyDocument.parse(JSON.parse(json));
  return [Statement].flat().map(readStatement);
}
