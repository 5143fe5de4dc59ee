/** What stands where a secret was. */
export const SECRET_MARK = '•••••';

/** Values shorter than this are not looked for: they would hide half of every text. */
const SECRET_CHARS_MIN = 4;

/** Replaces values of secrets in a text, also as they stand in a URL or in JSON. */
export function hideSecrets(text: string, values: readonly string[]): string {
  let hidden = text;
  for (const value of values) {
    if (value.length < SECRET_CHARS_MIN) continue;
    const forms = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
    for (const form of new Set(forms)) hidden = hidden.replaceAll(form, SECRET_MARK);
  }
  return hidden;
}
