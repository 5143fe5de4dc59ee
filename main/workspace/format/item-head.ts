/** What the tree shows of a file: found without reading the whole file as YAML, because there may be thousands. */
import type { FormatError } from '../../../shared/model/workspace/format-error.ts';
import type { TreeItemKind } from '../../../shared/model/workspace/tree.ts';
import { readYamlBytes } from './yaml-text.ts';

export interface ItemHead {
  readonly kind: TreeItemKind;
  /** Empty where the file gives none. */
  readonly name: string;
  readonly seq: number | null;
  /** Method of a request; the format's word for the kind where it is `other`. */
  readonly method: string;
  /** The request asks for an event stream. */
  readonly isStream: boolean;
  readonly error: FormatError | null;
}

/** A key with a plain value, as files are written by this program and by Bruno. */
const INFO_LINE = /^ {2}(name|type|seq): ([^\s"'|>{[&*!#%@`?,][^#\n]*?) *$/;
const METHOD_LINE = /^ {2}method: ([A-Za-z]+) *$/;
const KIND_KEYS = /^(http|graphql|grpc|websocket): *$/;

/** Reads the head of a request's file. What the quick look does not understand is read as YAML. */
export function readItemHead(bytes: Uint8Array): ItemHead {
  return readQuickly(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)) ?? readWhole(bytes);
}

function readQuickly(bytes: Buffer): ItemHead | null {
  // Text that is not plain, or not whole, is looked at properly.
  if (bytes.includes(0) || bytes.includes('<<<<<<< ') || bytes.includes('\t')) return null;
  const text = bytes.toString('utf8');
  if (text.includes('\uFFFD')) return null;
  let section = '';
  const info = new Map<string, string>();
  let method = '';
  let kind: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    if (line === '' || line.startsWith('    ') || line.startsWith('#')) continue;
    if (!line.startsWith(' ')) {
      const key = /^([A-Za-z-]+):/.exec(line)?.[1];
      if (key === undefined) return null;
      section = key;
      if (KIND_KEYS.test(line)) kind = key;
      continue;
    }
    if (section === 'info' && /^ {2}(name|type|seq):/.test(line)) {
      const match = INFO_LINE.exec(line);
      if (match === null || info.has(match[1] ?? '')) return null;
      info.set(match[1] ?? '', match[2] ?? '');
    }
    if (section === kind && line.startsWith('  method:')) {
      method = METHOD_LINE.exec(line)?.[1] ?? '';
      if (method === '') return null;
    }
  }
  const name = info.get('name');
  if (name === undefined || kind === null || /: |^[~-]|^(null|true|false|\d.*)$/i.test(name))
    return null;
  const seq = info.get('seq');
  if (seq !== undefined && !/^\d+$/.test(seq)) return null;
  return {
    kind: kind === 'http' || kind === 'graphql' ? kind : 'other',
    name,
    seq: seq === undefined ? null : Number(seq),
    method: kind === 'http' ? method || 'GET' : kind === 'graphql' ? method || 'POST' : kind,
    isStream: /text\/event-stream|^ {4}readAs: (event-stream|ndjson)/m.test(text),
    error: null,
  };
}

/** What is known of a file that cannot be read as an item. */
export function toBrokenHead(error: FormatError): ItemHead {
  return { kind: 'broken', name: '', seq: null, method: '', isStream: false, error };
}

function readWhole(bytes: Uint8Array): ItemHead {
  const file = readYamlBytes(bytes);
  if (!file.ok) return toBrokenHead(file.error);
  const { doc } = file.value;
  const getText = (...path: readonly string[]): string => {
    const value: unknown = doc.hasIn(path) ? doc.getIn(path) : null;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const type = getText('info', 'type') || getText('type');
  const kind = ['http', 'graphql', 'grpc', 'websocket'].find((key) => doc.has(key)) ?? type;
  if (kind === '') {
    return toBrokenHead({
      kind: 'format-error',
      problem: 'wrong-type',
      line: 1,
      column: 1,
      detail: 'The file is no request: it has neither `http:` nor another kind.',
    });
  }
  const seq = Number(getText('info', 'seq') || Number.NaN);
  const isRequest = kind === 'http' || kind === 'graphql';
  return {
    kind: isRequest ? kind : 'other',
    name: getText('info', 'name'),
    seq: Number.isFinite(seq) ? seq : null,
    method: isRequest ? getText(kind, 'method') || (kind === 'http' ? 'GET' : 'POST') : kind,
    isStream: /text\/event-stream|^ {4}readAs: (event-stream|ndjson)/m.test(file.value.text),
    error: null,
  };
}
