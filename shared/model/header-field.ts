/**
 * One header field. A header section is an ordered list: duplicates and case are kept.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5
 */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

/** Values of all fields with this name (any case), in order. Empty if there is none. */
export function getFieldValues(fields: readonly HeaderField[], name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return fields.filter((field) => field.name.toLowerCase() === wanted).map((field) => field.value);
}

/** Value of the first field with this name (any case), or null. */
export function getFieldValue(fields: readonly HeaderField[], name: string): string | null {
  return getFieldValues(fields, name)[0] ?? null;
}

/** A field name is a token. @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
export const FIELD_NAME_PATTERN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Characters that may not stand in a field value: CR, LF, NUL and the other controls but tab. */
// eslint-disable-next-line no-control-regex
export const FIELD_VALUE_FORBIDDEN = /[\u0000-\u0008\u000a-\u001f\u007f]/;
