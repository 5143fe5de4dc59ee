/** Why a file of a workspace cannot be read as what it should be. Lines and columns count from 1. */
export interface FormatError {
  readonly kind: 'format-error';
  readonly problem:
    /** Not YAML. */
    | 'syntax'
    /** Git left `<<<<<<<` in it. */
    | 'conflict-markers'
    | 'empty'
    /** Bytes that are no UTF-8, or NUL. */
    | 'not-text'
    | 'too-large'
    /** Aliases that multiply, or nesting past the limit. */
    | 'too-complex'
    /** A key holds another type than the format says. */
    | 'wrong-type'
    /** The file names a format version that is newer than any known here. */
    | 'future-version'
    /** A symbolic link that leaves the folder, a pipe, a device. */
    | 'not-a-file';
  readonly line: number | null;
  readonly column: number | null;
  /** What was found and what was expected; English text for people. */
  readonly detail: string;
}
