/** A version of the document that holds the preferences of Session Manager. */
export interface PreferencesVersion {
  /** Its number, as text. */
  readonly version: string;
  /** The name that it was made with; ours tell which deployment made them. */
  readonly versionName: string | undefined;
  /** Whether it is the one that the console shows. Sessions follow the latest one, whichever is the default. */
  readonly isDefault: boolean;
}

/** A version with what it says, in JSON. */
export interface StoredPreferences extends PreferencesVersion {
  readonly content: string;
}

/** A version to be made. */
export interface PreferencesDraft {
  readonly content: string;
  readonly versionName?: string;
}
