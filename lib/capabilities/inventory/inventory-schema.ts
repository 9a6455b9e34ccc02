import * as z from 'zod';
import { sinceSuffix } from '../../../lambdas/shared/domain/inventory/marker.ts';
import {
  account,
  bucketName,
  closedObject,
  keyArn,
  region,
  text,
  trueOrFalse,
  wholeNumber,
} from '../../configuration/shared-schemas.ts';
import { markerName } from '../../configuration/targets.ts';
import { associationSchedule } from '../associations/association-schedule.ts';
import { associationTargets } from '../associations/associations-schema.ts';
import { commonColumns, partitionColumns } from './inventory-tables.ts';

const collected = trueOrFalse.default(true);

/** What is gathered on every node. The names are those of the parameters of AWS-GatherSoftwareInventory. */
const types = {
  applications: collected,
  awsComponents: collected,
  customInventory: collected,
  instanceDetailedInformation: collected,
  networkConfig: collected,
  services: collected,
  windowsRoles: collected,
  windowsUpdates: collected,
};

const path = z.string('the path of a folder').min(1, 'the path of a folder');
const names = z.array(z.string('a string').min(1, 'a string'), 'a list of strings').min(1, 'at least one');

/** Metadata of files: which, and where. A folder with many files slows down every gathering. */
const files = closedObject({
  path,
  patterns: names,
  recursive: trueOrFalse.default(false),
  foldersMax: wholeNumber(1, 5000, 'folders')
    .default(1000)
    .describe('How many folders are looked into at most.'),
});

const registry = closedObject({
  path: text(/^HKEY_[A-Z_]+(\\.+)?$/, 'the path of a key, such as HKEY_LOCAL_MACHINE\\SOFTWARE\\Amazon'),
  recursive: trueOrFalse.default(false),
  valueNames: names.optional().describe('Only these values of the key.'),
});

/**
 * The SSM agent accepts 50 attributes of 4,096 bytes. Less is allowed here, so that the parameter fits beside
 * the document.
 */
const attributeName = text(
  /^[A-Z][A-Za-z0-9]{0,63}$/,
  'letters and digits, at most 64, beginning with a capital',
);
const takenNames = [...commonColumns, ...partitionColumns];
const isTaken = (name: string) => takenNames.some((taken) => taken === name.toLowerCase());
const differsByMoreThanCase = (value: object) =>
  new Set(Object.keys(value).map((name) => name.toLowerCase())).size === Object.keys(value).length;

