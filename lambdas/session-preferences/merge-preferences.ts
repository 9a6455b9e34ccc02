import { isObject } from '../shared/domain/is-object.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What Session Manager does by itself, as its console writes it: nothing is logged or encrypted. */
const initial = {
  schemaVersion: '1.0',
  description: 'Preferences of Session Manager, written by Muster',
  sessionType: 'Standard_Stream',
  inputs: {
    s3BucketName: '',
    s3KeyPrefix: '',
    s3EncryptionEnabled: false,
    cloudWatchLogGroupName: '',
    cloudWatchEncryptionEnabled: false,
    cloudWatchStreamingEnabled: false,
    kmsKeyId: '',
    runAsEnabled: false,
    runAsDefaultUser: '',
    idleSessionTimeout: '20',
    shellProfile: { windows: '', linux: '' },
  },
};

/** The preferences cannot be made what is wanted. The message says what to do. */
export class PreferencesRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PreferencesRefused';
  }
}

/**
 * The preferences that were found, with those that the configuration names in their place. Everything else stays,
 * including what Muster does not know.
 * @param found the content from before the stack; undefined when there was none.
 * @throws PreferencesRefused when the content cannot be read, or would be weakened without being told so.
 */
export function mergePreferences(found: string | undefined, named: string): string {
  const before = found === undefined ? initial : parseObject(found);
  if (before === undefined)
    throw new PreferencesRefused(
      'what is there is no JSON object, so nothing of it could be kept; nothing was changed. Save the preferences in the console, then deploy again',
    );
  const wanted = parseObject(named) ?? {};
  refuseWeakening(fieldsOf(before['inputs']), fieldsOf(wanted['inputs']));
  return JSON.stringify(merge(before, wanted));
}

/**
 * A log group without a key takes the place of one that sessions must find encrypted. The configuration names the group,
 * but not that its encryption ends.
 */
function refuseWeakening(before: Fields, wanted: Fields): void {
  const isEncrypted = String(before['cloudWatchEncryptionEnabled']) === 'true';
  const ends = wanted['cloudWatchEncryptionEnabled'] === false && wanted['cloudWatchLogGroupName'] !== '';
  if (isEncrypted && ends && wanted['kmsKeyId'] === undefined)
    throw new PreferencesRefused(
      'sessions are logged to an encrypted log group, and that of sessions.logGroup has no key; nothing was changed. Set sessions.encrypt to true, or to false if the encryption shall end',
    );
}

/** Members of `over` take the place of those of `base`, at every depth of objects. */
function merge(base: Fields, over: Fields): Fields {
  const members = Object.entries(over).map(([name, value]) => {
    const old = base[name];
    return [name, isObject(old) && isObject(value) ? merge(old, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(members) };
}

function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** The fields of a JSON object; undefined when the text is anything else, such as YAML. */
export function parseObject(content: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(content);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
