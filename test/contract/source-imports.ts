import { readFile, readdir } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';

/** One import of a source file. */
export interface SourceImport {
  /** Importing file, relative to the project, with `/`. */
  readonly from: string;
  /** As written. */
  readonly specifier: string;
  /** The imported file, relative to the project; null for packages and built-in modules. */
  readonly target: string | null;
  readonly isTypeOnly: boolean;
}

const IMPORTS = [
  // import x from 'y', import 'y', export … from 'y'; the clause may span lines, but holds no quote.
  /^[ \t]*(?:import|export)\s+(?<clause>[^'";]*?\bfrom\s*)?['"](?<specifier>[^'"]+)['"]/gm,
  /\b(?:import|require)\(\s*['"](?<specifier>[^'"]+)['"]\s*\)/g,
  // Trigger for files that vite bundles apart, such as workers.
  /\bnew URL\(\s*['"](?<specifier>\.[^'"]+)['"]\s*,\s*import\.meta\.url/g,
];

/** Finds the imports in a source text, dynamic and type-only ones included. */
export function findImports(from: string, text: string): readonly SourceImport[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return IMPORTS.flatMap((pattern) =>
    [...code.matchAll(pattern)].map(({ groups = {} }) => {
      const specifier = groups['specifier'] ?? '';
      const isTypeOnly = /^\s*type\b/.test(groups['clause'] ?? '');
      return { from, specifier, target: toTarget(from, specifier), isTypeOnly };
    }),
  );
}

/** Imports of all source files below the folders, which are relative to `project`. */
export async function readImports(
  project: string,
  folders: readonly string[],
): Promise<readonly SourceImport[]> {
  const all: SourceImport[] = [];
  for (const folder of folders) {
    for (const name of await readdir(join(project, folder), { recursive: true })) {
      if (!/\.(ts|tsx|cts|mts)$/.test(name)) continue;
      const from = posix.join(folder, name.split(sep).join('/'));
      all.push(...findImports(from, await readFile(join(project, from), 'utf8')));
    }
  }
  return all;
}

function toTarget(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  return posix.normalize(posix.join(posix.dirname(from), specifier.replace(/\?.*$/, '')));
}