const attributes = z
  .record(
    attributeName,
    text(
      /^[ !#-[\]-z|~]{0,256}$/,
      'at most 256 printable ASCII characters, without quotes, backslashes and braces',
    ),
    'an object of attributes, each a string',
  )
  .refine((value) => Object.keys(value).length >= 1, 'at least one attribute')
  .refine(
    (value) => !Object.keys(value).some(isTaken),
    `other names than ${takenNames.join(', ')}, which every line has`,
  )
  .refine(differsByMoreThanCase, 'names that differ by more than their case, which SQL does not know')
  .refine(
    (value) => Object.keys(value).length <= 50,
    'at most 50 attributes, as in the agent of Systems Manager',
  );

const facts = closedObject({ targets: associationTargets, attributes });

const applicationForm =
  "the name of an application, at most 100 characters, with * at most once and at its end: 'clamav*'";
const applicationName = text(/^[^*]{1,100}\*?$/, applicationForm);
const applicationList = 'a name of an application or a list of 1 to 10';

/** What a node must have to be marked. */
const marker = closedObject({
  application: z
    .union([applicationName, z.array(applicationName).min(1).max(10)], applicationList)
    .describe(
      'The names under which it is installed; one of them is enough. They are compared with their case, as inventory has them.',
    ),
});

/** Each has two tags, and a node has at most 50. */
const markersMax = 10;
const markers = z
  .record(
    markerName.refine(
      (name) => !name.endsWith(sinceSuffix),
      `a name that does not end with ${sinceSuffix}: the second tag of a marker ends so`,
    ),
    marker,
    'an object of names of markers, each { application }',
  )
  .refine((value) => Object.keys(value).length <= markersMax, `at most ${markersMax} markers`)
  .default({})
  .describe(
    'What is looked for in the inventory: each marker keeps a tag on every node that says whether the node has it.',
  );

const bucket = closedObject({
  name: bucketName
    .optional()
    .describe('Its name, when others send to it. Otherwise CloudFormation makes one up.'),
  accounts: z
    .array(account, 'a list of account ids')
    .max(100, 'at most 100 accounts')
    .default([])
    .describe('The other accounts that send their inventory here.'),
  regions: z
    .array(region, 'a list of regions')
    .default([])
    .describe('The other regions, of whichever account, that send their inventory here.'),
  encryptionKey: trueOrFalse
    .default(false)
    .describe('Encrypts with a key of its own, about 1 USD a month, instead of the key of S3.'),
  keyArn: keyArn
    .optional()
    .describe(
      'Encrypts with this key, which exists. Its policy must let the syncs use it: docs/estate/inventory.md.',
    ),
  scanMegabytesMax: wholeNumber(10, 1_000_000, 'megabytes')
    .default(1024)
    .describe('A query that would read more is cancelled. Athena takes 5 USD for each TB that it reads.'),
}).refine((own) => own.keyArn === undefined || !own.encryptionKey, {
  path: ['keyArn'],
  error: 'nothing beside encryptionKey: true, which makes a key',
});

const sendTo = closedObject({
  bucket: bucketName,
  region,
  keyArn: keyArn.optional().describe('The key of the bucket, if it has one of its own.'),
});

/**
 * The form of `inventory` in `muster.config.ts`. If the section is given, even as `{}`, it gathers everything
 * from every managed node twice a day, and syncs it to a bucket with tables and queries.
 */
export const inventory = closedObject({
  schedule: associationSchedule.default('rate(12 hours)'),
  types: closedObject(types).prefault({}),
  files: z.array(files, 'a list of { path, patterns, ... }').max(10, 'at most 10').default([]),
  windowsRegistry: z.array(registry, 'a list of { path, ... }').max(10, 'at most 10').default([]),
  custom: z
    .record(
      text(/^[A-Z][A-Za-z0-9]{0,49}$/, 'letters and digits, at most 50, beginning with a capital'),
      z
        .array(facts, 'a list of { targets, attributes }')
        .min(1, 'a list of at least one { targets, attributes }'),
      'an object of types, each a list of { targets, attributes }',
    )
    .refine(differsByMoreThanCase, 'names that differ by more than their case, which SQL does not know')
    .refine((value) => Object.keys(value).length <= 20, 'at most 20 types, as in Systems Manager')
    .default({})
    .describe(
      'Facts that you know and the node does not, such as its rack: attributes by type, for each target its own.',
    ),
  markers,
  markersEveryHours: wholeNumber(1, 24, 'hours')
    .default(4)
    .describe('How often the tags of the markers are compared with the inventory.'),
  bucket: bucket
    .nullable()
    .optional()
    .describe('Where the inventory is collected; null leaves it in Systems Manager.'),
  sendTo: sendTo.optional().describe('Sends it to the bucket of another environment, instead of one here.'),
})
  .superRefine(
    (
      { bucket: own, sendTo: other, custom, markers: sought, types: { applications, customInventory } },
      context,
    ) => {
      if (own && other)
        context.addIssue({
          code: 'custom',
          path: ['sendTo'],
          message: 'nothing beside a bucket: inventory goes to one place',
          input: other,
        });
      if (!customInventory && Object.keys(custom).length > 0)
        context.addIssue({
          code: 'custom',
          path: ['types', 'customInventory'],
          message: 'true, since custom is given: nobody would gather it',
          input: customInventory,
        });
      if (!applications && Object.keys(sought).length > 0)
        context.addIssue({
          code: 'custom',
          path: ['types', 'applications'],
          message: 'true, since markers are given: nobody would gather what they look for',
          input: applications,
        });
    },
  )
  .transform(({ bucket: own, ...rest }) => ({
    ...rest,
    bucket: own === undefined && rest.sendTo === undefined ? bucket.parse({}) : (own ?? null),
  }));

/** The settings of the capability, with every default filled in. */
export type InventorySettings = z.output<typeof inventory>;
/** The bucket, and who sends to it. */
export type BucketSettings = z.output<typeof bucket>;
