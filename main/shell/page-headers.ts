/**
 * The Content Security Policy of the app's page: its own files, and nothing else.
 *
 * No style may stand in the markup. CodeMirror does without one when its editors live in a shadow
 * root: there style-mod 4 uses constructed style sheets. React and CodeMirror set single styles
 * through the CSSOM, which is not markup. Neither needs a Trusted Types policy, so none can be made,
 * and every string that would become markup or a script throws.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
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
