import { expect, test } from 'vitest';
import { toMarkFailureText } from '../../../../renderer/features/timeline/mark-error-text.ts';
import { toStorageError } from '../../../../shared/model/to-storage-error.ts';

const causedBy = (code: string) =>
  toStorageError(Object.assign(new Error(`${code}: no`), { code }));

test.each([
  ['ENOSPC', 'The disk is full. Free some space, then try again.'],
  ['EACCES', 'The folder of the run may not be used. Check its permissions.'],
  ['ENOENT', 'The folder of the run is not there any more.'],
  ['EROFS', 'The disk is read-only.'],
  ['EMFILE', 'Too many files are open on this computer. Close some programs, then try again.'],
  ['EIO', 'The system says: EIO: no'],
])('a row that was not marked tells what %s means', (code, words) => {
  const text = toMarkFailureText({ doing: 'mark', error: causedBy(code) });
  expect(text).toBe(`The row was not marked. ${words}`);
});

test('only too many marks are told as too many', () => {
  expect(toMarkFailureText({ doing: 'mark', error: { kind: 'too-many-marks', limit: 1000 } })).toBe(
    'No more than 1,000 rows can be marked.',
  );
  expect(toMarkFailureText({ doing: 'unmark', error: { kind: 'unknown-exchange' } })).toContain(
    'The response is gone.',
  );
  expect(
    toMarkFailureText({ doing: 'note', error: { kind: 'invalid-input', detail: 'no entry 3' } }),
  ).toContain('no entry 3');
});
