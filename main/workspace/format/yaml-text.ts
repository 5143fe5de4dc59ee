import { LineCounter, isAlias, parseDocument, visit } from 'yaml';
import type { Document, Node } from 'yaml';
import {
  WORKSPACE_FILE_BYTES_MAX,
  YAML_ALIASES_MAX,
  YAML_DEPTH_MAX,
} from '../../../shared/limits.ts';
import type { FormatError } from '../../../shared/model/workspace/format-error.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';

/** A YAML file that was read: its text as it stood, and what it means. */
export interface YamlText {
  /** LF line ends, no BOM; offsets of nodes refer to it. */
  readonly text: string;
  readonly doc: Document;
  readonly getPlace: (offset: number) => { readonly line: number; readonly column: number };
}

/**
 * Reads the bytes of a workspace file as one YAML document. Refused, with its place: what is no UTF-8 text,
 * conflict markers of git, more than 10 MiB, aliases that multiply, nesting past 200 levels.
 */
export function readYamlBytes(bytes: Uint8Array): Result<YamlText, FormatError> {
  if (bytes.length > WORKSPACE_FILE_BYTES_MAX) {
    const detail = `${bytes.length} bytes; at most ${WORKSPACE_FILE_BYTES_MAX} are read`;
    return refuse('too-large', null, detail);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('not-text', null, 'The bytes are no UTF-8.');
  }
  return readYaml(text);
}

/** The same for text, with whichever line ends. */
export function readYaml(source: string): Result<YamlText, FormatError> {
  const text = source.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const at = (offset: number): { line: number; column: number } => ({
    line: text.slice(0, offset).split('\n').length,
    column: offset - text.lastIndexOf('\n', offset - 1),
  });
  const nul = text.indexOf('\0');
  if (nul !== -1) return refuse('not-text', at(nul), 'The file holds U+0000.');
  const conflict = /^(<{7}|={7}|>{7})( |$)/m.exec(text);
  if (conflict !== null && /^<{7} /m.test(text) && /^>{7} /m.test(text)) {
    return refuse('conflict-markers', at(conflict.index), 'Git left a conflict in the file.');
  }
  if (text.trim() === '') return refuse('empty', null, 'The file is empty.');
  const lineCounter = new LineCounter();
  let doc: Document;
  try {
    doc = parseDocument(text, { lineCounter, keepSourceTokens: true, logLevel: 'silent' });
    const [error] = doc.errors;
    if (error !== undefined) {
      const [message = ''] = error.message.split('\n');
      return refuse('syntax', at(error.pos[0]), message.replace(/ at line \d+, column \d+:?$/, ''));
    }
    checkShape(doc);
  } catch (cause: unknown) {
    // A stack that overflows, or aliases that multiply.
    return refuse('too-complex', null, cause instanceof Error ? cause.message : String(cause));
  }
  const getPlace = (offset: number): { line: number; column: number } => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  return ok({ text, doc, getPlace });
}

/** The node that an alias stands for, or the node itself. */
export function resolveAlias(node: unknown, doc: Document): Node | null {
  if (isAlias(node)) return node.resolve(doc) ?? null;
  return (node ?? null) as Node | null;
}

/**
 * Throws where the document is nested too deep, or its aliases multiply: they may name each other's anchors,
 * so that a few lines stand for billions.
 */
function checkShape(doc: Document): void {
  let aliases = 0;
  visit(doc, {
    Node: (_key, _node, path) => {
      if (path.length > 2 * YAML_DEPTH_MAX) {
        throw new Error(`Nested more than ${YAML_DEPTH_MAX} levels deep.`);
      }
    },
    Alias: () => {
      aliases++;
      if (aliases > YAML_ALIASES_MAX) throw new Error(`More than ${YAML_ALIASES_MAX} aliases.`);
    },
  });
  if (aliases > 0) doc.toJS({ maxAliasCount: YAML_ALIASES_MAX });
}

function refuse(
  problem: FormatError['problem'],
  place: { readonly line: number; readonly column: number } | null,
  detail: string,
): Result<never, FormatError> {
  return fail({
    kind: 'format-error',
    problem,
    line: place?.line ?? null,
    column: place?.column ?? null,
    detail,
  });
}
