/** A version of the document with the preferences of Session Manager. */
export interface PreferencesVersion {
  /** Its number, as text. */
  readonly version: string;
  /** The name that the version was given. Our names tell which deployment made a version. */
  readonly versionName: string | undefined;
  /**
   * Whether it is the version that the console shows. Sessions follow the latest version, whichever is the
   * default.
   */
  readonly isDefault: boolean;
}

/** A version and its content, in JSON. */
export interface StoredPreferences extends PreferencesVersion {
  readonly content: string;
}

/** A version to be made. */
export interface PreferencesDraft {
  readonly content: string;
  readonly versionName?: string;
}
