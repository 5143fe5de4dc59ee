import type { StorageError } from './storage-error.ts';

const PROBLEMS: Readonly<Record<string, StorageError['problem']>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
  ENOENT: 'not-found',
  EROFS: 'read-only',
  EMFILE: 'too-many-files',
  ENFILE: 'too-many-files',
};

/** What a failed file operation was, as data. An unknown code stays visible. */
export function toStorageError(cause: unknown): StorageError {
  const code =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
  return {
    kind: 'storage-error',
    problem: (code === null ? undefined : PROBLEMS[code]) ?? 'other',
    code,
    detail: cause instanceof Error ? cause.message : String(cause),
  };
}
