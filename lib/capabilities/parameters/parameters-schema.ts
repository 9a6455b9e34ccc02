import * as z from 'zod';
import { closedObject, keyArn, text } from '../../configuration/shared-schemas.ts';
import { parameter } from './parameter-schema.ts';
import { findTreeMistakes } from './tree-mistakes.ts';

/** Levels are part of the names of keys, so they have no dots. */
const levelAllowed = 'letters, digits, _ and -';
const level = text(/^[a-zA-Z0-9_-]+$/, levelAllowed);
const departmentAllowed = `${levelAllowed}, not beginning with aws or ssm, which are reserved`;
const department = text(/^(?!aws|ssm)[a-zA-Z0-9_-]+$/i, departmentAllowed);

/** A parameter has at most 15 levels (API reference, PutParameter). Three of them stand above its name. */
const nameLevelsMax = 12;
const nameAllowed = `letters, digits, . _ - and / between levels, at most ${nameLevelsMax} of them: 15 with the three above`;
const nameForm = new RegExp(`^[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+){0,${nameLevelsMax - 1}}$`);
const name = text(nameForm, nameAllowed);

const named = z.record(name, parameter, 'an object of names and parameters');
const environments = z.record(level, named, 'an object of environments, each with its parameters');
const applications = z.record(level, environments, 'an object of applications, each with its environments');

/**
 * The form of `parameters` in `muster.config.ts`. If the section is given, even as `{}`, the capability is
 * on.
 */
export const parameters = closedObject({
  tree: z
    .record(department, applications, 'an object of departments, each with its applications')
    .check(({ value, issues }) => {
      for (const { path, input, allowed } of findTreeMistakes(value))
        issues.push({ code: 'custom', path: [...path], input, message: allowed });
    })
    .default({})
    .describe(
      "The parameters, by department, application, environment and name: `{ retail: { shop: { prod: { 'db/host': 'db.internal' } } } }` is `/retail/shop/prod/db/host`.",
    ),
  keyArn: keyArn
    .optional()
    .describe(
      'A key that exists, for all secrets of the tree. Default: each application with secrets gets a key.',
    ),
  noticeEmails: z
    .array(z.email('an e-mail address'), 'a list of e-mail addresses')
    .default([])
    .describe(
      'The addresses that get a mail when a parameter of the tree changes. Each address must confirm its subscription once.',
    ),
});

/** The settings of the capability, with every default filled in. */
export type ParametersSettings = z.output<typeof parameters>;
