import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SlicedSearch } from '../../../renderer/components/sliced-search.ts';

const goOn = (): boolean => false;

function search(text: string): SlicedSearch {
  return new SlicedSearch({ length: text.length, slice: (from, to) => text.slice(from, to) });
}

test('matches at the cuts between parts are found once, forwards and backwards', async () => {
  const part = 512 * 1024;
  const places = [0, part - 2, part * 2 - 1, part * 3 + 7];
  let text = '-'.repeat(part * 4);
  for (const at of places) text = `${text.slice(0, at)}AbC${text.slice(at + 3)}`;
  const found = search(text);
  expect(await found.count('abc', goOn)).toBe(places.length);
  expect(places.map((at) => found.next(at))).toEqual(places);
  expect(found.next((places.at(-1) ?? 0) + 1)).toBe(0);
  expect(places.map((at) => found.previous(at + 1))).toEqual(places);
  expect(found.previous(0)).toBe(places.at(-1));
});

test('finds what indexOf finds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom('a', 'B', 'b', ' '), maxLength: 60 }),
      fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 }),
      async (text, wanted) => {
        const lower = text.toLowerCase();
        const found = search(text);
        expect(await found.count(wanted, goOn)).toBe(lower.split(wanted).length - 1);
        expect(found.next(0)).toBe(lower.indexOf(wanted));
        expect(found.previous(text.length)).toBe(lower.lastIndexOf(wanted));
      },
    ),
  );
});

test('a letter that gets longer in lower case does not shift what follows', async () => {
  const found = search('İx needle');
  expect(await found.count('needle', goOn)).toBe(1);
  expect(found.next(0)).toBe(3);
});

test('nothing wanted is nothing found, and a search can be stopped', async () => {
  expect(await search('abc').count('', goOn)).toBe(0);
  expect(await search('abc').count('a', () => true)).toBeNull();
});
