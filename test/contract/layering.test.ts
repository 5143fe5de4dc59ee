import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findImports, readImports } from './source-imports.ts';
import type { SourceImport } from './source-imports.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['shared', 'renderer', 'main'];

interface Room {
  /** Rooms it may import besides itself. */
  readonly rooms: readonly string[];
  /** Packages and built-in modules that it may import. */
  readonly packages: RegExp | null;
}

const NODE = /^node:/;
const ENGINE = ['main/http', 'main/stream', 'main/log', 'main/replay'];

/** House style, section 2, and architecture.md. A new room has to be entered here. */
const ROOMS: Readonly<Record<string, Room>> = {
  // The JSONPath library is pure: both sides and the terminal have to agree on what a path is.
  shared: { rooms: [], packages: /^(zod|jsonpath-rfc9535(\/parser)?)$/ },
  renderer: {
    rooms: ['shared'],
    packages: /^(react|react-dom|@codemirror|@lezer|@fontsource-variable|lucide-react)(\/|$)/,
  },
  'main/http': {
    rooms: ['shared'],
    packages: /^(node:|undici$|tough-cookie$|oauth4webapi$)/,
  },
  'main/stream': { rooms: ['shared', 'main/http'], packages: /^(node:|eventsource-parser$)/ },
  // The log reads entries back from the body's bytes, so it needs the parser, not the room around it.
  'main/log': { rooms: ['shared'], packages: /^(node:|eventsource-parser$)/ },
  'main/replay': { rooms: ['shared', 'main/log'], packages: NODE },
  'main/workspace': { rooms: ['shared'], packages: /^(node:|yaml$|chokidar$)/ },
  'main/interchange': { rooms: ['shared'], packages: NODE },
  'main/ipc': {
    rooms: ['shared', ...ENGINE, 'main/workspace', 'main/interchange'],
    packages: NODE,
  },
  'main/shell': {
    rooms: ['shared', ...ENGINE, 'main/workspace', 'main/ipc'],
    packages: /^(node:|electron$)/,
  },
  'main/index.ts': {
    rooms: ['shared', ...ENGINE, 'main/workspace', 'main/ipc', 'main/shell'],
    packages: NODE,
  },
  'main/cli': { rooms: ['shared', ...ENGINE, 'main/workspace'], packages: NODE },
  'main/cli.ts': { rooms: ['shared', ...ENGINE, 'main/cli'], packages: NODE },
};

/** The room of a file: the file itself when it is a room, else the longest folder that is one. */
function toRoom(path: string): string | null {
  const rooms = Object.keys(ROOMS).filter((room) => path === room || path.startsWith(`${room}/`));
  return rooms.sort((left, right) => right.length - left.length)[0] ?? null;
}

/** What is wrong with an import; null if it is allowed. */
function findFault({ from, specifier, target }: SourceImport): string | null {
  const name = toRoom(from);
  const room = name === null ? undefined : ROOMS[name];
  if (name === null || room === undefined) return `${from} is in no known room`;
  if (target === null) {
    return room.packages?.test(specifier) === true ? null : `${from}: ${name} imports ${specifier}`;
  }
  // The version is the one thing that the terminal reads from the manifest.
  if (target === 'package.json' && name.startsWith('main/')) return null;
  const targetRoom = toRoom(target);
  if (targetRoom === name || (targetRoom !== null && room.rooms.includes(targetRoom))) return null;
  return `${from}: ${name} imports ${targetRoom ?? target} (${specifier})`;
}

/** Files that import each other in a circle, by imports that are there at run time. */
function findCycle(imports: readonly SourceImport[]): readonly string[] | null {
  const edges = new Map<string, string[]>();
  for (const { from, target, isTypeOnly } of imports) {
    if (target !== null && !isTypeOnly) edges.set(from, [...(edges.get(from) ?? []), target]);
  }
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle !== null) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of edges.keys()) {
    const cycle = visit(file, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

test('every import goes the allowed way', async () => {
  const imports = await readImports(PROJECT, FOLDERS);
  expect(imports.length).toBeGreaterThan(100);
  expect(imports.map(findFault).filter((fault) => fault !== null)).toEqual([]);
});

test('no files import each other in a circle', async () => {
  expect(findCycle(await readImports(PROJECT, FOLDERS))).toBeNull();
});

test.each([
  ['shared/model/a.ts', "import { readFile } from 'node:fs';"],
  ['shared/model/a.ts', "import type { App } from 'electron';"],
  ['shared/model/a.ts', "import { x } from '../../renderer/x.ts';"],
  ['renderer/a.tsx', "import { app } from 'electron';"],
  ['renderer/a.tsx', "import { x } from '../main/ipc/x.ts';"],
  ['renderer/a.tsx', "import 'node:fs/promises';"],
  ['renderer/a.tsx', "const x = await import('undici');"],
  ['main/http/a.ts', "import { x } from '../log/x.ts';"],
  ['main/log/a.ts', "import type { X } from '../stream/x.ts';"],
  ['main/replay/a.ts', "export { x } from '../http/x.ts';"],
  ['main/stream/a.ts', "import {\n  x,\n  y,\n} from '../ipc/x.ts';"],
  ['main/ipc/a.ts', "import { app } from 'electron';"],
  ['main/ipc/a.ts', "const { app } = require('electron');"],
  ['main/ipc/a.ts', "import { x } from '../shell/x.ts';"],
  ['main/shell/a.ts', "import { x } from '../../renderer/x.ts';"],
  ['main/index.ts', "import { app } from 'electron';"],
  ['main/cli/a.ts', "import { x } from '../ipc/x.ts';"],
  ['main/cli.ts', "export * from './shell/x.ts';"],
  ['main/log/a.ts', "new Worker(new URL('../shell/worker.ts', import.meta.url));"],
  ['main/new-room/a.ts', "import { x } from '../../shared/x.ts';"],
])('a planted violation is found: %s with %j', (from, text) => {
  const faults = findImports(from, text).map(findFault);
  expect(faults.filter((fault) => fault !== null).length).toBe(1);
});

test.each([
  ['renderer/a.tsx', "import { useState } from 'react';\nimport './a.css';"],
  ['main/ipc/a.ts', "import { x } from '../../shared/ipc/contract.ts';"],
  ['main/shell/a.ts', "import { app } from 'electron';\nimport type { X } from '../ipc/x.ts';"],
  ['main/http/a.ts', "// import { app } from 'electron';\n/* from 'electron' */"],
])('an allowed import is let through: %s with %j', (from, text) => {
  expect(
    findImports(from, text)
      .map(findFault)
      .filter((fault) => fault !== null),
  ).toEqual([]);
});

test('a planted circle is found, and one of types alone is none', () => {
  const plant = (clause: string): readonly SourceImport[] => [
    ...findImports('main/log/a.ts', "import { b } from './b.ts';"),
    ...findImports('main/log/b.ts', `import ${clause} from './a.ts';`),
  ];
  expect(findCycle(plant('{ a }'))).toEqual(['main/log/a.ts', 'main/log/b.ts', 'main/log/a.ts']);
  expect(findCycle(plant('type { A }'))).toBeNull();
});
