import { expect, test } from 'vitest';
import {
  toExportFailureText,
  toExportRefusalText,
} from '../../../../renderer/features/timeline/export-error-text.ts';
import { toStorageError } from '../../../../shared/model/to-storage-error.ts';

const causedBy = (code: string) =>
  toStorageError(Object.assign(new Error(`${code}: no`), { code }));

test.each([
  ['ENOSPC', 'e.csv was not written. The disk is full. Free some space, or choose another place.'],
  ['EACCES', 'e.csv was not written. Writing there is not permitted. Choose another folder.'],
  ['ENOENT', 'e.csv was not written. The folder is not there. Choose another one.'],
  ['EROFS', 'e.csv was not written. The disk is read-only. Choose another place.'],
  ['EISDIR', 'e.csv was not written. A folder has this name. Choose another name.'],
  ['EIO', 'e.csv was not written. The system says: EIO: no'],
])('a failed export tells what %s means, and what to do', (code, words) => {
  expect(toExportFailureText('e.csv', causedBy(code))).toBe(words);
});

test('so does one that is too slow, or did not begin', () => {
  expect(toExportFailureText('e.csv', { kind: 'too-slow' })).toContain('Leave the column out');
  expect(toExportRefusalText({ kind: 'unknown-query' })).toContain('Set it again');
  expect(toExportRefusalText(causedBy('EIO'))).toContain('EIO: no');
});
