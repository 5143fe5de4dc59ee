/** JSON with `{{placeholders}}` outside of its strings, which is no JSON before they are filled in. */
import { reindentJson } from '../../../shared/json/reindent-json.ts';
import type { JsonProblem } from '../../../shared/json/json-scan.ts';
import { parseTemplate } from '../../../shared/template/expand.ts';

/** Stands for a placeholder; a private character that no text is likely to hold. */
const STAND_IN = '\ue000';
const STAND_INS = new RegExp(`"${STAND_IN}+"`, 'g');

/** Characters up to which a body is checked while it is typed. */
const CHECKED_CHARS_MAX = 1024 * 1024;

interface StoodIn {
  readonly text: string;
  readonly placeholders: readonly string[];
}

/** Puts a string of the same length in place of each placeholder that is not in a string itself. */
function standIn(text: string): StoodIn {
  if (!text.includes('{{') || text.includes(STAND_IN)) return { text, placeholders: [] };
  const placeholders: string[] = [];
  let isInString = false;
  const parts = parseTemplate(text).map((part) => {
    const written = text.slice(part.from, part.to);
    if (part.kind === 'name') {
      if (isInString) return written;
      placeholders.push(written);
      return `"${STAND_IN.repeat(written.length - 2)}"`;
    }
    isInString = endsInString(written, isInString);
    return written;
  });
  return { text: parts.join(''), placeholders };
}

/** Whether a string is open after this text. */
function endsInString(text: string, isOpenBefore: boolean): boolean {
  let isOpen = isOpenBefore;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\' && isOpen) at += 1;
    else if (character === '"') isOpen = !isOpen;
  }
  return isOpen;
}

/** Lays JSON out; placeholders stay as written. Null: it is no JSON even with values in their place. */
export function formatTemplateJson(text: string): string | null {
  const { text: stoodIn, placeholders } = standIn(text);
  const result = reindentJson(stoodIn);
  if (!result.ok) return null;
  let next = 0;
  return placeholders.length === 0
    ? result.text
    : result.text.replace(STAND_INS, () => placeholders[next++] ?? '');
}

/** The first mistake that is there whatever the placeholders hold; null without one, or if the text is too long to check. */
export function findTemplateJsonProblem(text: string): JsonProblem | null {
  if (text.trim() === '' || text.length > CHECKED_CHARS_MAX) return null;
  const result = reindentJson(standIn(text).text);
  return result.ok ? null : result.problem;
}
