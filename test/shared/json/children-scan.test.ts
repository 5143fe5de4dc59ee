import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChildrenScan } from '../../../shared/json/children-scan.ts';
import { reindentJson } from '../../../shared/json/reindent-json.ts';

function scanAll(text: string, stepChars: number): ChildrenScan {
  const scan = new ChildrenScan(text, 0, false);
  while (!scan.isDone && scan.problem === null) scan.scan(stepChars);
  return scan;
}

function read(text: string, stepChars = 7): unknown {
  const { children } = scanAll(text, stepChars);
  return children.from.map((from, index) => [
    text.slice(children.keyFrom[index], children.keyTo[index]),
    text.slice(from, children.to[index]),
    children.size[index],
  ]);
}

test('children keep their text: big numbers, escapes, duplicate keys', () => {
  expect(read('{"a":12345678901234567890, "a" : "\\u00e9\\"]" ,"b":[1,{"c":2}],"d":{}}')).toEqual([
    ['"a"', '12345678901234567890', -1],
    ['"a"', '"\\u00e9\\"]"', -1],
    ['"b"', '[1,{"c":2}]', 2],
    ['"d"', '{}', 0],
  ]);
  expect(read('\ufeff[ 1 , [[],[]] ]')).toEqual([
    ['', '1', -1],
    ['', '[[],[]]', 2],
  ]);
  expect(read('7')).toEqual([]);
});

test('sizes are the numbers of children, and values are what JSON.parse reads', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom(undefined, 1, '\t'),
      fc.integer({ min: 1, max: 50 }),
      (generated, indent, step) => {
        const text = JSON.stringify(generated, null, indent);
        // JSON writes -0 as 0.
        const value = JSON.parse(text) as typeof generated;
        const { children, problem } = scanAll(text, step);
        expect(problem).toBeNull();
        const wanted = typeof value === 'object' && value !== null ? Object.entries(value) : [];
        expect(children.to).toHaveLength(wanted.length);
        for (const [index, [key, child]] of wanted.entries()) {
          expect(JSON.parse(text.slice(children.from[index], children.to[index]))).toEqual(child);
          if (!Array.isArray(value)) {
            const written = text.slice(children.keyFrom[index], children.keyTo[index]);
            expect(JSON.parse(written)).toBe(key);
          }
          const isNested = typeof child === 'object' && child !== null;
          expect(children.size[index]).toBe(isNested ? Object.keys(child).length : -1);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('what is no JSON is told at the same place as when it is laid out', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.nat(),
      fc.constantFrom('', ',', '}', '"', 'x', ':'),
      (value, at, cut) => {
        const json = JSON.stringify(value);
        const place = at % (json.length + 1);
        const text = json.slice(0, place) + cut + json.slice(place + 1);
        const laidOut = reindentJson(text);
        const { problem } = scanAll(text, 5);
        expect(problem).toEqual(laidOut.ok ? null : laidOut.problem);
      },
    ),
    { numRuns: 500 },
  );
});

test('an inner value ends where it ends', () => {
  const text = '{"a":[1,2],"b":3}';
  const scan = new ChildrenScan(text, 5, true);
  while (!scan.isDone) scan.scan(3);
  expect(
    scan.children.from.map((from, index) => text.slice(from, scan.children.to[index])),
  ).toEqual(['1', '2']);
  expect(scan.problem).toBeNull();
});
