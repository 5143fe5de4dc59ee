import { REQUEST_HEADER_FIELDS_MAX, URL_CHARS_MAX } from '../../../shared/limits.ts';
import type { InvalidRequest } from '../../../shared/model/request.ts';
import { assertNever } from '../../../shared/result.ts';
import { formatCount } from '../../components/number-format.ts';

/** What is wrong with a field of the request, in one sentence with the way out. */
export function toInvalidText(invalid: InvalidRequest): string {
  switch (invalid.field) {
    case 'method':
      return toMethodText(invalid);
    case 'url':
      return toUrlText(invalid);
    case 'headers':
      return toHeaderText(invalid);
    case 'body':
      return 'The body is too long for the editor. Shorten it, then send again.';
    default:
      return assertNever(invalid.field);
  }
}

function toMethodText({ problem, detail }: InvalidRequest): string {
  if (problem === 'empty') return 'Choose or type a method, such as GET.';
  if (problem === 'method-not-supported') return `Tideline does not send ${detail} requests.`;
  return `“${detail}” is not a method. A method has no spaces, commas or quotes.`;
}

function toUrlText({ problem, detail }: InvalidRequest): string {
  if (problem === 'empty') return 'Enter a URL, such as https://api.example.com/events.';
  if (problem === 'too-long') {
    return `The URL is longer than ${formatCount(URL_CHARS_MAX)} characters. Put the data in the body.`;
  }
  if (problem === 'scheme-not-supported') {
    return `Tideline sends http and https. “${detail}” is another scheme.`;
  }
  return `“${detail}” is not a URL. Check the host name and the port.`;
}

function toHeaderText({ problem, detail }: InvalidRequest): string {
  switch (problem) {
    case 'empty':
      return 'This header has a value and no name.';
    case 'too-many':
      return `There are ${detail} headers. At most ${REQUEST_HEADER_FIELDS_MAX} are sent.`;
    case 'set-by-the-connection':
      return `${detail} belongs to the connection, so Tideline sets it. Take this row out.`;
    case 'forbidden-character':
      return `The value of ${detail} has a character that a header cannot carry, such as a line break or an emoji.`;
    case 'length-mismatch':
      return 'Content-Length does not fit the body. Take this row out; Tideline adds the right one.';
    default:
      return `“${detail}” is not a header name. A name has no spaces, colons or quotes.`;
  }
}
