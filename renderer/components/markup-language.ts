import { StreamLanguage, codeFolding, foldGutter, foldService } from '@codemirror/language';
import type { StringStream } from '@codemirror/language';
import type { Extension, Text } from '@codemirror/state';
import { findMarkupFolds } from './markup-folds.ts';

/** Where the reader of one line stands. */
interface MarkupState {
  in: 'text' | 'name' | 'tag' | 'comment' | 'cdata' | 'instruction' | 'script';
  /** Open quote of an attribute's value, else empty. */
  quote: '' | '"' | "'";
  /** Element whose content is no markup, such as `script`; else empty. */
  raw: string;
}

/** Reads up to and with `end`; false: it is not on this line. */
function takeUntil(stream: StringStream, end: string): boolean {
  const at = stream.string.indexOf(end, stream.pos);
  if (at === -1) {
    stream.skipToEnd();
    return false;
  }
  stream.pos = at + end.length;
  return true;
}

function readText(stream: StringStream, state: MarkupState): string | null {
  if (stream.match('<!--')) {
    state.in = takeUntil(stream, '-->') ? 'text' : 'comment';
    return 'comment';
  }
  if (stream.match('<![CDATA[')) {
    state.in = takeUntil(stream, ']]>') ? 'text' : 'cdata';
    return 'string';
  }
  if (stream.match(/^<[?!]/)) {
    state.in = takeUntil(stream, '>') ? 'text' : 'instruction';
    return 'meta';
  }
  if (stream.match(/^<\/?(?=[\p{L}_:])/u)) {
    state.in = 'name';
    return 'angleBracket';
  }
  if (stream.match(/^&[#\w]{1,32};/)) return 'character';
  if (!stream.eatWhile(/[^<&]/)) stream.next();
  return null;
}

function readTag(stream: StringStream, state: MarkupState): string | null {
  if (state.quote !== '') {
    if (takeUntil(stream, state.quote)) state.quote = '';
    return 'attributeValue';
  }
  if (stream.match(/^\/?>/)) {
    state.in = state.raw === '' ? 'text' : 'script';
    return 'angleBracket';
  }
  const next = stream.peek();
  if (next === '"' || next === "'") {
    stream.next();
    state.quote = next;
    if (takeUntil(stream, next)) state.quote = '';
    return 'attributeValue';
  }
  if (stream.eat('=')) return 'definitionOperator';
  if (stream.eatSpace()) return null;
  if (!stream.eatWhile(/[^\s=>"'/]/)) stream.next();
  return 'attributeName';
}

/** Reads XML or HTML token by token; in HTML the content of scripts and styles is none. */
function createReader(isHtml: boolean) {
  return {
    name: isHtml ? 'html' : 'xml',
    startState: (): MarkupState => ({ in: 'text', quote: '', raw: '' }),
    copyState: (state: MarkupState): MarkupState => ({ ...state }),
    token: (stream: StringStream, state: MarkupState): string | null => {
      switch (state.in) {
        case 'text':
          return readText(stream, state);
        case 'name': {
          const isEnd = stream.string[stream.pos - 1] === '/';
          const name = /^[^\s/>]+/.exec(stream.string.slice(stream.pos))?.[0] ?? '';
          stream.pos += name.length;
          state.in = 'tag';
          state.raw = isHtml && !isEnd && /^(script|style)$/i.test(name) ? name : '';
          return 'tagName';
        }
        case 'tag':
          return readTag(stream, state);
        case 'comment':
          if (takeUntil(stream, '-->')) state.in = 'text';
          return 'comment';
        case 'cdata':
          if (takeUntil(stream, ']]>')) state.in = 'text';
          return 'string';
        case 'instruction':
          if (takeUntil(stream, '>')) state.in = 'text';
          return 'meta';
        case 'script': {
          const rest = stream.string.slice(stream.pos).toLowerCase();
          const end = rest.indexOf(`</${state.raw.toLowerCase()}`);
          if (end === 0) {
            state.in = 'text';
            state.raw = '';
            return readText(stream, state);
          }
          stream.pos = end === -1 ? stream.string.length : stream.pos + end;
          return null;
        }
      }
    },
  };
}

const XML = StreamLanguage.define(createReader(false));
const HTML = StreamLanguage.define(createReader(true));

/** Folds of a document; made once, because the gutter asks for every line on screen. */
function createFolds(isHtml: boolean): Extension {
  const made = new WeakMap<
    Text,
    ReadonlyMap<number, { readonly from: number; readonly to: number }>
  >();
  return foldService.of((state, lineStart) => {
    let folds = made.get(state.doc);
    if (folds === undefined) {
      folds = findMarkupFolds(state.doc.toString(), isHtml);
      made.set(state.doc, folds);
    }
    return folds.get(lineStart) ?? null;
  });
}

/** Colours of XML or HTML, and folding where nothing is edited. */
export function markupLanguage(kind: 'xml' | 'html', isReadOnly: boolean): Extension {
  const isHtml = kind === 'html';
  const language = isHtml ? HTML : XML;
  return isReadOnly
    ? [language, createFolds(isHtml), codeFolding(), foldGutter({ openText: '⌄', closedText: '›' })]
    : language;
}
