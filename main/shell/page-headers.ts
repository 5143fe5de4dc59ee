import { PREVIEW_SCHEME } from '../../shared/ipc/preview-contract.ts';

/**
 * The Content Security Policy of the app's page: its own files, and nothing else.
 *
 * No style may stand in the markup. CodeMirror does without one when its editors live in a shadow
 * root: there style-mod 4 uses constructed style sheets. React and CodeMirror set single styles
 * through the CSSOM, which is not markup. Neither needs a Trusted Types policy, so none can be made,
 * and every string that would become markup or a script throws.
 *
 * Frames show previews of responses and nothing else. `blob:` pictures are made by the page itself,
 * of bytes that it already has.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  `frame-src ${PREVIEW_SCHEME}:`,
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Header fields of every answer on the app's origin. */
export function toPageHeaders(contentType: string): Record<string, string> {
  return {
    'Content-Type': contentType,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-DNS-Prefetch-Control': 'off',
    'Cache-Control': 'no-store',
  };
}

/**
 * The policy of a previewed response: its own markup and styles, and pictures that stand in it.
 * `sandbox` says the same as the frame's attribute, for a preview that is shown without one.
 */
const PREVIEW_POLICY = [
  "default-src 'none'",
  'img-src data:',
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  'frame-ancestors tideline://app',
  'sandbox',
].join('; ');

/** Header fields of a previewed response. It is always served as HTML in UTF-8. */
export function toPreviewHeaders(): Record<string, string> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': PREVIEW_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'X-DNS-Prefetch-Control': 'off',
    'Permissions-Policy': 'fullscreen=()',
    'Cache-Control': 'no-store',
  };
}
