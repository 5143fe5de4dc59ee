import { expect, test } from 'vitest';
import { createPreviewHandlers } from '../../../main/ipc/preview-handlers.ts';
import type { PreviewHandlerDeps } from '../../../main/ipc/preview-handlers.ts';
import { toPreviewPage } from '../../../main/ipc/preview-page.ts';
import { Previews } from '../../../main/ipc/previews.ts';
import { PREVIEW_ID_PATTERN } from '../../../shared/ipc/preview-contract.ts';
import { PREVIEWS_MAX, PREVIEW_BYTES_MAX } from '../../../shared/limits.ts';
import { toExchangeId } from '../../../shared/model/ids.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { fail, ok } from '../../../shared/result.ts';

const ID = toExchangeId('x-00000000') as ExchangeId;

function html(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

test.each([
  '<link rel=dns-prefetch href=//a.test>',
  '<LINK\nrel=preconnect href=//a.test>',
  '<link/rel=stylesheet href=//a.test>',
  '<lInK\frel=x>',
  '<link>',
  '<svg><link rel=dns-prefetch href=//a.test /></svg>',
])('%j leaves no link element', (markup) => {
  const page = toPreviewPage(html(markup), []);
  expect(page).not.toMatch(/<link[\t\n\f\r />]/i);
  expect(page).toContain('<inert-link');
});

test('an element whose name only begins like a link stays', () => {
  expect(toPreviewPage(html('<links><p>1 <link-list>'), [])).toBe('<links><p>1 <link-list>');
});

test.each([
  ['header', 'text/html; charset=windows-1252', [0xe9]],
  ['meta', 'text/html', [...html('<meta charset="windows-1252">'), 0xe9]],
  ['mark', 'text/html; charset=windows-1252', [0xef, 0xbb, 0xbf, 0xc3, 0xa9]],
  ['UTF-16 mark', 'text/html', [0xff, 0xfe, 0xe9, 0x00]],
  ['UTF-16 claimed in bytes', 'text/html', [...html('<meta charset=utf-16le>'), 0xc3, 0xa9]],
  ['unknown name', 'text/html; charset=klingon', [0xc3, 0xa9]],
])('the encoding is taken from the %s', (_, contentType, bytes) => {
  const headers = [{ name: 'Content-Type', value: contentType }];
  expect(toPreviewPage(new Uint8Array(bytes), headers)).toMatch(/é$/);
});

test('a link that only shows when the bytes are read as UTF-16 is found as well', () => {
  const bytes = Buffer.from('\ufeff<link rel=preconnect href=//a.test>', 'utf16le');
  expect(toPreviewPage(bytes, [])).toContain('<inert-link');
});

test('SVG is put into the page as a picture, never as markup', () => {
  const headers = [{ name: 'Content-Type', value: 'image/svg+xml' }];
  const page = toPreviewPage(html('<svg onload="x()"><script/></svg>'), headers);
  expect(page).not.toContain('onload');
  expect(page).toContain('data:image/svg+xml;base64,');
});

test('an id cannot be guessed, and the oldest page makes room', () => {
  const previews = new Previews();
  const first = previews.add('first');
  expect(first.previewId).toMatch(PREVIEW_ID_PATTERN);
  expect(previews.find(first.previewId)).toBe('first');
  const later = Array.from({ length: PREVIEWS_MAX }, (_, index) => previews.add(String(index)));
  expect(new Set(later.map(({ previewId }) => previewId)).size).toBe(PREVIEWS_MAX);
  expect(previews.find(first.previewId)).toBeNull();
  expect(previews.find(later[0]?.previewId ?? '')).toBe('0');
});

function handlersFor(body: Uint8Array, isOwned = true) {
  const previews = new Previews();
  const exchanges = {
    getSummary: async () =>
      isOwned ? ok({ responses: [{ headers: [] }] }) : fail({ kind: 'unknown-exchange' }),
    readBody: async (_: number, { offset, length }: { offset: number; length: number }) =>
      ok({ bytes: body.subarray(offset, offset + length), bodyBytes: body.length }),
  } as unknown as Awaited<ReturnType<PreviewHandlerDeps['getExchanges']>>;
  return {
    previews,
    handlers: createPreviewHandlers({ previews, getExchanges: async () => exchanges }),
  };
}

test('a body of several reads is shown whole until it is closed', async () => {
  const text = `<p>${'x'.repeat(2_500_000)}</p>`;
  const { handlers, previews } = handlersFor(html(text));
  const opened = await handlers['preview:open']({ exchangeId: ID }, 1);
  if (!opened.ok) throw new Error('not opened');
  const { previewId, url } = opened.value;
  expect(url).toBe(`tideline-preview://${previewId}/`);
  expect(previews.find(previewId)).toBe(text);
  await handlers['preview:close']({ previewId }, 1);
  await handlers['preview:close']({ previewId }, 1);
  expect(previews.find(previewId)).toBeNull();
});

test('a body beyond the limit and an exchange of another window are refused', async () => {
  const large = handlersFor(new Uint8Array(PREVIEW_BYTES_MAX + 1));
  expect(await large.handlers['preview:open']({ exchangeId: ID }, 1)).toMatchObject({
    error: { kind: 'preview-too-large', limitBytes: PREVIEW_BYTES_MAX },
  });
  const foreign = handlersFor(html('<p>'), false);
  expect(await foreign.handlers['preview:open']({ exchangeId: ID }, 1)).toMatchObject({
    error: { kind: 'unknown-exchange' },
  });
});
